package org.partita.runtime.console;

import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.partita.runtime.session.Session;

/** The command that leaves the shell and ends the platform in order. */
@Component(
        service = Exit.class,
        immediate = true,
        property = {"osgi.command.scope=gogo", "osgi.command.function=exit"})
public final class Exit {
    private final BundleContext context;
    private final Session session;

    @Activate
    public Exit(BundleContext context, @Reference Session session) {
        this.context = context;
        this.session = session;
    }

    /**
     * Ends the platform.
     *
     * @throws IllegalStateException in a script, which ends where it ends
     */
    @Descriptor("leaves the shell and ends the platform")
    public void exit() throws BundleException {
        if (!session.interactive()) {
            throw new IllegalStateException("a script ends with its last command; exit leaves the shell");
        }
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
    }
}
