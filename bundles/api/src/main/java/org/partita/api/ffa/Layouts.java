package org.partita.api.ffa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Little-endian, unaligned access to descriptor fields (FF-A 4.2.2), for codecs. Offsets are in bytes; one outside the
 * segment is an {@link IndexOutOfBoundsException}, so a codec asks {@link #require} first.
 */
public final class Layouts {
    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Layouts() {}

    /** 8 bits unsigned. */
    public static int u8(MemorySegment m, long offset) {
        return Byte.toUnsignedInt(m.get(U8, offset));
    }

    /** 16 bits unsigned. */
    public static int u16(MemorySegment m, long offset) {
        return Short.toUnsignedInt(m.get(U16, offset));
    }

    /** 32 bits; {@link Integer#toUnsignedLong} if they are a count. */
    public static int u32(MemorySegment m, long offset) {
        return m.get(U32, offset);
    }

    /** 64 bits. */
    public static long u64(MemorySegment m, long offset) {
        return m.get(U64, offset);
    }

    /** Writes the lowest 8 bits. */
    public static void u8(MemorySegment m, long offset, int value) {
        m.set(U8, offset, (byte) value);
    }

    /** Writes the lowest 16 bits. */
    public static void u16(MemorySegment m, long offset, int value) {
        m.set(U16, offset, (short) value);
    }

    /** Writes 32 bits. */
    public static void u32(MemorySegment m, long offset, int value) {
        m.set(U32, offset, value);
    }

    /** Writes 64 bits. */
    public static void u64(MemorySegment m, long offset, long value) {
        m.set(U64, offset, value);
    }

    /**
     * Fails unless {@code length} bytes are there, naming the structure that needs them.
     *
     * @throws DescriptorException if the segment ends before
     */
    public static void require(MemorySegment m, long offset, long length, String what) {
        if (offset < 0 || length < 0 || offset > m.byteSize() - length) {
            throw new DescriptorException(
                    what, offset, "needs " + length + " bytes, the buffer ends at " + m.byteSize());
        }
    }
}
