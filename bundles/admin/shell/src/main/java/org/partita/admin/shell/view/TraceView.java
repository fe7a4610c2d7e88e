package org.partita.admin.shell.view;

import java.util.List;
import org.partita.admin.shell.decode.CallDecoder;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.admin.Trace;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;

/** Recorded crossings, one line each. */
public final class TraceView {
    private TraceView() {}

    /** The last {@code limit} crossings, oldest first. */
    public static Answer of(Trace trace, int limit) {
        List<Crossing> crossings = trace.show(limit);
        boolean running = trace.running();
        Table table =
                new Table(">TIME", ">PE", "FROM -> TO", "CONDUIT @ INSTANCE", "FUNCTION", "PARAMETERS", "REFUSED BY");
        crossings.forEach(c -> row(table, c));
        Json json = new Json().put("running", running).objects("crossings", crossings, TraceView::json);
        return new Answer(crossings.isEmpty() ? empty(running) : table.toString(), json);
    }

    private static String empty(boolean running) {
        return running ? "nothing recorded yet" : "nothing recorded, and recording is off: trace:start turns it on";
    }

    private static void row(Table table, Crossing c) {
        table.row(
                Numbers.time(c.time()),
                Integer.toString(c.pe()),
                c.from() + " -> " + c.to(),
                c.conduit() + where(c),
                c.function(),
                CallDecoder.read(c),
                c.rule());
    }

    /** FF-M has no instances, and names its functions as C does. */
    private static String where(Crossing c) {
        FfaInstance instance = c.instance();
        if (instance != null) {
            return " @ " + instance.word();
        }
        boolean psa = c.conduit() == Conduit.CALL || c.function().startsWith("psa_");
        return psa ? "" : " @ private";
    }

    private static Json json(Crossing c) {
        FfaInstance instance = c.instance();
        return new Json()
                .put("time", c.time())
                .put("pe", c.pe())
                .put("from", c.from())
                .put("to", c.to())
                .put("conduit", c.conduit().name())
                .put("instance", instance == null ? null : instance.word())
                .put("function", c.function())
                .texts("registers", c.registers().stream().map(Numbers::hex).toList())
                .put("decoded", CallDecoder.read(c))
                .put("rule", c.rule().isEmpty() ? null : c.rule());
    }
}
