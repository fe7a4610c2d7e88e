package org.partita.admin.shell.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a command is typed: arguments are checked against it, help prints it.
 *
 * @param scope Gogo scope
 * @param function Gogo function
 * @param arguments names of the arguments, blank separated, as the usage line has them
 * @param least number of arguments that must be there
 * @param most number of arguments that may be there
 * @param options the options
 * @param example a line that works on the reference platform
 */
public record Usage(
        String scope, String function, String arguments, int least, int most, List<Option> options, String example) {
    public Usage {
        options = List.copyOf(options);
    }

    /** {@code scope:function}. */
    public String name() {
        return scope + ":" + function;
    }

    /** The usage line. */
    public String line() {
        StringBuilder line = new StringBuilder(name());
        if (!arguments.isEmpty()) {
            line.append(' ').append(arguments);
        }
        options.forEach(o -> line.append(' ').append(o.usage()));
        return line.toString();
    }

    @Nullable
    Option option(String option) {
        return options.stream().filter(o -> o.name().equals(option)).findAny().orElse(null);
    }

    /** The name of an argument by position, from 0. */
    String argument(int position) {
        String[] names = arguments.split(" ");
        return names[Math.min(position, names.length - 1)];
    }

    /** Wrong usage: what is wrong, and the usage line. */
    public CommandException wrong(String what) {
        return new CommandException(name() + ": " + what + "; usage: " + line());
    }
}
