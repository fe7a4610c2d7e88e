package org.partita.admin.shell.text;

import java.util.HexFormat;

/** Bytes as people type them: pairs of hexadecimal digits in order of address, with or without 0x before them. */
public final class HexBytes {
    private static final String PREFIX = "0x";

    private HexBytes() {}

    /**
     * Reads bytes; 0x alone is none.
     *
     * @param name of what they are for, in a message
     * @throws CommandException if the text is something else
     */
    public static byte[] parse(String name, String text) {
        String digits = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            boolean half = digits.matches("[0-9a-fA-F]+");
            throw new CommandException(name + " \"" + text + "\": "
                    + (half ? "an odd number of digits makes no whole bytes; " : "")
                    + "type bytes as pairs of hexadecimal digits, such as cafe01");
        }
    }
}
