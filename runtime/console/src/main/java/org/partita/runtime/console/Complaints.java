package org.partita.runtime.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What went wrong in a command, in words for people: the same in scripts and in the shell. */
final class Complaints {
    /** What Gogo says when no method of that name takes the arguments. */
    private static final Pattern REFUSED = Pattern.compile("Cannot coerce (\\w+)\\(");

    private Complaints() {}

    /** There is no such command. */
    static String unknown(String command) {
        return "no command " + command + "; help lists the commands";
    }

    /** What Gogo's message about wrong arguments means, null if it is another message. */
    static @Nullable String arguments(Exception e) {
        Matcher refused = REFUSED.matcher(String.valueOf(e.getMessage()));
        return e instanceof IllegalArgumentException && refused.lookingAt()
                ? "these are no arguments of " + refused.group(1) + ", or they name nothing that is there; help "
                        + refused.group(1) + " explains it"
                : null;
    }

    /** The message of a command that failed. Our commands begin with their name, which is told already. */
    static String of(String command, Exception e) {
        String arguments = arguments(e);
        if (arguments != null) {
            return arguments;
        }
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        String name = command.split("\\s", 2)[0] + ": ";
        return message.startsWith(name) ? message.substring(name.length()) : message;
    }
}
