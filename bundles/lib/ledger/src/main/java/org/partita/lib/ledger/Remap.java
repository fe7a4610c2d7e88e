package org.partita.lib.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;

/** Exchanges what an endpoint has mapped for the ranges of a region, range by range: for nothing, or for less access. */
final class Remap implements Work {
    private final @Nullable Stage stage;
    private final List<ConstituentRange> sorted;
    private final UnaryOperator<List<Mapping>> less;
    private final List<Mapping> removed = new ArrayList<>();
    private int done;

    private Remap(@Nullable Stage stage, List<ConstituentRange> sorted, UnaryOperator<List<Mapping>> less) {
        this.stage = stage;
        this.sorted = sorted;
        this.less = less;
    }

    /** Nothing instead. */
    static Remap unmap(@Nullable Stage stage, List<ConstituentRange> sorted) {
        return new Remap(stage, sorted, was -> List.of());
    }

    /** The same, with no more data access than this. */
    static Remap limit(@Nullable Stage stage, List<ConstituentRange> sorted, DataAccess own) {
        return new Remap(
                stage,
                sorted,
                was -> was.stream()
                        .map(m -> m.withAccess(m.read(), m.write() && own == DataAccess.READ_WRITE, m.execute()))
                        .toList());
    }

    /** What was mapped, as far as it is exchanged. */
    List<Mapping> removed() {
        return removed;
    }

    @Override
    public int apply(int operations) {
        if (stage == null) {
            done = sorted.size();
            return 0;
        }
        int next = operations >= sorted.size() - done ? sorted.size() : done + operations;
        if (next == done) {
            return 0;
        }
        removed.addAll(stage.exchange(sorted.subList(done, next), less));
        int count = next - done;
        done = next;
        return count;
    }

    @Override
    public boolean done() {
        return stage == null || done == sorted.size();
    }

    @Override
    public void undo() {
        if (stage != null && done > 0) {
            List<Mapping> before = List.copyOf(removed);
            stage.exchange(sorted.subList(0, done), now -> before);
        }
        done = 0;
        removed.clear();
    }
}
