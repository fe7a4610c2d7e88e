package org.partita.api.ffa;

import java.lang.foreign.MemorySegment;

/**
 * The partition information descriptor (FF-A Table 8.25).
 *
 * @param id 16-bit partition ID
 * @param executionContexts number of execution contexts, 16 bits
 * @param properties flag bits, see the constants
 */
public record PartitionInfo(int id, int executionContexts, int properties) {
    /** Bytes of one descriptor. */
    public static final int SIZE = 8;
    /** Bit 0: supports receipt of direct requests. */
    public static final int RECEIVES_DIRECT = 1;
    /** Bit 1: can send direct requests. */
    public static final int SENDS_DIRECT = 2;
    /** Bit 2: can send and receive indirect messages; MBZ for an SP. */
    public static final int INDIRECT = 4;

    /** Writes the eight bytes at {@code offset}. */
    public void encode(MemorySegment to, long offset) {
        Layouts.require(to, offset, SIZE, "partition information descriptor");
        Layouts.u16(to, offset, id);
        Layouts.u16(to, offset + 2, executionContexts);
        Layouts.u32(to, offset + 4, properties);
    }

    /**
     * Reads the eight bytes at {@code offset}.
     *
     * @throws DescriptorException if the buffer is too short or a reserved property bit is set
     */
    public static PartitionInfo decode(MemorySegment from, long offset) {
        Layouts.require(from, offset, SIZE, "partition information descriptor");
        int properties = Layouts.u32(from, offset + 4);
        if ((properties & ~7) != 0) {
            throw new DescriptorException(
                    "Partition properties", offset + 4, "bits 31:3 are reserved, must be zero (FF-A Table 8.25)");
        }
        return new PartitionInfo(Layouts.u16(from, offset), Layouts.u16(from, offset + 2), properties);
    }
}
