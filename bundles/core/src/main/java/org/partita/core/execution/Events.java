package org.partita.core.execution;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.EventStatus;
import org.partita.api.admin.PartitaException;

/**
 * What people want to happen at a time of the platform's. In deterministic mode an event has the run token and lends it to the threads
 * that its code needs; otherwise it runs beside everything else.
 */
public final class Events {
    private record Event(long nanos, String name, Signal ended) {}

    private final Hub hub;
    private final Execution execution;
    private final Time time;
    private final Queue<Event> open = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Signal closed = new Signal();

    public Events(Hub hub, Execution execution, Time time) {
        this.hub = hub;
        this.execution = execution;
        this.time = time;
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
        Event event = new Event(nanos, name, new Signal());
        open.add(event);
        RunToken token = hub.token();
        if (token == null) {
            execution.after(nanos - now, () -> execution.start("partita-event", () -> perform(event, body)));
            return;
        }
        Actor actor = token.announce(List.of(new Actor.Entry("event " + name, nanos - now, Actor.Kind.EVENT)))
                .getFirst();
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
                body.run();
            }
        } catch (RuntimeException | Error e) {
            failures.add("at " + seconds(event.nanos) + " " + event.name + " failed: " + e.getMessage());
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
            hub.acting("wait", () -> {
                RunToken token = hub.token();
                if (token != null) {
                    token.awaitTime(nanos);
                }
                return null;
            });
        }
        check();
    }

    /** See {@code Platform.awaitEvents}. */
    public void awaitAll() {
        RunToken token = hub.token();
        if (token == null) {
            for (Event e = open.peek(); e != null; e = open.peek()) {
                pause(e.ended, Long.MAX_VALUE / 2);
            }
        } else {
            hub.acting("wait", () -> {
                while (!open.isEmpty()) {
                    token.lookAgain();
                }
                return null;
            });
        }
        check();
    }

    private static void pause(Signal until, long nanos) {
        try {
            until.await(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartitaException("the wait was interrupted");
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
        List<String> dropped = pending().stream()
                .map(e -> "at " + seconds(e.time().toNanos()) + " " + e.name()
                        + " does not happen, because the platform ends: spm:await waits for it")
                .toList();
        open.forEach(e -> e.ended.raise());
        open.clear();
        return dropped;
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + " s";
    }
}
