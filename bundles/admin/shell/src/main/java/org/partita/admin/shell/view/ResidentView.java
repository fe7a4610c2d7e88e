package org.partita.admin.shell.view;

import static org.partita.admin.shell.view.PartitionView.line;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.admin.Ffm.Detail;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.manifest.Dependency;
import org.partita.api.ffm.manifest.FfmInterrupt;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.MmioRegion;
import org.partita.api.ffm.manifest.RotService;

/** A partition of FF-M with everything. */
public final class ResidentView {
    private ResidentView() {}

    public static Answer of(Detail d) {
        return new Answer(text(d), json(d));
    }

    private static String text(Detail d) {
        FfmPartition m = d.manifest();
        StringBuilder text = PartitionView.title(d.summary());
        line(text, "manifest", m.at().file());
        line(text, "FF-M", m.version().toString());
        line(text, "priority", m.priority().name());
        line(text, "entry", m.entry().orElse(""));
        line(text, "memory", memory(d));
        line(text, "asserted", String.join(", ", asserted(d)));
        line(text, "calls", m.dependencies().stream().map(ResidentView::words).collect(Collectors.joining(", ")));
        if (!d.services().isEmpty()) {
            text.append('\n').append(ServicesView.text(d.services()));
        }
        if (!m.interrupts().isEmpty()) {
            text.append('\n').append(interrupts(m.interrupts()));
        }
        if (!m.regions().isEmpty()) {
            text.append('\n').append(regions(m.regions()));
        }
        return text.toString();
    }

    private static String memory(Detail d) {
        FfmPartition m = d.manifest();
        return d.memory().isEmpty()
                ? ""
                : Numbers.hex(d.memory().getAsLong()) + ", stack " + Numbers.size(m.stackSize()) + ", heap "
                        + Numbers.size(m.heapSize());
    }

    private static String words(Dependency d) {
        return d.service() + (d.weak() ? " (weak)" : "") + (d.sid().isPresent() ? "" : ", which is not there");
    }

    /** Names of the signals that are asserted. */
    private static List<String> asserted(Detail d) {
        List<String> names = new ArrayList<>();
        int rest = d.asserted();
        for (RotService s : d.manifest().services()) {
            if ((rest & s.signal()) != 0) {
                names.add(s.name());
                rest &= ~s.signal();
            }
        }
        for (FfmInterrupt i : d.manifest().interrupts()) {
            if ((rest & i.signal()) != 0) {
                names.add(i.signalName());
            }
        }
        if ((rest & Signals.DOORBELL) != 0) {
            names.add("PSA_DOORBELL");
        }
        return names;
    }

    private static Table interrupts(List<FfmInterrupt> interrupts) {
        Table table = new Table(">INTID", "SIGNAL", "HANDLING");
        interrupts.forEach(i -> table.row(Integer.toString(i.source()), i.signalName(), handling(i)));
        return table;
    }

    private static String handling(FfmInterrupt i) {
        return i.firstLevel() ? "FLIH" : "SLIH";
    }

    private static Table regions(List<MmioRegion> regions) {
        Table table = new Table("DEVICE MEMORY", ">SIZE", "ACCESS");
        for (MmioRegion region : regions) {
            switch (region) {
                case MmioRegion.Named n -> table.row(n.name(), "-", access(n));
                case MmioRegion.Numbered n -> table.row(Numbers.hex(n.base()), Numbers.size(n.size()), access(n));
            }
        }
        return table;
    }

    private static String access(MmioRegion r) {
        return r.writable() ? "rw-" : "r--";
    }

    private static Json json(Detail d) {
        FfmPartition m = d.manifest();
        return PartitionView.summary(d.summary())
                .put("manifest", m.at().file())
                .put("version", m.version().toString())
                .put("priority", m.priority().name())
                .put("entry", m.entry().orElse(null))
                .put("memory", d.memory().isPresent() ? Numbers.hex(d.memory().getAsLong()) : null)
                .put("stack", m.stackSize())
                .put("heap", m.heapSize())
                .texts("asserted", asserted(d))
                .objects("calls", m.dependencies(), ResidentView::json)
                .objects("services", d.services(), ServicesView::json)
                .objects("interrupts", m.interrupts(), ResidentView::json)
                .objects("regions", m.regions(), ResidentView::json);
    }

    private static Json json(Dependency d) {
        return new Json()
                .put("service", d.service())
                .number(
                        "sid",
                        d.sid().isPresent(),
                        Integer.toUnsignedLong(d.sid().orElse(0)))
                .put("weak", d.weak());
    }

    private static Json json(FfmInterrupt i) {
        return new Json().put("intid", i.source()).put("signal", i.signalName()).put("handling", handling(i));
    }

    private static Json json(MmioRegion region) {
        return switch (region) {
            case MmioRegion.Named n ->
                new Json()
                        .put("name", n.name())
                        .put("base", (String) null)
                        .number("size", false, 0)
                        .put("access", access(n));
            case MmioRegion.Numbered n ->
                new Json()
                        .put("name", (String) null)
                        .hex("base", n.base())
                        .put("size", n.size())
                        .put("access", access(n));
        };
    }
}
