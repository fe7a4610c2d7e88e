package org.partita.admin.shell.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.partita.admin.shell.text.Json;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.ResponseFlags;
import org.partita.api.ffa.EndpointId;

/** The descriptor of FFA_MEM_RETRIEVE_RESP in words. */
public final class TransactionView {
    private TransactionView() {}

    public static List<String> lines(MemoryTransaction t) {
        List<String> lines = new ArrayList<>();
        ResponseFlags flags = ResponseFlags.decode(t.flags());
        lines.add(word(flags.type()) + " of " + EndpointId.format(t.sender()) + ", " + word(t.attributes())
                + (flags.zeroed() ? ", zeroed before" : ""));
        for (EndpointAccess e : t.endpoints()) {
            CompositeRegion region = e.region();
            lines.add(EndpointId.format(e.endpoint()) + ": " + word(e.data()) + ", " + word(e.instruction())
                    + (region == null ? ", where it asked for" : ", at " + GrantsView.ranges(region.ranges(), ", ")));
        }
        return lines;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Json json(MemoryTransaction t) {
        ResponseFlags flags = ResponseFlags.decode(t.flags());
        return new Json()
                .put("sender", t.sender())
                .put("type", word(flags.type()))
                .put("zeroed", flags.zeroed())
                .put("attributes", word(t.attributes()))
                .hex("handle", t.handle())
                .hex("tag", t.tag())
                .objects("endpoints", t.endpoints(), TransactionView::entry);
    }

    private static Json entry(EndpointAccess e) {
        CompositeRegion region = e.region();
        return new Json()
                .put("endpoint", e.endpoint())
                .put("data", word(e.data()))
                .put("instruction", word(e.instruction()))
                .objects("at", region == null ? List.of() : region.ranges(), GrantsView::range);
    }
}
