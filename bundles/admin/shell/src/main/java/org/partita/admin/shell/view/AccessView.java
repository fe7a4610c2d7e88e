package org.partita.admin.shell.view;

import java.util.ArrayList;
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

/** Who may access some physical pages now, how, and since which transaction: by the translation regimes themselves. */
public final class AccessView {
    private record Row(Holding holding, long base, long end, int component, String how, String at) {}

    private AccessView() {}

    public static Answer of(List<Holding> holdings, Map<Integer, List<Mapping>> regimes, long base, long end) {
        List<Row> rows = new ArrayList<>();
        for (Holding h : holdings) {
            long from = Math.max(base, h.base());
            long to = Math.min(end, h.base() + h.pages() * PhysicalMemory.PAGE_SIZE);
            for (int component : OwnersView.components(h)) {
                rows.add(row(h, from, to, component, regimes));
            }
        }
        Table table = new Table(">PHYSICAL", ">PAGES", "COMPONENT", "STATE", "ACCESS", ">ITS ADDRESS", "SINCE");
        rows.forEach(r -> table.row(
                Numbers.hex(r.base),
                String.valueOf((r.end - r.base) / PhysicalMemory.PAGE_SIZE),
                EndpointId.format(r.component),
                r.holding.state(r.component).acronym(),
                r.how,
                r.at,
                OwnersView.since(r.holding.grant())));
        return new Answer(table.toString(), new Json().objects("access", rows, AccessView::json));
    }

    private static Row row(Holding h, long from, long to, int component, Map<Integer, List<Mapping>> regimes) {
        @Nullable List<Mapping> regime = regimes.get(component);
        if (regime == null) {
            return new Row(h, from, to, component, "manager", "-");
        }
        for (Mapping m : regime) {
            if (m.physical() < to && from < m.physical() + m.size()) {
                long at = m.address() + Math.max(0, from - m.physical());
                return new Row(h, from, to, component, MapView.access(m), Numbers.hex(at));
            }
        }
        return new Row(h, from, to, component, "none", "-");
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
                                : Numbers.hex(r.holding.grant().handle()));
    }
}
