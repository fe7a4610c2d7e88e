package org.partita.core.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.Scenario;

/** Actors on threads of core's own, one at a time. */
public final class TokenScenario implements Scenario {
    private record Part(Actor.Entry entry, Runnable body) {}

    private final RunToken token;
    private final Execution execution;
    private final List<Part> parts = new ArrayList<>();

    public TokenScenario(RunToken token, Execution execution) {
        this.token = token;
        this.execution = execution;
    }

    @Override
    public void actor(String name, Runnable body) {
        at(Duration.ZERO, name, body);
    }

    @Override
    public void at(Duration time, String name, Runnable body) {
        parts.add(new Part(new Actor.Entry(name, time.toNanos(), Actor.Kind.GUEST), body));
    }

    @Override
    public void run(Duration limit) throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        List<Signal> ends = new ArrayList<>();
        List<Actor> actors = token.announce(parts.stream().map(Part::entry).toList(), true);
        for (int i = 0; i < parts.size(); i++) {
            Actor actor = actors.get(i);
            Runnable body = parts.get(i).body;
            Signal end = new Signal();
            ends.add(end);
            threads.add(execution.start("scenario-" + actor.name, () -> act(actor, body, failure, end)));
        }
        long deadline = Execution.realNanos() + limit.toNanos();
        for (Signal end : ends) {
            if (!end.await(Math.max(1, deadline - Execution.realNanos()))) {
                StringBuilder stacks = new StringBuilder("the scenario did not end in time");
                for (Thread t : threads) {
                    stacks.append(System.lineSeparator()).append(Execution.stackOf(t));
                    t.interrupt();
                }
                PartitaException late = new PartitaException(stacks.toString());
                Throwable before = failure.get();
                if (before != null) {
                    late.addSuppressed(before);
                }
                throw late;
            }
        }
        token.awaitStill();
        Throwable t = failure.get();
        if (t != null) {
            throw new IllegalStateException("an actor failed", t);
        }
    }

    private void act(Actor actor, Runnable body, AtomicReference<@Nullable Throwable> failure, Signal end) {
        try {
            token.arrive(actor);
            body.run();
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        } finally {
            token.depart();
            end.raise();
        }
    }
}
