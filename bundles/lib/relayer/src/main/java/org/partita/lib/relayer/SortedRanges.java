package org.partita.lib.relayer;

import java.util.Arrays;
import java.util.List;
import org.partita.api.ffa.ConstituentRange;

/** Physical ranges that are sorted once, to be asked often whether others overlap them. */
public final class SortedRanges {
    private static final int PAGE_SHIFT = 12;

    /** In order of address; the ends ascend too, whatever overlaps. */
    private final long[] bases;

    private final long[] ends;

    // where none of the ranges is, around what was asked last
    private long gap;
    private long gapEnd;

    /** The ranges of both lists: of RX and of TX. */
    public SortedRanges(List<ConstituentRange> some, List<ConstituentRange> others) {
        ConstituentRange[] both = new ConstituentRange[some.size() + others.size()];
        int i = 0;
        for (ConstituentRange r : some) {
            both[i++] = r;
        }
        for (ConstituentRange r : others) {
            both[i++] = r;
        }
        Arrays.sort(both, (a, b) -> Long.compare(a.address(), b.address()));
        bases = new long[both.length];
        ends = new long[both.length];
        long last = 0;
        for (i = 0; i < both.length; i++) {
            last = Math.max(last, both[i].address() + size(both[i]));
            bases[i] = both[i].address();
            ends[i] = last;
        }
    }

    /** Whether one of these ranges overlaps. */
    public boolean overlap(List<ConstituentRange> physical) {
        for (ConstituentRange r : physical) {
            if (overlap(r.address(), size(r))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a range overlaps.
     *
     * @param address physical address, of 63 bits
     * @param size in bytes
     */
    public boolean overlap(long address, long size) {
        long end = address + size;
        if (address >= gap && end <= gapEnd) {
            return false;
        }
        int i = firstEndingAfter(address);
        gap = i == 0 ? 0 : ends[i - 1];
        gapEnd = i == bases.length ? Long.MAX_VALUE : bases[i];
        return end > gapEnd;
    }

    private int firstEndingAfter(long address) {
        int low = 0;
        int high = ends.length;
        while (low < high) {
            int mid = (low + high) >>> 1;
            if (ends[mid] <= address) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        return low;
    }

    private static long size(ConstituentRange r) {
        return Integer.toUnsignedLong(r.pages()) << PAGE_SHIFT;
    }
}
