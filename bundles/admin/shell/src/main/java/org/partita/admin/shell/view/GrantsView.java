package org.partita.admin.shell.view;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.admin.OperationStatus;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.EndpointId;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;

/** Memory management transactions that are under way. */
public final class GrantsView {
    private GrantsView() {}

    public static Answer of(List<Grant> grants, List<OperationStatus> unfinished) {
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
        return new Answer(
                unfinished.isEmpty() ? text : text + "\n" + unfinished(unfinished),
                new Json()
                        .objects("handles", grants, GrantsView::json)
                        .objects("unfinished", unfinished, GrantsView::json));
    }

    private static Table unfinished(List<OperationStatus> operations) {
        Table table = new Table(">HANDLE", "FUNCTION", "OF", "AT", "UNFINISHED");
        for (OperationStatus o : operations) {
            table.row(
                    Numbers.hex(o.handle()),
                    o.function().name(),
                    EndpointId.format(o.caller()),
                    o.manager().title(),
                    stage(o));
        }
        return table;
    }

    private static String stage(OperationStatus o) {
        String bytes = o.done() + " of " + o.total() + " bytes";
        return switch (o.stage()) {
            case RUNNING -> "being answered";
            case RECEIVING -> "has sent " + bytes + ": goes on with FFA_MEM_FRAG_TX";
            case PAUSED -> "paused: goes on with FFA_MEM_OP_RESUME";
            case SENDING -> "has got " + bytes + ": goes on with FFA_MEM_FRAG_RX";
            case SENT -> "has got all of it";
        };
    }

    private static Json json(OperationStatus o) {
        return new Json()
                .hex("handle", o.handle())
                .put("function", o.function().name())
                .put("endpoint", o.caller())
                .put("manager", o.manager().title())
                .put("stage", o.stage().name().toLowerCase(Locale.ROOT))
                .put("done", o.done())
                .put("total", o.total());
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
        String data = view.data() == DataAccess.READ_WRITE ? "rw" : "r-";
        return data + (view.instruction() == InstructionAccess.EXECUTABLE ? "x" : "-");
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
