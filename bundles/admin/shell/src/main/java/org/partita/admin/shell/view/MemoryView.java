package org.partita.admin.shell.view;

import java.util.List;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.memory.MemoryRange;

/** Ranges of physical memory. */
public final class MemoryView {
    private MemoryView() {}

    public static Answer of(List<MemoryRange> ranges) {
        Table table = new Table(">BASE", ">END", ">SIZE", "WORLD", "KIND", "NAME");
        for (MemoryRange r : ranges) {
            table.row(
                    Numbers.hex(r.base()),
                    Numbers.hex(r.end() - 1),
                    Numbers.size(r.size()),
                    world(r.secure()),
                    kind(r.device()),
                    r.name());
        }
        return new Answer(table.toString(), new Json().objects("ranges", ranges, MemoryView::json));
    }

    static String world(boolean secure) {
        return secure ? "secure" : "non-secure";
    }

    static String kind(boolean device) {
        return device ? "device" : "memory";
    }

    private static Json json(MemoryRange r) {
        return new Json()
                .hex("base", r.base())
                .put("size", r.size())
                .put("secure", r.secure())
                .put("device", r.device())
                .put("name", r.name());
    }
}
