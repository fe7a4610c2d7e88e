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

    private record Span(long base, long end) {}

    private final List<Span> used = new ArrayList<>();

    /**
     * @param mapped what is mapped
     * @param kept mappings that are gone for now and come back
     */
    Gaps(List<Mapping> mapped, List<Mapping> kept) {
        List<Span> all = new ArrayList<>(mapped.size() + kept.size());
        mapped.forEach(m -> all.add(new Span(m.address(), m.end())));
        kept.forEach(m -> all.add(new Span(m.address(), m.end())));
        all.sort((a, b) -> Long.compare(a.base, b.base));
        all.forEach(this::join);
    }

    /** Adds a span that begins behind the last or in it: what a Lender keeps may be mapped too, in a share. */
    private void join(Span next) {
        Span last = used.isEmpty() ? null : used.getLast();
        if (last != null && next.base < last.end) {
            used.set(used.size() - 1, new Span(last.base, Math.max(last.end, next.end)));
        } else {
            used.add(next);
        }
    }

    /** One range for each of the grant's, in order; empty if there is no room. */
    List<ConstituentRange> place(Grant grant, long alignment) {
        List<ConstituentRange> places = new ArrayList<>();
        for (ConstituentRange r : grant.ranges()) {
            long size = Extents.end(r) - r.address();
            long at = r.address() % alignment == 0 && free(r.address(), r.address() + size)
                    ? r.address()
                    : first(size, alignment);
            if (at < 0) {
                return List.of();
            }
            places.add(new ConstituentRange(at, r.pages()));
            take(at, at + size);
        }
        return places;
    }

    /** Whether these are free, and none overlaps another. */
    boolean free(List<ConstituentRange> addresses) {
        for (ConstituentRange r : addresses) {
            if (r.address() < 0 || Extents.end(r) > LIMIT || !free(r.address(), Extents.end(r))) {
                return false;
            }
            take(r.address(), Extents.end(r));
        }
        return true;
    }

    private boolean free(long base, long end) {
        int i = position(base);
        boolean before = i == 0 || used.get(i - 1).end <= base;
        boolean after = i == used.size() || end <= used.get(i).base;
        return before && after && end <= LIMIT;
    }

    private long first(long size, long alignment) {
        long at = alignment;
        for (Span s : used) {
            if (at + size <= s.base) {
                return at;
            }
            at = Math.max(at, (s.end + alignment - 1) & -alignment);
        }
        return at + size <= LIMIT ? at : -1;
    }

    private void take(long base, long end) {
        used.add(position(base), new Span(base, end));
    }

    /** Of the first span that begins at the address or after it. */
    private int position(long base) {
        int low = 0;
        int high = used.size();
        while (low < high) {
            int mid = (low + high) >>> 1;
            if (used.get(mid).base < base) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        return low;
    }
}
