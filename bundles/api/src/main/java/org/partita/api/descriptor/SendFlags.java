package org.partita.api.descriptor;

import org.partita.api.ffa.DescriptorException;

/**
 * Flags of FFA_MEM_DONATE, FFA_MEM_LEND and FFA_MEM_SHARE (FF-A Table 5.20).
 *
 * @param zero bit 0: the Relayer zeroes the region after unmapping it from the Owner
 * @param timeSlice bit 1: the Relayer may time slice the operation
 */
public record SendFlags(boolean zero, boolean timeSlice) {
    /** No flag is set. */
    public static final SendFlags NONE = new SendFlags(false, false);

    /** The 32 bits. */
    public int encode() {
        return (zero ? 1 : 0) | (timeSlice ? 2 : 0);
    }

    /**
     * Reads the Flags field of a {@link MemoryTransaction}.
     *
     * @throws DescriptorException if a reserved bit is set
     */
    public static SendFlags decode(int flags) {
        if ((flags & ~3) != 0) {
            throw MemoryRules.broken(MemoryRules.SEND_FLAGS, MemoryTransaction.FLAGS, Integer.toUnsignedLong(flags));
        }
        return new SendFlags((flags & 1) != 0, (flags & 2) != 0);
    }
}
