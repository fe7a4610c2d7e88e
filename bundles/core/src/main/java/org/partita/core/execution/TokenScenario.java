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
    private record Part(String name, Runnable body) {}

    private final RunToken token;
    private final Execution execution;
    private final List<Part> parts = new ArrayList<>();

    public TokenScenario(RunToken token, Execution execution) {
        this.token = token;
        this.execution = execution;
    }

    @Override
    public void actor(String name, Runnable body) {
        parts.add(new Part(name, body));
    }

    @Override
    public void run(Duration limit) throws InterruptedException {
        token.gate(parts.size());
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        List<Signal> ends = new ArrayList<>();
        for (Part p : parts) {
            Signal end = new Signal();
            ends.add(end);
            threads.add(execution.start("scenario-" + p.name, () -> act(p, failure, end)));
        }
        long deadline = Execution.realNanos() + limit.toNanos();
        for (Signal end : ends) {
            if (!end.await(Math.max(1, deadline - Execution.realNanos()))) {
                StringBuilder stacks = new StringBuilder("the scenario did not end in time");
                for (Thread t : threads) {
                    stacks.append(System.lineSeparator()).append(Execution.stackOf(t));
                    t.interrupt();
                }
                throw new PartitaException(stacks.toString());
            }
        }
        Throwable t = failure.get();
        if (t != null) {
            throw new IllegalStateException("an actor failed", t);
        }
    }

    private void act(Part p, AtomicReference<@Nullable Throwable> failure, Signal end) {
        token.enter(p.name);
        try {
            p.body.run();
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        } finally {
            token.depart();
            end.raise();
        }
    }
}
