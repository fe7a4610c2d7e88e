package org.partita.runtime.console;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** The command that Gogo runs for one that is not there: its own exception is none for people. */
@Component(
        service = UnknownCommand.class,
        immediate = true,
        property = {"osgi.command.scope=gogo", "osgi.command.function=default"})
public final class UnknownCommand {
    /** The JLine shell prints an exception by its toString: the message is enough. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(String message) {
            super(message);
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString")
        public String toString() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Fails. Gogo puts the underscore before names that Java does not allow.
     *
     * @param words the unknown command and its arguments
     */
    @SuppressWarnings({"MemberName", "DoNotCallSuggester"})
    public void _default(@Nullable Object[] words) {
        throw new Failure(Complaints.unknown(String.valueOf(words[0])));
    }
}
