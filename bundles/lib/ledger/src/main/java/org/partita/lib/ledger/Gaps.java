package org.partita.lib.ledger;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Mapping;

/** Addresses of an endpoint that nothing is mapped at: those with the value of the physical address first. */
final class Gaps {
    /** Beyond this no stage translates: 48 bits of input address. */
    private static final long LIMIT = 1L << 48;

    private final Spans used;
    private final Spans taken = new Spans(0);

    /** Below this there was no room for a range that was not placed at its physical address. */
    private long from;

    /**
     * @param mapped what is mapped, in order of address
     * @param kept mappings that are gone for now and come back, in any order
     */
    Gaps(List<Mapping> mapped, List<Mapping> kept) {
        used = new Spans(mapped.size() + kept.size());
        List<Mapping> all = mapped;
        if (!kept.isEmpty()) {
            all = new ArrayList<>(mapped);
            all.addAll(kept);
            all.sort((a, b) -> Long.compare(a.address(), b.address()));
        }
        for (Mapping m : all) {
            used.join(m.address(), m.end());
        }
    }

    /** One range for each of the grant's, in order; empty if there is no room. */
    List<ConstituentRange> place(Grant grant, long alignment) {
        List<ConstituentRange> ranges = grant.ranges();
        if (allFree(ranges, alignment)) {
            // none overlaps another, and so none of these
            return ranges;
        }
        ConstituentRange[] places = new ConstituentRange[ranges.size()];
        for (int i = 0; i < places.length; i++) {
            ConstituentRange r = ranges.get(i);
            long size = Extents.end(r) - r.address();
            boolean same = (r.address() & alignment - 1) == 0 && take(r.address(), r.address() + size);
            long at = same ? r.address() : elsewhere(size, alignment);
            if (at < 0) {
                return List.of();
            }
            places[i] = same ? r : new ConstituentRange(at, r.pages());
        }
        return List.of(places);
    }

    private boolean allFree(List<ConstituentRange> ranges, long alignment) {
        for (ConstituentRange r : ranges) {
            if ((r.address() & alignment - 1) != 0 || !free(r.address(), Extents.end(r))) {
                return false;
            }
        }
        return true;
    }

    /** Whether these are free, and none overlaps another. */
    boolean free(List<ConstituentRange> addresses) {
        // while they ascend, the last one says whether they overlap
        boolean ascending = true;
        long last = 0;
        for (ConstituentRange r : addresses) {
            long base = r.address();
            long end = Extents.end(r);
            if (!free(base, end)) {
                return false;
            }
            ascending &= base >= last;
            last = end;
        }
        return ascending || disjoint(addresses);
    }

    private boolean disjoint(List<ConstituentRange> addresses) {
        for (ConstituentRange r : addresses) {
            if (!taken.insert(r.address(), Extents.end(r))) {
                return false;
            }
        }
        return true;
    }

    private boolean free(long base, long end) {
        return base >= 0 && base < end && end <= LIMIT && used.inTheWay(base, end) < 0;
    }

    /** Takes a span if it is free. */
    private boolean take(long base, long end) {
        return free(base, end) && taken.insert(base, end);
    }

    /** Takes the next span that is free; goes on where the last one was found, so that all of them cost one walk. */
    private long elsewhere(long size, long alignment) {
        long began = from;
        long found = next(Math.max(began, alignment), size, alignment);
        if (found < 0) {
            found = next(alignment, size, alignment);
        }
        if (found >= 0) {
            from = found + size;
            taken.insert(found, found + size);
        }
        return found;
    }

    private long next(long beginning, long size, long alignment) {
        long at = (beginning + alignment - 1) & -alignment;
        while (at + size <= LIMIT) {
            long end = Math.max(used.inTheWay(at, at + size), taken.inTheWay(at, at + size));
            if (end < 0) {
                return at;
            }
            at = (end + alignment - 1) & -alignment;
        }
        return -1;
    }
}
