package org.partita.it.memory.model;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.partita.api.memory.AccessState;

/** States of a page for its Owner and for another endpoint that occurred together (FF-A Table 5.4). */
final class Pairs {
    private final Map<AccessState, Set<AccessState>> seen = new EnumMap<>(AccessState.class);

    /** Counts nothing without an Owner to compare with. */
    void add(@Nullable AccessState owner, AccessState other) {
        if (owner != null) {
            seen.computeIfAbsent(owner, o -> EnumSet.noneOf(AccessState.class)).add(other);
        }
    }

    /** As {@code Owner-EA !Owner-NA}. */
    Set<String> all() {
        Set<String> all = new TreeSet<>();
        seen.forEach((owner, others) -> others.forEach(o -> all.add(owner.acronym() + " " + o.acronym())));
        return all;
    }
}
