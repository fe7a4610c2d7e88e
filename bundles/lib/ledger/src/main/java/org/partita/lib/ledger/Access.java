package org.partita.lib.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;

/**
 * Gives an endpoint access to the ranges of a region. Prepared range by range, in entries that no translation uses; they
 * take effect together with the commit, for until then the region is not mapped for who has no access (FF-A Table 5.2).
 */
final class Access implements Work {
    private final @Nullable Stage stage;
    private final List<ConstituentRange> sorted;
    private final boolean fresh;
    private final List<Mapping> target;
    private int prepared;
    private boolean effective;

    /** What was mapped before it took effect. */
    private List<Mapping> removed = List.of();

    /**
     * @param fresh whether nothing is mapped there now
     * @param target looked at when it takes effect
     */
    Access(@Nullable Stage stage, List<ConstituentRange> sorted, boolean fresh, List<Mapping> target) {
        this.stage = stage;
        this.sorted = sorted;
        this.fresh = fresh;
        this.target = target;
    }

    @Override
    public int apply(int operations) {
        int count = stage == null ? 0 : Math.min(operations, sorted.size() - prepared);
        prepared += count;
        return count;
    }

    @Override
    public boolean done() {
        return stage == null || prepared == sorted.size();
    }

    @Override
    public void takeEffect() {
        if (stage == null || effective) {
            return;
        }
        if (fresh) {
            stage.map(target);
        } else {
            removed = stage.exchange(sorted, was -> target);
        }
        effective = true;
    }

    @Override
    public void undo() {
        if (stage != null && effective) {
            List<Mapping> before = removed;
            stage.exchange(sorted, now -> before);
        }
        effective = false;
        prepared = 0;
    }
}
