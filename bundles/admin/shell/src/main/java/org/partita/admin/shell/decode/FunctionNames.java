package org.partita.admin.shell.decode;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.ffa.FunctionId;

/**
 * Functions as people type them: a name with or without FFA_, case ignored, for the 32-bit call; with _64 behind it for
 * the 64-bit call; or the number that goes into w0.
 */
public final class FunctionNames {
    private static final String PREFIX = "FFA_";
    private static final String WIDE = "_64";
    private static final String NARROW = "_32";

    private FunctionNames() {}

    /** The value of w0. */
    public static int parse(String text) {
        OptionalLong number = Numbers.parse(text);
        if (number.isPresent()) {
            return number(text, number.getAsLong());
        }
        String upper = text.toUpperCase(Locale.ROOT);
        String name = upper.startsWith(PREFIX) ? upper : PREFIX + upper;
        boolean wide = name.endsWith(WIDE);
        String plain = wide || name.endsWith(NARROW) ? name.substring(0, name.length() - WIDE.length()) : name;
        FunctionId function = Arrays.stream(FunctionId.values())
                .filter(f -> f.name().equals(plain))
                .findAny()
                .orElseThrow(() -> unknown(text, plain));
        if (wide && !function.has64()) {
            throw new CommandException(
                    function.name() + " has no 64-bit call (FF-A " + function.section() + "): leave " + WIDE + " out");
        }
        return wide ? function.id64() : function.id32();
    }

    /** All names, for completion. */
    public static List<String> all() {
        return Arrays.stream(FunctionId.values()).map(FunctionId::name).toList();
    }

    private static int number(String text, long value) {
        if (!Numbers.fits32(value)) {
            throw new CommandException("function " + text + " is out of range: w0 has 32 bits");
        }
        return (int) value;
    }

    private static CommandException unknown(String text, String name) {
        String word = name.substring(PREFIX.length());
        List<String> near = all().stream().filter(f -> f.contains(word)).toList();
        String hint = near.isEmpty() ? "ffa:functions lists them" : "is it " + String.join(" or ", near) + "?";
        return new CommandException("function \"" + text + "\" is not known: " + hint);
    }
}
