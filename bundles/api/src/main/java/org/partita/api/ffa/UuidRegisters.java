package org.partita.api.ffa;

import java.util.UUID;

/**
 * A UUID in four registers or cells: byte 0 of its network form in the low-order bits of the first word (SMC Calling
 * Convention 5.3; FF-A Table 8.27).
 */
public final class UuidRegisters {
    private UuidRegisters() {}

    /** Builds the UUID from four words in register order. */
    public static UUID decode(int w1, int w2, int w3, int w4) {
        long high = (long) Integer.reverseBytes(w1) << 32 | Integer.toUnsignedLong(Integer.reverseBytes(w2));
        long low = (long) Integer.reverseBytes(w3) << 32 | Integer.toUnsignedLong(Integer.reverseBytes(w4));
        return new UUID(high, low);
    }

    /** Word {@code n} (0 to 3) of the UUID in register order. */
    public static int word(UUID uuid, int n) {
        long half = n < 2 ? uuid.getMostSignificantBits() : uuid.getLeastSignificantBits();
        return Integer.reverseBytes((int) ((n & 1) == 0 ? half >>> 32 : half));
    }
}
