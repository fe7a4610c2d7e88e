package org.partita.admin.shell.view;

import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.admin.Ffm.ProtectedRegion;
import org.partita.api.admin.Ffm.Protection;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.mpu.MpuRegion;

/** The regions of the MPU while a partition runs. */
public final class MpuView {
    private MpuView() {}

    public static Answer of(IsolationLevel level, Protection p) {
        StringBuilder text = new StringBuilder();
        text.append(EndpointId.format(p.partition()))
                .append(' ')
                .append(p.name())
                .append(p.privileged() ? ", privileged" : ", unprivileged")
                .append(", isolation level ")
                .append(level.number())
                .append(p.loaded() ? ", loaded now" : ", not loaded now")
                .append('\n');
        if (!p.regions().isEmpty()) {
            Table table = new Table(">REGION", ">BASE", ">LIMIT", ">SIZE", "ACCESS", "ATTRIBUTES", "MEMORY OF");
            for (ProtectedRegion r : p.regions()) {
                table.row(
                        String.valueOf(r.number()),
                        Numbers.hex(r.region().base()),
                        Numbers.hex(r.region().limit()),
                        Numbers.size(r.region().size()),
                        access(r.region()) + (r.region().permissions().unprivileged() ? "" : " privileged"),
                        MapView.attributes(r.region().attributes()),
                        r.owner());
            }
            text.append(table);
        }
        text.append(p.regions().isEmpty() ? "no regions: " : "elsewhere: ")
                .append(
                        p.privileged() && p.privilegedDefault()
                                ? "all memory there is, by the default memory map (PRIVDEFENA)"
                                : "nothing");
        return new Answer(text.toString(), json(level, p));
    }

    private static String access(MpuRegion r) {
        return "r" + (r.permissions().writable() ? "w" : "-") + (r.executeNever() ? "-" : "x");
    }

    private static Json json(IsolationLevel level, Protection p) {
        return new Json()
                .put("partition", p.partition())
                .put("name", p.name())
                .put("isolation", level.number())
                .put("privileged", p.privileged())
                .put("privilegedDefault", p.privilegedDefault())
                .put("loaded", p.loaded())
                .objects("regions", p.regions(), MpuView::json);
    }

    private static Json json(ProtectedRegion r) {
        return new Json()
                .put("region", r.number())
                .hex("base", r.region().base())
                .hex("limit", r.region().limit())
                .put("access", access(r.region()))
                .put("privilegedOnly", !r.region().permissions().unprivileged())
                .put("attributes", MapView.attributes(r.region().attributes()))
                .put("owner", r.owner());
    }
}
