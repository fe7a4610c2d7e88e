package org.partita.manager.ffmspm;

import com.code_intelligence.jazzer.mutation.annotation.InRange;
import java.util.Locale;

/**
 * A value of a register, or an address.
 *
 * @param area 0 for a number, else the position of an {@link Area}, plus 1
 * @param value the number, or an offset from the beginning of the area
 */
record Operand(@InRange(min = 0, max = 10) int area, int value) {
    static final Operand ZERO = new Operand(0, 0);

    /** A hexadecimal number, or as in {@code ns_ro+10}. */
    static Operand read(String text) {
        int plus = text.indexOf('+');
        if (plus < 0) {
            return new Operand(0, Integer.parseUnsignedInt(text, 16));
        }
        Area area = Area.valueOf(text.substring(0, plus).toUpperCase(Locale.ROOT));
        return new Operand(area.ordinal() + 1, Integer.parseUnsignedInt(text.substring(plus + 1), 16));
    }

    /** Unsigned, 32 bits. */
    long resolved() {
        return (area == 0 ? value : Area.values()[area - 1].base() + value) & 0xFFFF_FFFFL;
    }

    @Override
    public String toString() {
        String number = Integer.toHexString(value);
        return area == 0 ? number : Area.values()[area - 1].name().toLowerCase(Locale.ROOT) + "+" + number;
    }
}
