package org.partita.core.state;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;

/**
 * Mappings without those of some physical pages, and those.
 *
 * @param left what is not mapped to the pages, in the order of before
 * @param taken what is
 */
record Cut(List<Mapping> left, List<Mapping> taken) {
    /** @param sorted physical ranges in order of address, none of which overlap */
    static Cut of(List<Mapping> mappings, List<ConstituentRange> sorted) {
        List<Mapping> left = new ArrayList<>(mappings.size());
        List<Mapping> taken = new ArrayList<>(sorted.size());
        for (Mapping m : mappings) {
            cut(m, sorted, left, taken);
        }
        return new Cut(List.copyOf(left), List.copyOf(taken));
    }

    private static void cut(Mapping m, List<ConstituentRange> sorted, List<Mapping> left, List<Mapping> taken) {
        long done = 0;
        for (int i = firstEndingAfter(sorted, m.physical()); i < sorted.size(); i++) {
            long from = Math.max(sorted.get(i).address() - m.physical(), 0);
            long to = Math.min(end(sorted.get(i)) - m.physical(), m.size());
            if (from >= m.size()) {
                break;
            }
            if (from > done) {
                left.add(m.part(done, from));
            }
            taken.add(m.part(from, to));
            done = to;
        }
        if (done == 0) {
            left.add(m);
        } else if (done < m.size()) {
            left.add(m.part(done, m.size()));
        }
    }

    private static int firstEndingAfter(List<ConstituentRange> sorted, long address) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int mid = (low + high) >>> 1;
            if (Long.compareUnsigned(end(sorted.get(mid)), address) <= 0) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        return low;
    }

    private static long end(ConstituentRange r) {
        return r.address() + Integer.toUnsignedLong(r.pages()) * PhysicalMemory.PAGE_SIZE;
    }
}
