package org.partita.api.descriptor;

import org.partita.api.ffa.DescriptorException;

/** Data access permission (FF-A Table 5.15, bits 1:0), from less to more permissive (5.11.2). */
public enum DataAccess {
    /** Left to the Relayer: must be ignored. */
    NOT_SPECIFIED,
    READ_ONLY,
    READ_WRITE;

    private static final DataAccess[] VALUES = values();

    /** The two bits. */
    public int encode() {
        return ordinal();
    }

    /**
     * The permission with these two bits.
     *
     * @throws DescriptorException if they are b'11, or not two bits
     */
    public static DataAccess decode(int bits) {
        return decode(bits, bits, 0);
    }

    /** @param field the byte that the bits are of, at this offset */
    static DataAccess decode(int bits, int field, long offset) {
        if (bits < 0 || bits >= VALUES.length) {
            throw MemoryRules.broken(MemoryRules.DATA, offset, field);
        }
        return VALUES[bits];
    }

    /**
     * Whether this is the same as, or less permissive than, the other. What is not specified asks for nothing and is within
     * everything; as a limit it permits nothing that is specified.
     */
    public boolean within(DataAccess other) {
        return compareTo(other) <= 0;
    }
}
