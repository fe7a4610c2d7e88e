package org.partita.core.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
        /** Looks again and again for something that another actor has to do. */
        LOOKING,
        /** Waits to be granted a PE. */
        BLOCKED,
        /** Its call is held because a role is vacant. */
        HELD,
        /** Waits for work, and is woken for it. */
        ASLEEP
    }

    private static final class Actor {
        final String name;
        final Condition turn;
        Standing standing = Standing.READY;

        @Nullable
        Context blockedOn;

        boolean stalled;
        /** Was woken while it was awake. */
        boolean woken;
        /** Has looked, and nobody has done anything since. */
        boolean looked;
        /** Virtual time before which it is not chosen. */
        final long begins;

        Actor(String name, long begins, Condition turn) {
            this.name = name;
            this.begins = begins;
            this.turn = turn;
        }
    }

    /** How much virtual time a look costs when nobody can do anything any more. */
    private static final long GIVING_UP = 1_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final SplittableRandom random;
    private final VirtualTime time;
    private final TreeMap<String, Actor> actors = new TreeMap<>();
    private final Map<Thread, Actor> byThread = new HashMap<>();
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

    /** Virtual time, in nanoseconds: for limits that would be real time without a token. */
    long now() {
        return time.now();
    }

    /** Who has the token since which step. */
    record Turn(String actor, @Nullable Thread thread, long step) {}

    /** Who has the token now, or null. */
    @Nullable
    Turn turn() {
        lock.lock();
        try {
            for (Map.Entry<Thread, Actor> e : byThread.entrySet()) {
                if (e.getValue().standing == Standing.RUNNING) {
                    return new Turn(e.getValue().name, e.getKey(), steps);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the calling thread is an actor. */
    public boolean acts() {
        lock.lock();
        try {
            return byThread.containsKey(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    /** Somebody who will act: what to call it, and how much virtual time from now on it is chosen at the earliest. */
    record Entry(String name, long nanos) {}

    /**
     * Adds actors whose threads are still to come, all before the next choice: who is chosen must not depend on how
     * fast a thread starts. Each thread then calls {@link #arrive}.
     *
     * @return their names, made unique
     */
    List<String> announce(List<Entry> entries) {
        lock.lock();
        try {
            List<String> unique = entries.stream()
                    .map(e -> add(e.name(), time.now() + e.nanos()).name)
                    .toList();
            choose();
            return unique;
        } finally {
            lock.unlock();
        }
    }

    /** The thread of an announced actor is here and waits for its first turn. */
    void arrive(String name) {
        lock.lock();
        try {
            Actor a = actors.get(name);
            if (a == null) {
                throw new IllegalStateException("actor " + name + " was not announced");
            }
            byThread.put(Thread.currentThread(), a);
            awaitTurn(a);
        } finally {
            lock.unlock();
        }
    }

    /** The calling thread becomes an actor that waits to be granted a PE. */
    void join(String name) {
        lock.lock();
        try {
            Actor a = add(name, 0);
            byThread.put(Thread.currentThread(), a);
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
            Actor a = add(name, 0);
            byThread.put(Thread.currentThread(), a);
            choose();
            try {
                awaitTurn(a);
            } catch (ContextStopped e) {
                // interrupted: nobody would come for its turn
                remove(a);
                throw e;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Actor add(String name, long begins) {
        String unique = name;
        for (int i = 2; actors.containsKey(unique); i++) {
            unique = name + "#" + i;
        }
        Actor a = new Actor(unique, begins, lock.newCondition());
        actors.put(unique, a);
        return a;
    }

    /** The calling thread is an actor no more. */
    public void depart() {
        lock.lock();
        try {
            Actor a = byThread.get(Thread.currentThread());
            if (a != null) {
                remove(a);
            }
        } finally {
            lock.unlock();
        }
    }

    private void remove(Actor a) {
        byThread.values().remove(a);
        actors.remove(a.name);
        acted();
        choose();
    }

    /** Somebody may have done what others look for. */
    private void acted() {
        actors.values().forEach(a -> a.looked = false);
    }

    /** A step: anybody who is ready may be next. */
    public void step() {
        lock.lock();
        try {
            Actor a = byThread.get(Thread.currentThread());
            if (a != null) {
                a.standing = Standing.READY;
                acted();
                choose();
                awaitTurn(a);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The calling actor has not found what it waits for: others first, as long as one of them can do something. */
    void lookAgain() {
        lock.lock();
        try {
            Actor a = byThread.get(Thread.currentThread());
            if (a != null) {
                a.standing = Standing.LOOKING;
                a.looked = true;
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
            acted();
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
            acted();
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

    /** The calling actor has nothing to do until it is woken by name; a wake-up that came before counts. */
    void sleep() {
        lock.lock();
        try {
            Actor a = byThread.get(Thread.currentThread());
            if (a != null) {
                a.standing = a.woken ? Standing.READY : Standing.ASLEEP;
                a.woken = false;
                acted();
                choose();
                awaitTurn(a);
            }
        } finally {
            lock.unlock();
        }
    }

    /** There may be work for this actor. */
    void wake(String name) {
        lock.lock();
        try {
            Actor a = actors.get(name);
            if (a == null) {
                return;
            }
            if (a.standing == Standing.ASLEEP) {
                a.standing = Standing.READY;
            } else {
                a.woken = true;
            }
            choose();
        } finally {
            lock.unlock();
        }
    }

    private void choose() {
        if (running()) {
            return;
        }
        List<Actor> ready = ready();
        if (ready.isEmpty() && skipToNext()) {
            ready = ready();
        }
        if (ready.isEmpty()) {
            ready = lastResort();
        }
        if (ready.isEmpty()) {
            return;
        }
        Actor next = ready.get(ready.size() == 1 ? 0 : random.nextInt(ready.size()));
        if (next.standing != Standing.LOOKING) {
            acted();
        }
        next.standing = Standing.RUNNING;
        steps++;
        time.advance();
        next.turn.signalAll();
    }

    /** Nobody can do anything: a vacancy has to be decided, or time goes on until somebody gives up looking. */
    private List<Actor> lastResort() {
        for (Actor a : actors.values()) {
            if (a.standing == Standing.HELD) {
                a.stalled = true;
                return List.of(a);
            }
        }
        List<Actor> looking = actors.values().stream()
                .filter(a -> a.standing == Standing.LOOKING)
                .toList();
        if (!looking.isEmpty()) {
            time.skipTo(time.now() + GIVING_UP);
        }
        return looking;
    }

    private List<Actor> ready() {
        List<Actor> ready = new ArrayList<>();
        for (Actor a : actors.values()) {
            boolean looks = a.standing == Standing.LOOKING && !a.looked;
            if (looks || (a.standing == Standing.READY && a.begins <= time.now())) {
                ready.add(a);
            }
        }
        return ready;
    }

    /** Nobody can run now: virtual time goes on to where the next one begins. False if there is none. */
    private boolean skipToNext() {
        OptionalLong next = actors.values().stream()
                .filter(a -> a.standing == Standing.READY)
                .mapToLong(a -> a.begins)
                .min();
        next.ifPresent(time::skipTo);
        return next.isPresent();
    }

    private boolean running() {
        for (Actor a : actors.values()) {
            if (a.standing == Standing.RUNNING) {
                return true;
            }
        }
        return false;
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
