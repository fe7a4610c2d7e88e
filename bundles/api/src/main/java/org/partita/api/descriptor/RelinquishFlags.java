package org.partita.api.descriptor;

import org.partita.api.ffa.DescriptorException;

/**
 * Flags of FFA_MEM_RELINQUISH (FF-A Table 11.25).
 *
 * @param zero bit 0: the Relayer zeroes the region after unmapping it from the Borrower
 * @param timeSlice bit 1: the Relayer may time slice the operation
 */
public record RelinquishFlags(boolean zero, boolean timeSlice) {
    /** No flag is set. */
    public static final RelinquishFlags NONE = new RelinquishFlags(false, false);

    /** The 32 bits. */
    public int encode() {
        return (zero ? 1 : 0) | (timeSlice ? 2 : 0);
    }

    /**
     * Reads the Flags field of a {@link RelinquishDescriptor}.
     *
     * @throws DescriptorException if a reserved bit is set
     */
    public static RelinquishFlags decode(int flags) {
        if ((flags & ~3) != 0) {
            throw MemoryRules.broken(
                    MemoryRules.RELINQUISH_FLAGS, RelinquishDescriptor.FLAGS, Integer.toUnsignedLong(flags));
        }
        return new RelinquishFlags((flags & 1) != 0, (flags & 2) != 0);
    }
}
