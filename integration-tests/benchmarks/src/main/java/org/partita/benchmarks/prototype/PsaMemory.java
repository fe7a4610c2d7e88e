package org.partita.benchmarks.prototype;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Secure and Non-secure memory in pages, and who may access what at isolation level 1. */
public final class PsaMemory {
    /** Where Non-secure memory begins. */
    public static final long NON_SECURE = 0x2000_0000L;

    static final long SECURE = 0x3000_0000L;

    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int PAGES = 256;
    private static final int PAGE_SHIFT = 12;
    private static final long PAGE = 1L << PAGE_SHIFT;
    private static final long SIZE = PAGES * PAGE;
    private static final long END = 1L << 32;

    private final MemorySegment[] secure = pages();
    private final MemorySegment[] nonSecure = pages();

    private static MemorySegment[] pages() {
        MemorySegment[] pages = new MemorySegment[PAGES];
        for (int i = 0; i < PAGES; i++) {
            pages[i] = Arena.global().allocate(PAGE, PAGE);
        }
        return pages;
    }

    /** Whether bytes are in 32-bit addresses, and in memory that the Non-secure world, or a partition, may access. */
    static boolean accessible(long address, long length, boolean byNonSecure) {
        return length == 0
                || (address + length <= END
                        && (within(address, length, NON_SECURE) || (!byNonSecure && within(address, length, SECURE))));
    }

    private static boolean within(long address, long length, long base) {
        long offset = address - base;
        return offset >= 0 && offset <= SIZE - length;
    }

    private MemorySegment page(long address) {
        if (within(address, 1, NON_SECURE)) {
            return nonSecure[(int) ((address - NON_SECURE) >>> PAGE_SHIFT)];
        }
        if (within(address, 1, SECURE)) {
            return secure[(int) ((address - SECURE) >>> PAGE_SHIFT)];
        }
        throw new IllegalArgumentException("nothing is at 0x" + Long.toHexString(address));
    }

    int load(long address) {
        return page(address).get(U32, address & (PAGE - 1));
    }

    void store(long address, int word) {
        page(address).set(U32, address & (PAGE - 1), word);
    }

    /** Reads 8 bytes of a page. */
    public long read64(long address) {
        return page(address).get(U64, address & (PAGE - 1));
    }

    /** Writes bytes of a page. */
    public void write(long address, MemorySegment from) {
        MemorySegment.copy(from, 0, page(address), address & (PAGE - 1), from.byteSize());
    }

    void copy(long from, long to, long length) {
        long done = 0;
        while (done < length) {
            long source = from + done;
            long target = to + done;
            long room = PAGE - Math.max(source & (PAGE - 1), target & (PAGE - 1));
            long part = Math.min(length - done, room);
            MemorySegment.copy(page(source), source & (PAGE - 1), page(target), target & (PAGE - 1), part);
            done += part;
        }
    }
}
