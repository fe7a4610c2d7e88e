package org.partita.admin.shell.view;

import java.util.List;
import java.util.UUID;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.admin.PartitionDetail;
import org.partita.api.admin.PartitionDetail.ContextStatus;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.admin.RoleStatus;
import org.partita.api.ffa.EndpointId;
import org.partita.api.memory.Mapping;

/** Partitions in a line each, or one with everything. */
public final class PartitionView {
    private PartitionView() {}

    public static Answer of(List<PartitionStatus> partitions) {
        Table table = new Table("ID", "NAME", "WORLD", "EL", "MODEL", ">CONTEXTS", "STATE");
        for (PartitionStatus p : partitions) {
            table.row(
                    EndpointId.format(p.id()),
                    p.name(),
                    p.world(),
                    p.level(),
                    p.model(),
                    Integer.toString(p.contexts()),
                    p.state());
        }
        Json json = new Json().objects("partitions", partitions, p -> summary(p).put("contexts", p.contexts()));
        return new Answer(table.toString(), json);
    }

    static Json summary(PartitionStatus p) {
        return new Json()
                .put("id", p.id())
                .put("name", p.name())
                .put("world", p.world())
                .put("level", p.level())
                .put("model", p.model())
                .put("state", p.state());
    }

    public static Answer of(PartitionDetail d, List<RoleStatus> wiring) {
        return new Answer(text(d, Framework.of(wiring)), json(d));
    }

    private static String text(PartitionDetail d, String framework) {
        PartitionStatus s = d.summary();
        StringBuilder text = title(s);
        line(text, "manifest", d.manifest());
        line(text, "bundle", d.bundle());
        line(text, framework, d.version());
        line(text, "messaging", String.join(", ", d.messaging()));
        line(text, "services", String.join(", ", uuids(d)));
        line(text, "RX/TX", d.rxtx());
        d.warnings().forEach(w -> line(text, "warning", w));
        text.append('\n').append(contexts(d)).append('\n').append(regions(d.regions()));
        return text.toString();
    }

    /** The first line. */
    static StringBuilder title(PartitionStatus s) {
        return new StringBuilder(EndpointId.format(s.id()) + " "
                + String.join(", ", s.name(), s.world(), s.level(), s.model(), s.state())
                + "\n");
    }

    static void line(StringBuilder text, String title, String value) {
        text.append("  ").append(title).append(" ".repeat(10 - title.length())).append(value.isEmpty() ? "-" : value);
        text.append('\n');
    }

    private static List<String> uuids(PartitionDetail d) {
        return d.services().stream().map(UUID::toString).toList();
    }

    private static Table contexts(PartitionDetail d) {
        Table table = new Table(">VCPU", "STATE", ">PE");
        for (ContextStatus c : d.contexts()) {
            table.row(Integer.toString(c.vcpu()), c.state(), c.pe() < 0 ? "-" : Integer.toString(c.pe()));
            if (!c.waits().isEmpty()) {
                table.note("waits: " + c.waits());
            }
        }
        return table;
    }

    private static Table regions(List<Mapping> regions) {
        Table table = new Table("REGION", ">ADDRESS", ">PHYSICAL", ">SIZE", "ACCESS", "WORLD", "KIND");
        for (Mapping m : regions) {
            table.row(
                    m.name(),
                    Numbers.hex(m.address()),
                    Numbers.hex(m.physical()),
                    Numbers.size(m.size()),
                    access(m),
                    MemoryView.world(m.secure()),
                    MemoryView.kind(m.device()));
        }
        return table;
    }

    private static String access(Mapping m) {
        return (m.read() ? "r" : "-") + (m.write() ? "w" : "-") + (m.execute() ? "x" : "-");
    }

    private static Json json(PartitionDetail d) {
        return summary(d.summary())
                .put("manifest", d.manifest())
                .put("bundle", d.bundle())
                .put("version", d.version())
                .texts("services", uuids(d))
                .texts("messaging", d.messaging())
                .objects("contexts", d.contexts(), PartitionView::context)
                .put("rxtx", d.rxtx())
                .objects("regions", d.regions(), PartitionView::region)
                .texts("warnings", d.warnings());
    }

    private static Json context(ContextStatus c) {
        return new Json()
                .put("vcpu", c.vcpu())
                .put("state", c.state())
                .put("pe", c.pe())
                .put("waits", c.waits().isEmpty() ? null : c.waits());
    }

    private static Json region(Mapping m) {
        return new Json()
                .put("name", m.name())
                .hex("address", m.address())
                .hex("physical", m.physical())
                .put("pages", m.pages())
                .put("read", m.read())
                .put("write", m.write())
                .put("execute", m.execute())
                .put("secure", m.secure())
                .put("device", m.device());
    }
}
