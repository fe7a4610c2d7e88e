package org.partita.admin.shell.view;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;

/** The translation regime of an endpoint, with its ownership and access state for each range (FF-A 5.4.2). */
public final class MapView {
    private MapView() {}

    public static Answer of(int id, List<Mapping> regions, List<Holding> holdings) {
        Table table = new Table(">ADDRESS", ">PAGES", ">PHYSICAL", "ACCESS", "ATTRIBUTES", "WORLD", "STATE", "NAME");
        for (Mapping m : regions) {
            table.row(
                    Numbers.hex(m.address()),
                    String.valueOf(m.pages()),
                    Numbers.hex(m.physical()),
                    access(m),
                    attributes(m),
                    MemoryView.world(m.secure()),
                    state(id, m, holdings),
                    m.name());
        }
        return new Answer(table.toString(), new Json().objects("mappings", regions, m -> json(id, m, holdings)));
    }

    static String access(Mapping m) {
        return (m.read() ? "r" : "-") + (m.write() ? "w" : "-") + (m.execute() ? "x" : "-");
    }

    private static String attributes(Mapping m) {
        return attributes(m.attributes());
    }

    static String attributes(MemoryAttributes attributes) {
        return attributes.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A device's registers are in no range of memory; a range can be part of a mapping only. */
    private static String state(int id, Mapping m, List<Holding> holdings) {
        @Nullable Holding first = null;
        boolean alike = true;
        for (Holding h : holdings) {
            boolean there = h.base() < m.physical() + m.size()
                    && m.physical() < h.base() + h.pages() * PhysicalMemory.PAGE_SIZE;
            if (there) {
                alike &= first == null || first.state(id) == h.state(id);
                first = first == null ? h : first;
            }
        }
        return first == null ? "-" : alike ? first.state(id).acronym() : "mixed";
    }

    private static Json json(Mapping m) {
        return new Json()
                .hex("address", m.address())
                .put("pages", m.pages())
                .hex("physical", m.physical())
                .put("access", access(m))
                .put("attributes", attributes(m))
                .put("secure", m.secure());
    }

    /** Of a regime whose states nobody asks for. */
    static Json named(Mapping m) {
        return json(m).put("name", m.name());
    }

    private static Json json(int id, Mapping m, List<Holding> holdings) {
        return json(m).put("state", state(id, m, holdings)).put("name", m.name());
    }
}
