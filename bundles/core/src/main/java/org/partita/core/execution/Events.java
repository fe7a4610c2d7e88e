package org.partita.core.execution;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.EventStatus;
import org.partita.api.admin.PartitaException;

/**
 * What people want to happen at a time of the platform's. In deterministic mode an event has the run token and lends it to the threads
 * that its code needs; otherwise it runs beside everything else.
 */
public final class Events {
    private static final class Event {
        final long nanos;
        final String name;
        final Signal ended = new Signal();
        volatile boolean begun;

        Event(long nanos, String name) {
            this.nanos = nanos;
            this.name = name;
        }

        @Override
        public String toString() {
            return "at " + seconds(nanos) + " " + name;
        }
    }

    private final Hub hub;
    private final Execution execution;
    private final Time time;
    private final Consumer<String> log;
    private final Queue<Event> open = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Signal closed = new Signal();

    /** @param log is told what goes wrong while nobody waits */
    public Events(Hub hub, Execution execution, Time time, Consumer<String> log) {
        this.hub = hub;
        this.execution = execution;
        this.time = time;
        this.log = log;
    }

    /** Platform time in nanoseconds. */
    public long now() {
        return time.now();
    }

    /** See {@code Platform.at}. */
    public void at(long nanos, String name, Runnable body) {
        long now = time.now();
        if (nanos < now) {
            throw new PartitaException("it is " + seconds(now) + " on this platform, so nothing can happen at "
                    + seconds(nanos) + " any more: give a later time, or one from now on as +0.001");
        }
        plan(nanos, nanos - now, name, body);
    }

    /** See {@code Platform.after}; times are in nanoseconds. */
    public long after(long delay, String name, Runnable body) {
        long nanos = time.now() + delay;
        plan(nanos, delay, name, body);
        return nanos;
    }

    private void plan(long nanos, long delay, String name, Runnable body) {
        Event event = new Event(nanos, name);
        open.add(event);
        RunToken token = hub.token();
        if (token == null) {
            execution.after(delay, () -> execution.start("partita-event", () -> perform(event, body)));
            return;
        }
        Actor actor = token.appoint("event " + name, nanos);
        execution.start("partita-event", () -> lend(token, actor, event, body));
    }

    private void lend(RunToken token, Actor actor, Event event, Runnable body) {
        try {
            if (token.arrive(actor)) {
                token.lend();
                perform(event, body);
            }
        } finally {
            token.callOff(actor);
        }
    }

    private void perform(Event event, Runnable body) {
        try {
            if (!closed.raised()) {
                event.begun = true;
                body.run();
            }
        } catch (RuntimeException | Error e) {
            String failure = event + " failed: " + e.getMessage();
            log.accept(failure);
            failures.add(failure);
        } finally {
            open.remove(event);
            event.ended.raise();
        }
    }

    /** See {@code Platform.await}. */
    public void await(long nanos) {
        if (hub.token() == null) {
            pause(closed, nanos - time.now());
        } else {
            acting(token -> token.awaitTime(nanos));
        }
        check();
    }

    /** See {@code Platform.awaitEvents}. */
    public void awaitAll() {
        RunToken own = hub.token();
        if (own == null) {
            for (Event e = open.peek(); e != null; e = open.peek()) {
                pause(e.ended, Long.MAX_VALUE / 2);
            }
        } else if (own.inEvent()) {
            throw new PartitaException("an event can't wait for all events to end, for it is one: wait for a time");
        } else {
            acting(token -> {
                while (!open.isEmpty()) {
                    token.lookAgain();
                }
            });
        }
        check();
    }

    private void acting(Consumer<RunToken> wait) {
        try {
            hub.acting("wait", () -> {
                RunToken token = hub.token();
                if (token != null) {
                    wait.accept(token);
                }
                return true;
            });
        } catch (ContextStopped e) {
            throw interrupted();
        }
    }

    private static PartitaException interrupted() {
        return new PartitaException("the wait was interrupted");
    }

    private static void pause(Signal until, long nanos) {
        try {
            until.await(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
    }

    private void check() {
        if (closed.raised()) {
            throw new PartitaException("the platform has stopped");
        }
        List<String> found = new ArrayList<>();
        for (@Nullable String f = failures.poll(); f != null; f = failures.poll()) {
            found.add(f);
        }
        if (!found.isEmpty()) {
            throw new PartitaException(String.join(System.lineSeparator(), found));
        }
    }

    /** Events that have not ended, in order of time. */
    public List<EventStatus> pending() {
        return open.stream()
                .map(e -> new EventStatus(Duration.ofNanos(e.nanos), e.name))
                .sorted(Comparator.comparing(EventStatus::time).thenComparing(EventStatus::name))
                .toList();
    }

    /**
     * The platform ends: what has not begun does not happen.
     *
     * @return that, in words
     */
    public List<String> close() {
        closed.raise();
        List<String> dropped = open.stream()
                .filter(e -> !e.begun)
                .sorted(Comparator.comparingLong(e -> e.nanos))
                .map(e -> e + " does not happen, because the platform ends: spm:await waits for it")
                .toList();
        open.forEach(e -> e.ended.raise());
        open.clear();
        return dropped;
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + " s";
    }
}
