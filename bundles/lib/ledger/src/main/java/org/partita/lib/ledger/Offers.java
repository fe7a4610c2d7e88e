package org.partita.lib.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Grant;

/** Transactions that have begun and have no handle yet: few, one for each call that is being answered. */
final class Offers {
    private static final long NUMBER_OF_OFFER = 1L << 62;

    private final List<Entry> entries = new ArrayList<>();
    private long last;

    /** A number that no handle has. */
    long next() {
        return NUMBER_OF_OFFER | ++last;
    }

    void add(Entry e) {
        entries.add(e);
    }

    void remove(Entry e) {
        entries.remove(e);
    }

    List<Entry> all() {
        return entries;
    }

    /** Those of a Sender. */
    List<Entry> of(int sender) {
        return entries.stream().filter(e -> e.grant.sender() == sender).toList();
    }

    @Nullable
    Grant find(long number) {
        Entry e = first(x -> x.grant.handle() == number);
        return e == null ? null : e.grant;
    }

    @Nullable
    Grant find(int sender, List<ConstituentRange> physical) {
        Entry e = first(x -> x.grant.sender() == sender && x.grant.ranges().equals(physical));
        return e == null ? null : e.grant;
    }

    @SuppressWarnings("ReferenceEquality") // two offers may look alike
    Entry known(Grant offer) {
        Entry e = first(x -> x.grant == offer);
        if (e == null) {
            throw new IllegalStateException("no such offer: " + offer);
        }
        return e;
    }

    private @Nullable Entry first(Predicate<Entry> suits) {
        for (Entry e : entries) {
            if (suits.test(e)) {
                return e;
            }
        }
        return null;
    }
}
