package org.partita.lib.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;

/**
 * Exchanges what an endpoint has mapped for the ranges of a region, range by range: for nothing, for less access, or
 * for other mappings.
 */
final class Remap implements Work {
    /** What is mapped instead of what was. */
    private interface Instead {
        /** @param ranges of which {@code removed} was mapped */
        List<Mapping> of(List<ConstituentRange> ranges, List<Mapping> removed);
    }

    private final @Nullable Stage stage;
    private final List<ConstituentRange> sorted;
    private final Instead instead;
    private final boolean fresh;
    private final List<Mapping> removed = new ArrayList<>();
    private int done;

    private Remap(@Nullable Stage stage, List<ConstituentRange> sorted, boolean fresh, Instead instead) {
        this.stage = stage;
        this.sorted = sorted;
        this.fresh = fresh;
        this.instead = instead;
    }

    /** Nothing instead. */
    static Remap unmap(@Nullable Stage stage, List<ConstituentRange> sorted) {
        return new Remap(stage, sorted, false, (ranges, was) -> List.of());
    }

    /** The same, with no more data access than this. */
    static Remap limit(@Nullable Stage stage, List<ConstituentRange> sorted, DataAccess own) {
        return new Remap(
                stage,
                sorted,
                false,
                (ranges, was) -> was.stream()
                        .map(m -> m.withAccess(m.read(), m.write() && own == DataAccess.READ_WRITE, m.execute()))
                        .toList());
    }

    /**
     * Other mappings.
     *
     * @param fresh whether nothing is mapped there now
     * @param target in any order; each maps pages of one range; asked when the work begins
     */
    static Remap to(@Nullable Stage stage, List<ConstituentRange> sorted, boolean fresh, List<Mapping> target) {
        return new Remap(stage, sorted, fresh, new Instead() {
            private final List<Mapping> inOrder = new ArrayList<>();
            private int taken;

            @Override
            public List<Mapping> of(List<ConstituentRange> ranges, List<Mapping> was) {
                if (inOrder.isEmpty()) {
                    inOrder.addAll(target);
                    inOrder.sort((a, b) -> Long.compareUnsigned(a.physical(), b.physical()));
                }
                int from = taken;
                long end = Extents.end(ranges.getLast());
                while (taken < inOrder.size()
                        && Long.compareUnsigned(inOrder.get(taken).physical(), end) < 0) {
                    taken++;
                }
                return inOrder.subList(from, taken);
            }
        });
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
        List<ConstituentRange> ranges = sorted.subList(done, next);
        List<Mapping> was = fresh ? List.of() : stage.unmap(ranges);
        removed.addAll(was);
        stage.map(instead.of(ranges, was));
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
            stage.unmap(sorted.subList(0, done));
            stage.map(removed);
        }
        done = 0;
        removed.clear();
    }
}
