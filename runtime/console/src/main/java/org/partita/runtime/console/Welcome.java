package org.partita.runtime.console;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.partita.runtime.session.Session;

/**
 * What the JLine shell says by itself. Its welcome is left out, for the launcher has said what runs. Exceptions it prints as
 * they are, and gives nobody a chance to change that; what Gogo means by one about arguments is said before.
 */
@Component
public final class Welcome implements CommandSessionListener {
    /** The variable that the shell's profile asks before it prints. */
    private static final String QUIET = ".gosh_quiet";

    private final boolean interactive;

    @Activate
    public Welcome(@Reference Session session) {
        interactive = session.interactive();
    }

    @Override
    public void beforeExecute(CommandSession session, CharSequence command) {
        session.put(QUIET, true);
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, @Nullable Exception exception) {
        String words = exception == null || !interactive ? null : Complaints.arguments(exception);
        if (words != null) {
            session.getConsole().println(command.toString().strip() + ": " + words);
        }
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, @Nullable Object result) {}
}
