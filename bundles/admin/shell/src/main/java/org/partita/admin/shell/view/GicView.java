package org.partita.admin.shell.view;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.admin.InterruptController;
import org.partita.api.ffa.EndpointId;
import org.partita.api.gic.CpuInterfaceStatus;
import org.partita.api.gic.Gic;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;
import org.partita.api.gic.InterruptStatus;

/** The interrupt controller: what is set up, what is pending or active, what each PE is told. */
public final class GicView {
    private GicView() {}

    /** Everything. */
    public static Answer of(InterruptController gic) {
        List<CpuInterfaceStatus> interfaces = gic.interfaces();
        if (interfaces.isEmpty()) {
            return new Answer(
                    "no interrupt controller: no provider of hardware/gic serves",
                    new Json()
                            .objects("interfaces", interfaces, GicView::json)
                            .objects("interrupts", List.<InterruptStatus>of(), i -> json(gic, i)));
        }
        Table pes = new Table(">PE", ">MASK", ">RUNNING", "GROUPS", "SIGNALLED");
        for (CpuInterfaceStatus i : interfaces) {
            List<String> groups = groups(i.enabledGroups());
            pes.row(
                    String.valueOf(i.pe()),
                    Numbers.hex(i.priorityMask()),
                    Numbers.hex(i.runningPriority()),
                    groups.isEmpty() ? "none" : String.join(", ", groups),
                    i.signalled() == Gic.SPURIOUS ? "-" : String.valueOf(i.signalled()));
        }
        List<InterruptStatus> all = gic.interrupts();
        Table table = new Table(">INTID", "PE", "GROUP", ">PRIORITY", "TRIGGER", "STATE", "PARTITION");
        for (InterruptStatus i : all) {
            InterruptLine line = i.line();
            table.row(
                    String.valueOf(line.intid()),
                    line.pe() == InterruptLine.ANY_PE ? "any" : String.valueOf(line.pe()),
                    group(line.group()),
                    Numbers.hex(line.priority()),
                    line.level() ? "level" : "edge",
                    state(gic, i),
                    owner(gic.owner(line.intid())));
        }
        String list = all.isEmpty() ? "no interrupt is set up" : table.toString();
        return new Answer(
                pes.toString().stripTrailing() + "\n\n" + list,
                new Json()
                        .objects("interfaces", interfaces, GicView::json)
                        .objects("interrupts", all, i -> json(gic, i)));
    }

    private static List<String> groups(int enabled) {
        List<String> words = new ArrayList<>();
        for (InterruptGroup g : InterruptGroup.values()) {
            if ((enabled >>> g.ordinal() & 1) != 0) {
                words.add(group(g));
            }
        }
        return words;
    }

    private static String group(InterruptGroup g) {
        return switch (g) {
            case GROUP_0 -> "0";
            case SECURE_GROUP_1 -> "secure 1";
            case NONSECURE_GROUP_1 -> "non-secure 1";
        };
    }

    private static String state(InterruptController gic, InterruptStatus i) {
        List<String> words = new ArrayList<>();
        if (!i.line().enabled()) {
            boolean unhandled = gic.unhandled().contains(i.line().intid());
            words.add(unhandled ? "disabled: nobody handles it" : "disabled");
        }
        if (i.pending()) {
            words.add("pending");
        }
        if (i.active()) {
            words.add("active");
        }
        if (i.asserted()) {
            words.add("asserted");
        }
        return words.isEmpty() ? "inactive" : String.join(", ", words);
    }

    private static String owner(OptionalInt id) {
        return id.isEmpty() ? "-" : EndpointId.format(id.getAsInt());
    }

    private static Json json(CpuInterfaceStatus i) {
        return new Json()
                .put("pe", i.pe())
                .put("mask", i.priorityMask())
                .put("running", i.runningPriority())
                .texts("groups", groups(i.enabledGroups()))
                .put("signalled", i.signalled());
    }

    private static Json json(InterruptController gic, InterruptStatus i) {
        InterruptLine line = i.line();
        OptionalInt owner = gic.owner(line.intid());
        return new Json()
                .put("intid", line.intid())
                .put("pe", line.pe())
                .put("group", group(line.group()))
                .put("priority", line.priority())
                .put("trigger", line.level() ? "level" : "edge")
                .put("enabled", line.enabled())
                .put("pending", i.pending())
                .put("active", i.active())
                .put("asserted", i.asserted())
                .number("partition", owner.isPresent(), owner.orElse(0));
    }
}
