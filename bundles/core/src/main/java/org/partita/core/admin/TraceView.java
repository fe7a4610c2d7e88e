package org.partita.core.admin;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.partita.api.admin.Trace;
import org.partita.api.ffa.FfaInstance;
import org.partita.core.execution.CrossingLog;
import org.partita.core.swap.SwapControl;

/** The record of crossings for people. */
final class TraceView implements Trace {
    private final CrossingLog log;
    private final SwapControl control;
    private volatile String filter = "";
    private volatile boolean running;

    TraceView(CrossingLog log, SwapControl control) {
        this.log = log;
        this.control = control;
    }

    @Override
    public void start(String word) {
        filter = word.toLowerCase(Locale.ROOT);
        log.clear();
        running = true;
        control.tracing(true);
    }

    @Override
    public void stop() {
        running = false;
        control.tracing(false);
    }

    @Override
    public boolean running() {
        return running;
    }

    @Override
    public List<Crossing> show(int limit) {
        String word = filter;
        Predicate<Crossing> wanted = word.isEmpty() ? c -> true : c -> text(c).contains(word);
        return log.last(limit, wanted);
    }

    @Override
    public void clear() {
        log.clear();
    }

    private static String text(Crossing c) {
        FfaInstance i = c.instance();
        return String.join(
                        " ",
                        c.from(),
                        c.to(),
                        c.conduit().name(),
                        i == null ? "private" : i.word(),
                        c.function(),
                        c.rule())
                .toLowerCase(Locale.ROOT);
    }
}
