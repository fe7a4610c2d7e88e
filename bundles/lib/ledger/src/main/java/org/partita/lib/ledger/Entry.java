package org.partita.lib.ledger;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Mapping;

/** A transaction that is under way. Extents are compared by it, so it has identity. */
final class Entry {
    /** As it is now. */
    Grant grant;

    /** The physical ranges in order of address. */
    final List<ConstituentRange> sorted;

    /** Whether its Owner is gone, so that nobody will reclaim it. */
    boolean orphan;

    /** The Handle that was reserved for it, or 0. */
    final long reserved;

    /** What is under way. */
    final List<Change> changes = new ArrayList<>(1);

    /** Endpoints that were terminated before it had its Handle. */
    final List<Integer> gone = new ArrayList<>(0);

    /** What the Sender had mapped there and does not have now; its addresses stay its own. */
    List<Mapping> had = List.of();

    /**
     * @param proposal with the Handle that was reserved for it, or 0
     * @param number identifies it until it gets its Handle
     */
    Entry(Grant proposal, long number) {
        grant = proposal.identified(number);
        reserved = proposal.handle();
        sorted = sorted(grant.ranges());
    }

    /** The ranges in order of address: the same list, if they are. */
    static List<ConstituentRange> sorted(List<ConstituentRange> ranges) {
        long last = 0;
        for (ConstituentRange r : ranges) {
            if (Long.compareUnsigned(r.address(), last) < 0) {
                List<ConstituentRange> copy = new ArrayList<>(ranges);
                copy.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
                return List.copyOf(copy);
            }
            last = r.address();
        }
        return ranges;
    }

    /** Whether a component can't begin a change, for another is under way. */
    boolean keeps(int component) {
        return changes.stream().anyMatch(c -> c.keeps(component));
    }

    /** Whether somebody is about to have access. */
    boolean retrieving() {
        return changes.stream().anyMatch(Change::retrieves);
    }
}
