package org.partita.admin.shell.view;

import java.util.List;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.admin.RoleStatus;
import org.partita.api.admin.SwapReport;

/** Roles with their providers, and what a swap did to one. */
public final class WiringView {
    private WiringView() {}

    public static Answer of(List<RoleStatus> roles) {
        Table table = new Table("ROLE", ">BUNDLE", "PROVIDER", "VERSION", "STATE", ">SINCE", ">SERVED", "STANDBYS");
        for (RoleStatus role : roles) {
            row(table, role);
        }
        return new Answer(table.toString(), new Json().objects("roles", roles, WiringView::json));
    }

    private static void row(Table table, RoleStatus r) {
        boolean vacant = r.bundleId() < 0;
        table.row(
                r.role() + (r.mandatory() ? "" : " (optional)"),
                vacant ? "-" : Long.toString(r.bundleId()),
                vacant ? "-" : r.provider(),
                vacant ? "-" : r.version(),
                r.state(),
                Numbers.time(r.since()),
                Long.toString(r.served()),
                String.join(" ", r.standbys()));
        if (!r.reason().isEmpty()) {
            table.note("reason: " + r.reason());
        }
    }

    private static Json json(RoleStatus r) {
        return new Json()
                .put("role", r.role())
                .put("mandatory", r.mandatory())
                .put("bundle", r.bundleId())
                .put("provider", r.provider())
                .put("version", r.version())
                .put("state", r.state())
                .put("since", r.since())
                .put("served", r.served())
                .texts("standbys", r.standbys())
                .put("reason", r.reason());
    }

    public static Answer of(SwapReport r) {
        String text = r.role() + ": " + (r.from().isEmpty() ? "vacant" : r.from()) + " -> " + r.to() + "\n"
                + "drained in " + Numbers.span(r.drainNanos()) + ", carried "
                + (r.carried().isEmpty() ? "nothing" : r.carried()) + ", held " + r.held() + " calls, longest hold "
                + Numbers.span(r.longestHoldNanos());
        Json json = new Json()
                .put("role", r.role())
                .put("from", r.from())
                .put("to", r.to())
                .put("drainNanos", r.drainNanos())
                .put("carried", r.carried())
                .put("held", r.held())
                .put("longestHoldNanos", r.longestHoldNanos());
        return new Answer(text, json);
    }
}
