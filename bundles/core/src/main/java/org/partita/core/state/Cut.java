package org.partita.core.state;

import java.util.List;
import java.util.function.Consumer;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;

/** Divides mappings where physical ranges begin and end. Costs one pass if both are in the same order. */
final class Cut {
    private final ConstituentRange[] sorted;
    private final Consumer<Mapping> outside;
    private final Consumer<Mapping> inside;

    /** Where the last mapping's search ended. */
    private int near;

    /**
     * @param sorted physical ranges in order of address, none of which overlap
     * @param outside gets what is not mapped to them
     * @param inside gets what is
     */
    Cut(List<ConstituentRange> sorted, Consumer<Mapping> outside, Consumer<Mapping> inside) {
        this.sorted = sorted.toArray(new ConstituentRange[0]);
        this.outside = outside;
        this.inside = inside;
    }

    /** Of the first mapping that is mapped to one of the ranges, or how many mappings there are. */
    static int first(Mapping[] mappings, List<ConstituentRange> sorted) {
        Cut search = new Cut(sorted, m -> {}, m -> {});
        int i = 0;
        while (i < mappings.length && !search.touches(mappings[i])) {
            i++;
        }
        return i;
    }

    private boolean touches(Mapping m) {
        near = firstEndingAfter(m.physical());
        return near < sorted.length && Long.compareUnsigned(sorted[near].address(), m.physical() + m.size()) < 0;
    }

    /** Hands out the parts of a mapping, from its beginning to its end. */
    void add(Mapping m) {
        long size = m.size();
        long done = 0;
        int i = firstEndingAfter(m.physical());
        for (; i < sorted.length; i++) {
            ConstituentRange range = sorted[i];
            long from = Math.max(range.address() - m.physical(), 0);
            long to = Math.min(end(range) - m.physical(), size);
            if (from >= size) {
                break;
            }
            if (from > done) {
                outside.accept(m.part(done, from));
            }
            inside.accept(from == 0 && to == size ? m : m.part(from, to));
            done = to;
            if (to == size) {
                break;
            }
        }
        near = i;
        if (done == 0) {
            outside.accept(m);
        } else if (done < size) {
            outside.accept(m.part(done, size));
        }
    }

    private int firstEndingAfter(long address) {
        for (int i = near; i < sorted.length && i < near + 2; i++) {
            if (endsAfter(i, address) && (i == 0 || !endsAfter(i - 1, address))) {
                return i;
            }
        }
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int mid = (low + high) >>> 1;
            if (endsAfter(mid, address)) {
                high = mid;
            } else {
                low = mid + 1;
            }
        }
        return low;
    }

    private boolean endsAfter(int i, long address) {
        return Long.compareUnsigned(end(sorted[i]), address) > 0;
    }

    private static long end(ConstituentRange r) {
        return r.address() + Integer.toUnsignedLong(r.pages()) * PhysicalMemory.PAGE_SIZE;
    }
}
