package org.partita.lib.ledger;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.ConstituentRange;

/**
 * The physical ranges that take part in transactions, in order of address. Those of a transaction are put in and taken out
 * together.
 */
final class Marks {
    private static final int FIRST_CAPACITY = 16;

    private long[] bases = new long[FIRST_CAPACITY];
    private long[] ends = new long[FIRST_CAPACITY];
    private @Nullable Entry[] entries = new @Nullable Entry[FIRST_CAPACITY];
    private int count;

    int count() {
        return count;
    }

    long base(int i) {
        return i < count ? bases[i] : Long.MAX_VALUE;
    }

    long end(int i) {
        return ends[i];
    }

    @Nullable
    Entry entry(int i) {
        return entries[i];
    }

    /** @param sorted ranges in order of address, none of which overlap each other or those that are here */
    void put(List<ConstituentRange> sorted, Entry entry) {
        int behind = firstEndingAfter(Extents.end(sorted.getLast()));
        int first = firstEndingAfter(sorted.getFirst().address());
        int more = sorted.size();
        require(count + more);
        move(behind, behind + more, count - behind);
        int from = behind - 1;
        int to = behind + more - 1;
        for (int i = more - 1; i >= 0; i--) {
            ConstituentRange r = sorted.get(i);
            while (from >= first && bases[from] > r.address()) {
                set(to--, bases[from], ends[from], entries[from]);
                from--;
            }
            set(to--, r.address(), Extents.end(r), entry);
        }
        count += more;
    }

    private void set(int i, long base, long end, @Nullable Entry entry) {
        bases[i] = base;
        ends[i] = end;
        entries[i] = entry;
    }

    /** Takes out ranges that were put in together; those that are not here are not missed. */
    void remove(List<ConstituentRange> sorted) {
        int first = firstEndingAfter(sorted.getFirst().address());
        int behind = firstEndingAfter(Extents.end(sorted.getLast()));
        int to = first;
        int r = 0;
        for (int i = first; i < behind; i++) {
            while (r < sorted.size() && sorted.get(r).address() < bases[i]) {
                r++;
            }
            if (r == sorted.size() || sorted.get(r).address() != bases[i]) {
                set(to++, bases[i], ends[i], entries[i]);
            }
        }
        move(behind, to, count - behind);
        int left = to + count - behind;
        Arrays.fill(entries, left, count, null);
        count = left;
    }

    /** Whether one of these ranges takes part in a transaction. */
    boolean any(List<ConstituentRange> ranges) {
        if (count == 0) {
            return false;
        }
        // where none is, around the last range
        long base = 0;
        long end = 0;
        for (ConstituentRange r : ranges) {
            long last = Extents.end(r);
            if (r.address() >= base && last <= end) {
                continue;
            }
            int i = firstEndingAfter(r.address());
            base = i == 0 ? 0 : ends[i - 1];
            end = base(i);
            if (last > end) {
                return true;
            }
        }
        return false;
    }

    /** Of the first range that ends behind an address. */
    int firstEndingAfter(long address) {
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
        return low;
    }

    private void move(int from, int to, int length) {
        System.arraycopy(bases, from, bases, to, length);
        System.arraycopy(ends, from, ends, to, length);
        System.arraycopy(entries, from, entries, to, length);
    }

    private void require(int capacity) {
        if (capacity > bases.length) {
            int length = Math.max(capacity, bases.length * 2);
            bases = Arrays.copyOf(bases, length);
            ends = Arrays.copyOf(ends, length);
            entries = Arrays.copyOf(entries, length);
        }
    }
}
