package org.partita.admin.shell.view;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.EndpointId;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;

/** Memory management transactions that are under way. */
public final class GrantsView {
    private GrantsView() {}

    public static Answer of(List<Grant> grants) {
        Table table = new Table(">HANDLE", "TYPE", "FROM", ">PAGES", "PHYSICAL", "RECEIVERS", ">TAG");
        for (Grant g : grants) {
            table.row(
                    Numbers.hex(g.handle()),
                    type(g),
                    EndpointId.format(g.sender()) + " " + g.state(g.sender()).acronym(),
                    String.valueOf(g.pages()),
                    ranges(g.ranges(), "\n"),
                    g.borrowers().stream().map(b -> receiver(g, b)).collect(Collectors.joining("\n")),
                    Numbers.hex(g.tag()));
        }
        String text = grants.isEmpty() ? "no transaction is under way" : table.toString();
        return new Answer(text, new Json().objects("handles", grants, GrantsView::json));
    }

    static String type(Grant g) {
        return g.type().name().toLowerCase(Locale.ROOT);
    }

    static String ranges(List<ConstituentRange> ranges, String between) {
        return ranges.stream()
                .map(r -> Numbers.hex(r.address()) + "+" + Integer.toUnsignedString(r.pages()))
                .collect(Collectors.joining(between));
    }

    private static String receiver(Grant g, Borrower b) {
        if (b.id() < 0) {
            return "gone";
        }
        String has = b.retrieved() == 0
                ? ""
                : " " + access(b.mapped()) + " at " + ranges(b.mapped().at(), ",");
        return EndpointId.format(b.id()) + " " + g.state(b.id()).acronym() + has;
    }

    private static String access(Borrower.View view) {
        String data = view.data() == org.partita.api.descriptor.DataAccess.READ_WRITE ? "rw" : "r-";
        return data + (view.instruction() == org.partita.api.descriptor.InstructionAccess.EXECUTABLE ? "x" : "-");
    }

    private static Json json(Grant g) {
        return new Json()
                .hex("handle", g.handle())
                .put("type", type(g))
                .put("sender", g.sender())
                .hex("tag", g.tag())
                .put("pages", g.pages())
                .objects("physical", g.ranges(), GrantsView::range)
                .objects(
                        "receivers",
                        g.borrowers(),
                        b -> new Json()
                                .put("component", b.id())
                                .put("state", g.state(b.id()).acronym())
                                .put("retrieved", b.retrieved())
                                .objects("at", b.mapped().at(), GrantsView::range));
    }

    static Json range(ConstituentRange r) {
        return new Json().hex("address", r.address()).put("pages", Integer.toUnsignedLong(r.pages()));
    }
}
