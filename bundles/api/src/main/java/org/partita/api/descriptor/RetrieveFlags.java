package org.partita.api.descriptor;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.DescriptorException;

/**
 * Flags of FFA_MEM_RETRIEVE_REQ (FF-A Table 5.21).
 *
 * @param zeroed bit 0: retrieve only if the Sender asked for zeroing
 * @param timeSlice bit 1: the Relayer may time slice the operation
 * @param zeroAfterRelinquish bit 2: the Relayer zeroes the region after unmapping it from the Borrower
 * @param type bits 4:3: the transaction's type, or null if the Relayer has to say it
 * @param alignmentHint bits 9:5: n if ranges are to be aligned to 2^n pages of 4K, 0 to 15, or {@link #NO_HINT}
 */
public record RetrieveFlags(
        boolean zeroed,
        boolean timeSlice,
        boolean zeroAfterRelinquish,
        @Nullable TransactionType type,
        int alignmentHint) {
    /** The Relayer chooses the alignment. */
    public static final int NO_HINT = -1;

    private static final int HINT_VALID = 1 << 9;

    public RetrieveFlags {
        if (alignmentHint < NO_HINT || alignmentHint > 15) {
            throw new IllegalArgumentException(
                    "alignment hint " + alignmentHint + ": has to be 0 to 15, or none (FF-A Table 5.21)");
        }
    }

    /** Says nothing but the type. */
    public static RetrieveFlags of(@Nullable TransactionType type) {
        return new RetrieveFlags(false, false, false, type, NO_HINT);
    }

    /** The boundary in bytes to which ranges are to be aligned: 4096 without a hint. */
    public long alignment() {
        return 4096L << Math.max(alignmentHint, 0);
    }

    /** The 32 bits. */
    public int encode() {
        return (zeroed ? 1 : 0)
                | (timeSlice ? 2 : 0)
                | (zeroAfterRelinquish ? 4 : 0)
                | (type == null ? 0 : type.encode() << 3)
                | (alignmentHint == NO_HINT ? 0 : HINT_VALID | alignmentHint << 5);
    }

    /**
     * Reads the Flags field of a {@link MemoryTransaction}. A hint that bit 9 does not declare valid is the reserved value
     * that the table speaks of: each of the 16 values is a hint if it does.
     *
     * @throws DescriptorException if a reserved bit is set
     */
    public static RetrieveFlags decode(int flags) {
        if ((flags & ~0x3FF) != 0) {
            throw MemoryRules.broken(
                    MemoryRules.RETRIEVE_FLAGS, MemoryTransaction.FLAGS, Integer.toUnsignedLong(flags));
        }
        int hint = flags >> 5 & 15;
        boolean valid = (flags & HINT_VALID) != 0;
        if (!valid && hint != 0) {
            throw MemoryRules.broken(MemoryRules.ALIGNMENT_HINT, MemoryTransaction.FLAGS, flags);
        }
        return new RetrieveFlags(
                (flags & 1) != 0,
                (flags & 2) != 0,
                (flags & 4) != 0,
                TransactionType.decode(flags >> 3 & 3),
                valid ? hint : NO_HINT);
    }
}
