package org.partita.benchmarks.prototype;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.ffa.DescriptorException;

/** A transaction descriptor by hand: copied, then parsed into arrays that are used again for the next (FF-A 5.10 to 5.12). */
final class Parsed {
    static final int HEADER = 32;
    static final int ENTRY = 16;
    static final int COMPOSITE = 16;
    static final int RANGE = 16;

    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final boolean[] ATTRIBUTES = new boolean[256];

    static {
        for (int bits = 0; bits < ATTRIBUTES.length; bits++) {
            ATTRIBUTES[bits] = valid(bits);
        }
    }

    int sender;
    int attributes;
    int flags;
    long handle;
    long tag;
    int count;
    final int[] endpoint;
    final int[] data;
    final int[] instruction;
    final boolean[] nonRetrieval;

    /** Ranges of the one composite; none if no entry leads to one. */
    int ranges;

    long[] base = new long[8];
    int[] pages = new int[8];

    private final MemorySegment bytes;

    /** @param buffer bytes of the longest descriptor */
    Parsed(int buffer) {
        bytes = MemorySegment.ofArray(new byte[buffer]);
        int most = buffer / ENTRY;
        endpoint = new int[most];
        data = new int[most];
        instruction = new int[most];
        nonRetrieval = new boolean[most];
    }

    private static boolean valid(int bits) {
        try {
            MemoryAttributes.decode(bits);
            return true;
        } catch (DescriptorException e) {
            return false;
        }
    }

    /** Copies the descriptor, so that nobody changes it meanwhile; whether it can be decoded. */
    boolean read(MemorySegment tx, long length) {
        if (length < HEADER) {
            return false;
        }
        MemorySegment.copy(tx, 0, bytes, 0, length);
        int first = bytes.get(U32, 0);
        sender = first & 0xFFFF;
        attributes = first >>> 16 & 0xFF;
        flags = bytes.get(U32, 4);
        handle = bytes.get(U64, 8);
        tag = bytes.get(U64, 16);
        long entries = Integer.toUnsignedLong(bytes.get(U32, 28));
        boolean fits = entries <= (length - HEADER) / ENTRY;
        if (!ATTRIBUTES[attributes] || first >>> 24 != 0 || bytes.get(U32, 24) != 0 || !fits) {
            return false;
        }
        count = (int) entries;
        return entries(length);
    }

    private boolean entries(long length) {
        long region = -1;
        for (int i = 0; i < count; i++) {
            long at = HEADER + (long) i * ENTRY;
            int word = bytes.get(U32, at);
            int permissions = word >>> 16 & 0xFF;
            endpoint[i] = word & 0xFFFF;
            data[i] = permissions & 3;
            instruction[i] = permissions >>> 2 & 3;
            nonRetrieval[i] = (word >>> 24 & 1) != 0;
            long offset = Integer.toUnsignedLong(bytes.get(U32, at + 4));
            boolean encoded = (permissions & 0xF0) == 0 && data[i] != 3 && instruction[i] != 3 && word >>> 25 == 0;
            if (!encoded || bytes.get(U64, at + 8) != 0 || (region >= 0 && region != offset)) {
                return false;
            }
            region = offset;
        }
        ranges = 0;
        return region <= 0 || composite(region, length);
    }

    private boolean composite(long at, long length) {
        if (at < HEADER + (long) count * ENTRY || at > length - COMPOSITE) {
            return false;
        }
        long total = Integer.toUnsignedLong(bytes.get(U32, at));
        long claimed = Integer.toUnsignedLong(bytes.get(U32, at + 4));
        boolean fits = claimed > 0 && claimed <= (length - at - COMPOSITE) / RANGE;
        if (!fits || bytes.get(U64, at + 8) != 0) {
            return false;
        }
        ranges = (int) claimed;
        if (base.length < ranges) {
            base = new long[ranges];
            pages = new int[ranges];
        }
        long sum = 0;
        for (int i = 0; i < ranges; i++) {
            long range = at + COMPOSITE + (long) i * RANGE;
            long address = bytes.get(U64, range);
            int n = bytes.get(U32, range + 8);
            boolean wraps = Long.compareUnsigned(last(address, n), address) < 0;
            if (bytes.get(U32, range + 12) != 0 || (address & 0xFFF) != 0 || n == 0 || wraps) {
                return false;
            }
            base[i] = address;
            pages[i] = n;
            sum += Integer.toUnsignedLong(n);
        }
        return sum == total;
    }

    private static long last(long address, int n) {
        return address + (Integer.toUnsignedLong(n) << Tenant.PAGE_SHIFT) - 1;
    }

    /** Whether no endpoint is listed twice. */
    boolean distinct() {
        for (int i = 1; i < count; i++) {
            for (int j = 0; j < i; j++) {
                if (endpoint[i] == endpoint[j]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether no two ranges have a page in common. */
    boolean disjoint() {
        for (int i = 1; i < ranges; i++) {
            if (Long.compareUnsigned(base[i - 1], base[i]) > 0) {
                return disjointSorted();
            }
            if (Long.compareUnsigned(last(base[i - 1], pages[i - 1]), base[i]) >= 0) {
                return false;
            }
        }
        return true;
    }

    private boolean disjointSorted() {
        Integer[] order = IntStream.range(0, ranges).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Long.compareUnsigned(base[a], base[b]));
        for (int i = 1; i < order.length; i++) {
            int lower = order[i - 1];
            if (Long.compareUnsigned(last(base[lower], pages[lower]), base[order[i]]) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Writes a descriptor of the same transaction with one entry, for these ranges, to {@code to}; its length, -1 without room. */
    long write(MemorySegment to, int id, int access, int withFlags, long[] at, int[] sizes, int n) {
        long length = HEADER + ENTRY + COMPOSITE + (long) n * RANGE;
        if (length > to.byteSize()) {
            return -1;
        }
        bytes.set(U32, 0, sender | attributes << 16);
        bytes.set(U32, 4, withFlags);
        bytes.set(U64, 8, handle);
        bytes.set(U64, 16, tag);
        bytes.set(U32, 24, 0);
        bytes.set(U32, 28, 1);
        bytes.set(U32, HEADER, id | access << 16);
        bytes.set(U32, HEADER + 4, HEADER + ENTRY);
        bytes.set(U64, HEADER + 8, 0);
        long composite = HEADER + ENTRY;
        long sum = 0;
        for (int i = 0; i < n; i++) {
            long range = composite + COMPOSITE + (long) i * RANGE;
            bytes.set(U64, range, at[i]);
            bytes.set(U32, range + 8, sizes[i]);
            bytes.set(U32, range + 12, 0);
            sum += Integer.toUnsignedLong(sizes[i]);
        }
        bytes.set(U32, composite, (int) sum);
        bytes.set(U32, composite + 4, n);
        bytes.set(U64, composite + 8, 0);
        MemorySegment.copy(bytes, 0, to, 0, length);
        return length;
    }

    /** A relinquish descriptor of one endpoint: its Handle, Flags and ID; false if it is none. */
    boolean readRelinquish(MemorySegment tx) {
        MemorySegment.copy(tx, 0, bytes, 0, 18);
        handle = bytes.get(U64, 0);
        flags = bytes.get(U32, 8);
        count = bytes.get(U32, 12);
        endpoint[0] = bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, 16) & 0xFFFF;
        return count == 1;
    }
}
