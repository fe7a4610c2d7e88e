package org.partita.core.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The run token of deterministic mode: exactly one actor runs, and a seeded chooser picks the next one at each step of
 * the trampoline. Actors are known by name and chosen among in order of name, so that the same seed makes the same
 * choices anywhere. No real-time limit decides anything here.
 */
public final class RunToken {
    private enum Standing {
        READY,
        RUNNING,
        BLOCKED,
        HELD
    }

    private static final class Actor {
        final String name;
        final Condition turn;
        Standing standing = Standing.READY;

        @Nullable
        Context blockedOn;

        boolean stalled;

        Actor(String name, Condition turn) {
            this.name = name;
            this.turn = turn;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final SplittableRandom random;
    private final VirtualTime time;
    private final TreeMap<String, Actor> actors = new TreeMap<>();
    private final Map<Thread, Actor> byThread = new HashMap<>();
    private int gate;
    private long steps;

    public RunToken(long seed, VirtualTime time) {
        this.random = new SplittableRandom(seed);
        this.time = time;
    }

    /** Steps taken so far. */
    public long steps() {
        lock.lock();
        try {
            return steps;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody is chosen until {@code count} actors stand at the gate, so that all take part in the first choice. */
    public void gate(int count) {
        lock.lock();
        try {
            gate = count;
        } finally {
            lock.unlock();
        }
    }

    /** The calling thread becomes an actor that waits to be granted a PE. */
    void join(String name) {
        lock.lock();
        try {
            Actor a = add(name);
            a.standing = Standing.BLOCKED;
        } finally {
            lock.unlock();
        }
    }

    /** The calling thread becomes an actor and waits for its first turn. True if it was none before. */
    public boolean enter(String name) {
        lock.lock();
        try {
            if (byThread.containsKey(Thread.currentThread())) {
                return false;
            }
            Actor a = add(name);
            if (gate > 0) {
                gate--;
            }
            choose();
            awaitTurn(a);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Actor add(String name) {
        String unique = name;
        for (int i = 2; actors.containsKey(unique); i++) {
            unique = name + "#" + i;
        }
        Actor a = new Actor(unique, lock.newCondition());
        actors.put(unique, a);
        byThread.put(Thread.currentThread(), a);
        return a;
    }

    /** The calling thread is an actor no more. */
    public void depart() {
        lock.lock();
        try {
            Actor a = byThread.remove(Thread.currentThread());
            if (a != null) {
                actors.remove(a.name);
                choose();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A step: anybody who is ready may be next. */
    public void step() {
        lock.lock();
        try {
            Actor a = byThread.get(Thread.currentThread());
            if (a != null) {
                a.standing = Standing.READY;
                choose();
                awaitTurn(a);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The calling actor waits until it has to look at the context again.
     *
     * @return false if the calling thread is no actor
     */
    boolean block(Context context) {
        lock.lock();
        try {
            Thread me = Thread.currentThread();
            Actor a = byThread.get(me);
            if (a == null) {
                return false;
            }
            a.blockedOn = context;
            a.standing = context.wakes(me) ? Standing.READY : Standing.BLOCKED;
            choose();
            awaitTurn(a);
            a.blockedOn = null;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A context was granted a PE or stopped: whoever has to look at it is ready. */
    void granted(Context context) {
        lock.lock();
        try {
            for (Map.Entry<Thread, Actor> e : byThread.entrySet()) {
                Actor a = e.getValue();
                if (a.blockedOn == context && a.standing == Standing.BLOCKED && context.wakes(e.getKey())) {
                    a.standing = Standing.READY;
                }
            }
            choose();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The calling actor's call is held until another wiring is published.
     *
     * @return false if nobody is left who could publish one: the vacancy has to be decided
     */
    public boolean hold() {
        lock.lock();
        try {
            Actor a = byThread.get(Thread.currentThread());
            if (a == null) {
                return false;
            }
            a.stalled = false;
            a.standing = Standing.HELD;
            choose();
            awaitTurn(a);
            return !a.stalled;
        } finally {
            lock.unlock();
        }
    }

    /** Another wiring is current: held calls try again. */
    void published() {
        lock.lock();
        try {
            for (Actor a : actors.values()) {
                if (a.standing == Standing.HELD) {
                    a.standing = Standing.READY;
                }
            }
            choose();
        } finally {
            lock.unlock();
        }
    }

    private void choose() {
        if (gate > 0 || running()) {
            return;
        }
        List<Actor> ready = new ArrayList<>();
        for (Actor a : actors.values()) {
            if (a.standing == Standing.READY) {
                ready.add(a);
            }
        }
        if (ready.isEmpty()) {
            Actor held = firstHeld();
            if (held == null) {
                return;
            }
            held.stalled = true;
            ready.add(held);
        }
        Actor next = ready.get(ready.size() == 1 ? 0 : random.nextInt(ready.size()));
        next.standing = Standing.RUNNING;
        steps++;
        time.advance();
        next.turn.signalAll();
    }

    private boolean running() {
        for (Actor a : actors.values()) {
            if (a.standing == Standing.RUNNING) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Actor firstHeld() {
        for (Actor a : actors.values()) {
            if (a.standing == Standing.HELD) {
                return a;
            }
        }
        return null;
    }

    private void awaitTurn(Actor a) {
        while (a.standing != Standing.RUNNING) {
            try {
                // the time-out ends no wait: it lets a debugger or a thread dump see progress
                boolean signalled = a.turn.await(1, TimeUnit.SECONDS);
                if (!signalled && Thread.currentThread().isInterrupted()) {
                    throw new ContextStopped();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ContextStopped();
            }
        }
    }
}
