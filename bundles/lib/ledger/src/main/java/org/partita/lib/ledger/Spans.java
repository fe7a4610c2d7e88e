package org.partita.lib.ledger;

import java.util.Arrays;

/** Spans of addresses in order, none of which overlap. Looking at one and then at the next ones costs no search. */
final class Spans {
    private long[] bases;
    private long[] ends;
    private int count;

    /** Where the last search ended, and the span without any that was found there. */
    private int near;

    private long gapBase;
    private long gapEnd;

    /** @param capacity how many there may be before arrays are made longer */
    Spans(int capacity) {
        bases = new long[capacity];
        ends = new long[capacity];
    }

    /** Adds a span that begins behind the last or in it. */
    void join(long base, long end) {
        if (count > 0 && base <= ends[count - 1]) {
            ends[count - 1] = Math.max(ends[count - 1], end);
        } else {
            put(count, base, end);
        }
    }

    /** Adds a span if it overlaps none. */
    boolean insert(long base, long end) {
        gapEnd = gapBase;
        if (count == 0 || base > ends[count - 1]) {
            put(count, base, end);
            return true;
        }
        int i = firstEndingAfter(base);
        if (i < count && bases[i] < end) {
            return false;
        }
        if (i > 0 && ends[i - 1] == base) {
            ends[i - 1] = end;
        } else {
            put(i, base, end);
        }
        return true;
    }

    /** The end of the first span that overlaps this one; -1 if there is none. */
    long inTheWay(long base, long end) {
        if (base >= gapBase && end <= gapEnd) {
            return -1;
        }
        int i = firstEndingAfter(base);
        gapBase = i == 0 ? 0 : ends[i - 1];
        gapEnd = i == count ? Long.MAX_VALUE : bases[i];
        return end > gapEnd ? ends[i] : -1;
    }

    private void put(int i, long base, long end) {
        if (count == bases.length) {
            int length = Math.max(8, count * 2);
            bases = Arrays.copyOf(bases, length);
            ends = Arrays.copyOf(ends, length);
        }
        System.arraycopy(bases, i, bases, i + 1, count - i);
        System.arraycopy(ends, i, ends, i + 1, count - i);
        bases[i] = base;
        ends[i] = end;
        count++;
    }

    private int firstEndingAfter(long address) {
        for (int i = near; i <= count && i < near + 2; i++) {
            if ((i == count || ends[i] > address) && (i == 0 || ends[i - 1] <= address)) {
                near = i;
                return i;
            }
        }
        int low = 0;
        int high = count;
        while (low < high) {
            int mid = (low + high) >>> 1;
            if (ends[mid] <= address) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        near = low;
        return low;
    }
}
