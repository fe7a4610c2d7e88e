package org.partita.hardware.memory;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.memory.MemoryRange;

/** Reads the configured ranges: {@code name base size secure|nonsecure [device]}. */
final class RangeReader {
    private static final String FORM = "name base size secure|nonsecure [device]";
    private static final int FIELDS = 4;

    private RangeReader() {}

    /**
     * Reads all entries.
     *
     * @throws IllegalArgumentException naming the first entry that can't be used, the rule and the way out
     */
    static List<MemoryRange> read(String[] entries) {
        if (entries.length == 0) {
            throw new IllegalArgumentException(MemoryConfiguration.PID
                    + " ranges: there is no memory without a range; add entries of the form '" + FORM + "'");
        }
        List<MemoryRange> ranges = new ArrayList<>();
        for (int i = 0; i < entries.length; i++) {
            ranges.add(new Entry(i, entries[i]).read());
        }
        return ranges;
    }

    private record Entry(int index, String text) {
        MemoryRange read() {
            String[] words = text.trim().split("\\s+");
            if (words.length < FIELDS || words.length > FIELDS + 1) {
                throw refused("has " + words.length + " fields, expected " + FORM);
            }
            boolean device = words.length == FIELDS + 1;
            if (device && !words[4].equals("device")) {
                throw refused("'" + words[4] + "' is not known here; the fifth field is 'device' or is left out");
            }
            MemoryRange range = new MemoryRange(
                    number("base", words[1]), number("size", words[2]), secure(words[3]), device, words[0]);
            try {
                return Span.check(range);
            } catch (IllegalArgumentException e) {
                throw refused(String.valueOf(e.getMessage()));
            }
        }

        private boolean secure(String word) {
            return switch (word) {
                case "secure" -> true;
                case "nonsecure" -> false;
                default ->
                    throw refused("'" + word + "' is no security state; a region belongs to the Secure or the"
                            + " Non-secure address space (FF-A 2.6): write 'secure' or 'nonsecure'");
            };
        }

        private long number(String field, String word) {
            int shift = switch (word.charAt(word.length() - 1)) {
                case 'K', 'k' -> 10;
                case 'M', 'm' -> 20;
                case 'G', 'g' -> 30;
                default -> 0;
            };
            String digits = shift == 0 ? word : word.substring(0, word.length() - 1);
            try {
                if (!Character.isDigit(digits.charAt(0))) {
                    throw new NumberFormatException("a sign or a letter begins the number");
                }
                return Math.multiplyExact(
                        digits.startsWith("0x") ? Long.decode(digits) : Long.parseLong(digits), 1L << shift);
            } catch (NumberFormatException | ArithmeticException | IndexOutOfBoundsException e) {
                throw refused(
                        field + " '" + word
                                + "' is no number of at most 63 bits: write hexadecimal (0x6000000) or decimal, then K, M, G or nothing");
            }
        }

        private IllegalArgumentException refused(String why) {
            return new IllegalArgumentException(
                    MemoryConfiguration.PID + " ranges[" + index + "] \"" + text + "\": " + why);
        }
    }
}
