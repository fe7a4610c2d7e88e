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

    /** Offset of the page count in an entry. */
    public static final int PAGE_COUNT = 8;

    private static final Rule RESERVED =
            new Rule("FFA-5.10.1-7", Status.INVALID_PARAMETERS, "Table 5.14", "Reserved", "must be zero");

    /** Writes the 16 bytes at {@code offset}. */
    public void encode(MemorySegment to, long offset) {
        Layouts.require(to, offset, SIZE, "constituent memory region descriptor");
        Layouts.u64(to, offset, address);
        Layouts.u32(to, offset + PAGE_COUNT, pages);
        Layouts.u32(to, offset + 12, 0);
    }

    /**
     * Reads the 16 bytes at {@code offset}.
     *
     * @throws DescriptorException if the segment ends before or the reserved bytes are not zero
     */
    public static ConstituentRange decode(MemorySegment from, long offset) {
        Layouts.require(from, offset, SIZE, "constituent memory region descriptor");
        int reserved = Layouts.u32(from, offset + 12);
        if (reserved != 0) {
            throw new DescriptorException(
                    RESERVED, offset + 12, Integer.toUnsignedLong(reserved), "0x" + Integer.toHexString(reserved));
        }
        return new ConstituentRange(Layouts.u64(from, offset), Layouts.u32(from, offset + PAGE_COUNT));
    }
}
