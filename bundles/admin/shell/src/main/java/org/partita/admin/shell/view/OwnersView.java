package org.partita.admin.shell.view;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.ffa.EndpointId;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Origin;

/** Owner of each physical range, and the states of those who take part in a transaction about it. */
public final class OwnersView {
    private static final String DONATE = "donate";
    private static final String FATAL_ERROR = "fatal error";

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
                    since(h));
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

    /** The transaction that is under way, or what made the Owner of it. */
    static String since(Holding h) {
        Grant grant = h.grant();
        if (grant != null) {
            return GrantsView.type(grant) + " " + Numbers.hex(grant.handle());
        }
        return switch (h.origin()) {
            case null -> "boot or set-up";
            case Origin.Donation d -> DONATE + " " + Numbers.hex(d.handle()) + " by " + owner(d.predecessor());
            case Origin.FatalError e -> FATAL_ERROR + " of " + owner(e.predecessor());
        };
    }

    /** What made the Owner of it, or null if it was set up with it. */
    static @Nullable Json origin(Holding h) {
        Origin origin = h.origin();
        if (origin == null) {
            return null;
        }
        String handle = origin instanceof Origin.Donation d ? Numbers.hex(d.handle()) : null;
        return new Json()
                .put("type", handle == null ? FATAL_ERROR : DONATE)
                .put("handle", handle)
                .put("predecessor", origin.predecessor());
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
                .put("type", grant == null ? null : GrantsView.type(grant))
                .put("origin", origin(h));
    }
}
