package org.partita.admin.shell;

import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The same help in the scope felix: a session that has no search path of scopes takes any scope that has the function, and a
 * service can be in one scope only.
 */
@Component(service = FelixHelp.class, immediate = true, property = "service.ranking:Integer=100")
@GogoCommand(scope = "felix", function = "help")
public final class FelixHelp extends Help {
    @Activate
    public FelixHelp(BundleContext context) {
        super(context);
    }
}
