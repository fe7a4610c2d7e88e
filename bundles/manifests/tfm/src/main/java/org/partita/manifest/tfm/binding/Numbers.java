package org.partita.manifest.tfm.binding;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers as manifests and configurations write them. */
final class Numbers {
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final Pattern HEXADECIMAL = Pattern.compile("-?0[xX][0-9a-fA-F]{1,15}");

    private Numbers() {}

    /** The number, decimal or hexadecimal with 0x; empty if the text is none, or one of more than 60 bits. */
    static OptionalLong parse(String text) {
        if (DECIMAL.matcher(text).matches()) {
            return OptionalLong.of(Long.parseLong(text));
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            boolean negative = text.startsWith("-");
            long value = Long.parseLong(text, text.indexOf('x') + text.indexOf('X') + 2, text.length(), 16);
            return OptionalLong.of(negative ? -value : value);
        }
        return OptionalLong.empty();
    }

    static String hex(long number) {
        return (number < 0 ? "-0x" : "0x") + Long.toHexString(Math.abs(number));
    }
}
