package org.partita.api.descriptor;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.DescriptorException;
import org.partita.api.ffa.Layouts;
import org.partita.api.ffa.Rule;

/**
 * A composite memory region descriptor (FF-A Table 5.13): the ranges of pages that make up a region, in the order that is
 * kept. Each range has pages, begins at a multiple of 4K and ends within 64 bits; whether ranges overlap is asked with
 * {@link #requireDisjoint}.
 *
 * @param pages count of 4 KiB pages of all ranges, 1 to 2^32 - 1
 * @param ranges one or more
 */
public record CompositeRegion(long pages, List<ConstituentRange> ranges) {
    /** Bytes before the ranges. */
    public static final int HEADER = 16;

    private static final long MOST_PAGES = 0xFFFF_FFFFL;
    private static final int PAGE_SHIFT = 12;

    /** @throws IllegalArgumentException if the ranges do not have that many pages, or one of them is not valid */
    public CompositeRegion {
        ranges = List.copyOf(ranges);
        long sum = 0;
        for (ConstituentRange range : ranges) {
            Rule broken = broken(range);
            if (broken != null) {
                throw new IllegalArgumentException(range + ": " + broken.text() + " (FF-A " + broken.section() + ")");
            }
            sum += Integer.toUnsignedLong(range.pages());
        }
        if (pages != sum || pages < 1 || pages > MOST_PAGES) {
            throw new IllegalArgumentException(pages + " pages in ranges that have " + sum
                    + ": has to be their sum, 1 to " + MOST_PAGES + " (FF-A Table 5.13)");
        }
    }

    /**
     * The region that these ranges make up.
     *
     * @throws IllegalArgumentException if there is none, one is not valid, or they have more than 2^32 - 1 pages
     */
    public static CompositeRegion of(List<ConstituentRange> ranges) {
        return new CompositeRegion(sum(ranges), ranges);
    }

    /**
     * The region that these ranges make up.
     *
     * @throws IllegalArgumentException if there is none, one is not valid, or they have more than 2^32 - 1 pages
     */
    public static CompositeRegion of(ConstituentRange... ranges) {
        return of(List.of(ranges));
    }

    /** Bytes of the descriptor with its ranges. */
    public long size() {
        return range(ranges.size());
    }

    /** Offset of a range, and of its Address, in the descriptor. */
    public static long range(int index) {
        return HEADER + (long) index * ConstituentRange.SIZE;
    }

    /** Writes the descriptor at {@code offset}. */
    public void encode(MemorySegment to, long offset) {
        Layouts.require(to, offset, size(), "composite memory region descriptor");
        Layouts.u32(to, offset, (int) pages);
        Layouts.u32(to, offset + 4, ranges.size());
        Layouts.u64(to, offset + 8, 0);
        long at = offset + HEADER;
        for (ConstituentRange range : ranges) {
            range.encode(to, at);
            at += ConstituentRange.SIZE;
        }
    }

    /**
     * Reads the descriptor at {@code offset}; the claimed count of ranges is checked against the length of the segment
     * before anything is allocated.
     *
     * @throws DescriptorException naming the field and its offset in the segment
     */
    public static CompositeRegion decode(MemorySegment from, long offset) {
        Layouts.require(from, offset, HEADER, "composite memory region descriptor");
        long total = Integer.toUnsignedLong(Layouts.u32(from, offset));
        long count = count(from, offset);
        if (count == 0 || count > (from.byteSize() - offset - HEADER) / ConstituentRange.SIZE) {
            throw new DescriptorException(
                    MemoryRules.RANGE_COUNT,
                    offset + 4,
                    count,
                    count + " ranges, " + (from.byteSize() - offset - HEADER) + " bytes");
        }
        if (Layouts.u64(from, offset + 8) != 0) {
            throw MemoryRules.broken(MemoryRules.COMPOSITE_RESERVED, offset + 8, Layouts.u64(from, offset + 8));
        }
        ConstituentRange[] ranges = new ConstituentRange[(int) count];
        long at = offset + HEADER;
        long sum = 0;
        for (int i = 0; i < ranges.length; i++) {
            ConstituentRange range = ConstituentRange.decode(from, at);
            requireValid(range, at);
            sum += Integer.toUnsignedLong(range.pages());
            ranges[i] = range;
            at += ConstituentRange.SIZE;
        }
        if (sum != total) {
            throw new DescriptorException(MemoryRules.TOTAL, offset, total, total + " pages, the ranges have " + sum);
        }
        return new CompositeRegion(total, List.of(ranges));
    }

    /** What the descriptor at {@code offset} claims. */
    static long count(MemorySegment from, long offset) {
        return Integer.toUnsignedLong(Layouts.u32(from, offset + 4));
    }

    /**
     * Fails if two ranges have a page in common. Costs one pass, and a sorted copy before it if the ranges are not in the
     * order of their addresses.
     *
     * @param at byte offset of this descriptor in the one that includes it, for the exception
     * @throws DescriptorException at the Address of a range that overlaps one before it
     */
    public void requireDisjoint(long at) {
        if (ascending(at)) {
            return;
        }
        ConstituentRange[] sorted = ranges.toArray(new ConstituentRange[0]);
        Arrays.sort(sorted, (a, b) -> Long.compareUnsigned(a.address(), b.address()));
        for (int i = 1; i < sorted.length; i++) {
            if (overlap(sorted[i - 1], sorted[i])) {
                int later = Math.max(ranges.lastIndexOf(sorted[i - 1]), ranges.lastIndexOf(sorted[i]));
                throw overlap(at, later);
            }
        }
    }

    /** As {@link #requireDisjoint(long)}, with offsets from the start of this descriptor. */
    public void requireDisjoint() {
        requireDisjoint(0);
    }

    /** Whether all addresses ascend; fails if ranges overlap as far as they do. */
    private boolean ascending(long at) {
        ConstituentRange lower = null;
        int i = 0;
        for (ConstituentRange upper : ranges) {
            if (lower != null) {
                if (Long.compareUnsigned(lower.address(), upper.address()) > 0) {
                    return false;
                }
                if (overlap(lower, upper)) {
                    throw overlap(at, i);
                }
            }
            lower = upper;
            i++;
        }
        return true;
    }

    private DescriptorException overlap(long at, int index) {
        ConstituentRange range = ranges.get(index);
        return new DescriptorException(
                MemoryRules.OVERLAP,
                at + range(index),
                range.address(),
                Integer.toUnsignedString(range.pages()) + " pages at 0x" + Long.toHexString(range.address())
                        + " overlap another range");
    }

    private static boolean overlap(ConstituentRange lower, ConstituentRange upper) {
        return Long.compareUnsigned(last(lower), upper.address()) >= 0;
    }

    private static long last(ConstituentRange range) {
        return range.address() + (Integer.toUnsignedLong(range.pages()) << PAGE_SHIFT) - 1;
    }

    private static long sum(List<ConstituentRange> ranges) {
        long sum = 0;
        for (ConstituentRange range : ranges) {
            sum += Integer.toUnsignedLong(range.pages());
        }
        return sum;
    }

    private static void requireValid(ConstituentRange range, long at) {
        Rule broken = broken(range);
        if (broken == MemoryRules.ADDRESS) {
            throw MemoryRules.broken(broken, at, range.address());
        }
        if (broken != null) {
            throw new DescriptorException(
                    broken,
                    at + 8,
                    Integer.toUnsignedLong(range.pages()),
                    Integer.toUnsignedString(range.pages()) + " pages at 0x" + Long.toHexString(range.address()));
        }
    }

    /**
     * The rule that a range breaks, or null. Table 5.14 does not say that a range has pages; one without describes
     * nothing, so it is no constituent. One that ends with the last page of 64 bits is within them.
     */
    private static @Nullable Rule broken(ConstituentRange range) {
        if ((range.address() & (1 << PAGE_SHIFT) - 1) != 0) {
            return MemoryRules.ADDRESS;
        }
        boolean wraps = Long.compareUnsigned(last(range), range.address()) < 0;
        return range.pages() == 0 || wraps ? MemoryRules.PAGE_COUNT : null;
    }
}
