package org.partita.lib.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;

/** Translations page by page, and what was zeroed. */
final class Book implements Host {
    private static final long PAGE = 4096;

    private final Map<Integer, Pages> stages = new HashMap<>();
    private final List<ConstituentRange> zeroed = new ArrayList<>();

    /** Whether nothing can be zeroed. */
    boolean failing;

    private static final class Pages implements Stage {
        private final List<Mapping> mappings = new ArrayList<>();
        private boolean full;

        @Override
        public List<Mapping> mappings() {
            return joined();
        }

        @Override
        public List<Mapping> exchange(List<ConstituentRange> sorted, UnaryOperator<List<Mapping>> instead) {
            List<Mapping> taken = mappings.stream()
                    .filter(m -> sorted.stream()
                            .anyMatch(
                                    r -> m.physical() >= r.address() && m.physical() < r.address() + r.pages() * PAGE))
                    .toList();
            List<Mapping> more = instead.apply(taken);
            requireRoom(more);
            mappings.removeAll(taken);
            map(more);
            return taken;
        }

        @Override
        public void map(List<Mapping> more) {
            requireRoom(more);
            for (Mapping m : more) {
                for (long page = 0; page < m.size(); page += PAGE) {
                    mappings.add(m.part(page, page + PAGE));
                }
            }
        }

        private void requireRoom(List<Mapping> more) {
            if (full && !more.isEmpty()) {
                throw new IllegalStateException("no room for tables");
            }
        }

        /** What adjoins in one, as a translation keeps it. */
        List<Mapping> joined() {
            List<Mapping> sorted = new ArrayList<>(mappings);
            sorted.sort((a, b) -> Long.compare(a.address(), b.address()));
            List<Mapping> joined = new ArrayList<>();
            for (Mapping m : sorted) {
                Mapping longer = joined.isEmpty() ? null : joined.getLast().joined(m);
                if (longer == null) {
                    joined.add(m);
                } else {
                    joined.set(joined.size() - 1, longer);
                }
            }
            return joined;
        }
    }

    @Override
    public Stage stage(int endpoint) {
        return stages.computeIfAbsent(endpoint, id -> new Pages());
    }

    /** Nothing can be mapped for an endpoint any more. */
    void fill(int endpoint) {
        stages.computeIfAbsent(endpoint, id -> new Pages()).full = true;
    }

    @Override
    public void zero(List<ConstituentRange> physical, boolean secure) {
        if (failing) {
            throw new IllegalStateException("no memory answers");
        }
        zeroed.addAll(physical);
    }

    List<ConstituentRange> zeroed() {
        return zeroed;
    }

    /** Physical address by the endpoint's own. */
    Map<Long, Long> pages(int endpoint) {
        Map<Long, Long> pages = new HashMap<>();
        for (Mapping m : stage(endpoint).mappings()) {
            for (long page = 0; page < m.size(); page += PAGE) {
                pages.put(m.address() + page, m.physical() + page);
            }
        }
        return pages;
    }
}
