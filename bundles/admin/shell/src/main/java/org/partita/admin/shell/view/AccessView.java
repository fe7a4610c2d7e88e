package org.partita.admin.shell.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.ffa.EndpointId;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;

/**
 * Who may access some physical pages now, how, and since which transaction: by the translation regimes themselves, also of
 * those who should have nothing there by the ledger.
 */
public final class AccessView {
    private record Row(Holding holding, long base, long end, int component, String how, String at) {}

    private AccessView() {}

    public static Answer of(List<Holding> holdings, Map<Integer, List<Mapping>> regimes, long base, long end) {
        List<Row> rows = new ArrayList<>();
        for (Holding h : holdings) {
            long from = Math.max(base, h.base());
            long to = Math.min(end, h.base() + h.pages() * PhysicalMemory.PAGE_SIZE);
            List<Integer> named = OwnersView.components(h);
            named.forEach(id -> add(rows, h, from, to, id, regimes.get(id), true));
            regimes.forEach((id, regime) -> {
                if (!named.contains(id)) {
                    add(rows, h, from, to, id, regime, false);
                }
            });
        }
        Table table = new Table(">PHYSICAL", ">PAGES", "COMPONENT", "STATE", "ACCESS", ">ITS ADDRESS", "SINCE");
        rows.forEach(r -> table.row(
                Numbers.hex(r.base),
                String.valueOf((r.end - r.base) / PhysicalMemory.PAGE_SIZE),
                EndpointId.format(r.component),
                r.holding.state(r.component).acronym(),
                r.how,
                r.at,
                OwnersView.since(r.holding)));
        return new Answer(table.toString(), new Json().objects("access", rows, AccessView::json));
    }

    /** A row for each mapping of the pages, and for those between that a component which the ledger names has not mapped. */
    private static void add(
            List<Row> rows,
            Holding h,
            long from,
            long to,
            int component,
            @Nullable List<Mapping> regime,
            boolean named) {
        if (regime == null) {
            rows.add(new Row(h, from, to, component, "manager", "-"));
            return;
        }
        List<Mapping> there = regime.stream()
                .filter(m -> m.physical() < to && from < m.physical() + m.size())
                .sorted(Comparator.comparingLong(Mapping::physical))
                .toList();
        long next = from;
        for (Mapping m : there) {
            long first = Math.max(from, m.physical());
            long last = Math.min(to, m.physical() + m.size());
            if (named && next < first) {
                rows.add(new Row(h, next, first, component, "none", "-"));
            }
            String at = Numbers.hex(m.address() + first - m.physical());
            rows.add(new Row(h, first, last, component, MapView.access(m), at));
            next = Math.max(next, last);
        }
        if (named && next < to) {
            rows.add(new Row(h, next, to, component, "none", "-"));
        }
    }

    private static Json json(Row r) {
        return new Json()
                .hex("physical", r.base)
                .put("pages", (r.end - r.base) / PhysicalMemory.PAGE_SIZE)
                .put("component", r.component)
                .put("state", r.holding.state(r.component).acronym())
                .put("access", r.how)
                .put("address", r.at)
                .put(
                        "handle",
                        r.holding.grant() == null
                                ? null
                                : Numbers.hex(r.holding.grant().handle()))
                .put("origin", OwnersView.origin(r.holding));
    }
}
