package org.partita.api.ffa;

import java.lang.foreign.MemorySegment;

/**
 * A constituent memory region descriptor (FF-A Table 5.14).
 *
 * @param address base address; its kind is that of the instance (VA, IPA or PA)
 * @param pages count of 4 KiB pages, 32 bits unsigned
 */
public record ConstituentRange(long address, int pages) {
    /** Bytes of one entry. */
    public static final int SIZE = 16;

    /** Writes the 16 bytes at {@code offset}. */
    public void encode(MemorySegment to, long offset) {
        Layouts.require(to, offset, SIZE, "constituent memory region descriptor");
        Layouts.u64(to, offset, address);
        Layouts.u32(to, offset + 8, pages);
        Layouts.u32(to, offset + 12, 0);
    }

    /** Reads the 16 bytes at {@code offset}. */
    public static ConstituentRange decode(MemorySegment from, long offset) {
        Layouts.require(from, offset, SIZE, "constituent memory region descriptor");
        if (Layouts.u32(from, offset + 12) != 0) {
            throw new DescriptorException("Reserved", offset + 12, "must be zero (FF-A Table 5.14)");
        }
        return new ConstituentRange(Layouts.u64(from, offset), Layouts.u32(from, offset + 8));
    }
}
