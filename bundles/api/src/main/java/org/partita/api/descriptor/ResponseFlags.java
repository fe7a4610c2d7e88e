package org.partita.api.descriptor;

import org.partita.api.ffa.DescriptorException;

/**
 * Flags of FFA_MEM_RETRIEVE_RESP (FF-A Table 5.22).
 *
 * @param zeroed bit 0: the region was zeroed before it was retrieved
 * @param type bits 4:3: the transaction's type
 */
public record ResponseFlags(boolean zeroed, TransactionType type) {
    /** The 32 bits. */
    public int encode() {
        return (zeroed ? 1 : 0) | type.encode() << 3;
    }

    /**
     * Reads the Flags field of a {@link MemoryTransaction}.
     *
     * @throws DescriptorException if a reserved bit is set or there is no type
     */
    public static ResponseFlags decode(int flags) {
        if ((flags & ~0x1F) != 0) {
            throw MemoryRules.broken(
                    MemoryRules.RESPONSE_FLAGS, MemoryTransaction.FLAGS, Integer.toUnsignedLong(flags));
        }
        if ((flags & 6) != 0) {
            throw MemoryRules.broken(MemoryRules.RESPONSE_FLAGS_LOW, MemoryTransaction.FLAGS, flags);
        }
        TransactionType type = TransactionType.decode(flags >> 3);
        if (type == null) {
            throw MemoryRules.broken(MemoryRules.RESPONSE_TYPE, MemoryTransaction.FLAGS, flags);
        }
        return new ResponseFlags((flags & 1) != 0, type);
    }
}
