package org.partita.runtime.console;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Keeps the JLine shell from printing a welcome of its own: the launcher has said what runs. */
@Component
public final class Welcome implements CommandSessionListener {
    /** The variable that the shell's profile asks before it prints. */
    private static final String QUIET = ".gosh_quiet";

    @Override
    public void beforeExecute(CommandSession session, CharSequence command) {
        session.put(QUIET, true);
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, @Nullable Exception exception) {}

    @Override
    public void afterExecute(CommandSession session, CharSequence command, @Nullable Object result) {}
}
