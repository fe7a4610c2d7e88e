package org.partita.admin.shell.view;

import java.util.ArrayList;
import java.util.List;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.ffa.EndpointId;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;

/** Owner of each physical range, and the states of those who take part in a transaction about it. */
public final class OwnersView {
    private OwnersView() {}

    public static Answer of(List<Holding> holdings) {
        Table table = new Table(">BASE", ">PAGES", "WORLD", "OWNER", "STATES", "SINCE");
        for (Holding h : holdings) {
            table.row(
                    Numbers.hex(h.base()),
                    String.valueOf(h.pages()),
                    MemoryView.world(h.secure()),
                    owner(h.owner()),
                    states(h),
                    since(h.grant()));
        }
        return new Answer(table.toString(), new Json().objects("ranges", holdings, OwnersView::json));
    }

    /** IDs of managers are no endpoints': 0 is the Hypervisor or OS kernel, the SPMC has what the SPM owns. */
    static String owner(int id) {
        return EndpointId.format(id);
    }

    static List<Integer> components(Holding h) {
        List<Integer> all = new ArrayList<>(List.of(h.owner()));
        if (h.keeper() != h.owner()) {
            all.add(h.keeper());
        }
        Grant grant = h.grant();
        if (grant != null) {
            grant.borrowers().stream().map(Borrower::id).filter(id -> id >= 0).forEach(all::add);
        }
        return all;
    }

    private static String states(Holding h) {
        List<String> states = new ArrayList<>();
        for (int id : components(h)) {
            states.add(EndpointId.format(id) + " " + h.state(id).acronym());
        }
        return String.join(", ", states);
    }

    static String since(@org.jspecify.annotations.Nullable Grant grant) {
        return grant == null ? "boot or set-up" : GrantsView.type(grant) + " " + Numbers.hex(grant.handle());
    }

    static Json json(Holding h) {
        Grant grant = h.grant();
        return new Json()
                .hex("base", h.base())
                .put("pages", h.pages())
                .put("secure", h.secure())
                .put("owner", h.owner())
                .objects(
                        "states",
                        components(h),
                        id -> new Json()
                                .put("component", id)
                                .put("state", h.state(id).acronym()))
                .put("handle", grant == null ? null : Numbers.hex(grant.handle()))
                .put("type", grant == null ? null : GrantsView.type(grant));
    }
}
