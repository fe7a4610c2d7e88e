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
 *
 * <p>Once the platform has booted it stands still unless a guest is there, an actor from outside: virtual time and everybody else wait
 * for the next one. When the last guest has left, what it has begun goes on until nobody has anything to do, for a while of virtual time
 * at most. Guests come in while it stands still: when they come, in real time, makes no difference then.
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

        /** Waits already, though its thread is still on its way. */
        boolean joined;

        boolean stalled;
        /** Was woken while it was awake. */
        boolean woken;
        /** Has looked, and nobody has done anything since. */
        boolean looked;
        /** Virtual time before which it is not chosen. */
        final long begins;
        /** From outside the platform. */
        final boolean guest;
        /** A thread of somebody else's, who wants to see what has come of it. */
        boolean visits;

        Actor(Entry entry, String name, long begins, Condition turn) {
            this.name = name;
            this.begins = begins;
            this.guest = entry.guest;
            this.turn = turn;
        }
    }

    /** How much virtual time a look costs when nobody can do anything any more. */
    private static final long GIVING_UP = 1_000_000;

    /** For how much virtual time the platform goes on after the last guest. */
    private static final long SETTLING = 10_000_000;

    /** Real time after which a guest does not wait any more to see what has come of it: then somebody takes no step. */
    private static final long PATIENCE = 10_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final SplittableRandom random;
    private final VirtualTime time;
    private final TreeMap<String, Actor> actors = new TreeMap<>();
    private final Map<Thread, Actor> byThread = new HashMap<>();
    private final Condition still = lock.newCondition();
    private boolean gated;
    private int guests;
    /** Nobody is chosen. */
    private boolean stands = true;
    /** Virtual time until which the platform goes on without guests. */
    private long until;

    private long steps;
    private Observer observer = (step, nanos) -> {};

    /** Looks at the platform while nobody runs. */
    public interface Observer {
        /**
         * @param step number of the step that comes
         * @param nanos virtual time
         */
        void before(long step, long nanos);
    }

    public RunToken(long seed, VirtualTime time) {
        this.random = new SplittableRandom(seed);
        this.time = time;
    }

    /** Sets who looks before each step; once, before anything runs. */
    public void observer(Observer value) {
        observer = value;
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

    /**
     * Somebody who will act.
     *
     * @param name what to call it
     * @param nanos how much virtual time from now on it is chosen at the earliest
     * @param guest whether it comes from outside the platform
     */
    record Entry(String name, long nanos, boolean guest) {}

    /** From now on the platform stands still while nobody from outside is there. */
    public void gate() {
        lock.lock();
        try {
            gated = true;
            until = time.now() + SETTLING;
        } finally {
            lock.unlock();
        }
    }

    /** The platform ends: everybody goes on. */
    public void open() {
        lock.lock();
        try {
            gated = false;
            still.signalAll();
            choose();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the platform stands still; a thread that is an actor does not. */
    void awaitStill() {
        lock.lock();
        try {
            if (!byThread.containsKey(Thread.currentThread())) {
                awaitStill(PATIENCE);
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitStill(long patience) {
        long left = patience;
        while (gated && !stands && left > 0) {
            try {
                left = still.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ContextStopped();
            }
        }
    }

    /**
     * Adds actors whose threads are still to come, all before the next choice: who is chosen must not depend on how
     * fast a thread starts. Each thread then calls {@link #arrive}. Guests that nobody inside has invited wait until the platform stands
     * still.
     *
     * @return their names, made unique
     */
    List<String> announce(List<Entry> entries) {
        lock.lock();
        try {
            boolean invited = byThread.containsKey(Thread.currentThread());
            if (!invited && entries.stream().anyMatch(Entry::guest)) {
                awaitStill(PATIENCE);
            }
            List<String> unique = entries.stream()
                    .map(e -> add(e, time.now() + e.nanos()).name)
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

    /** The calling thread becomes an actor that waits to be granted a PE: from now on, not only when it comes to {@link #block}. */
    void join(String name, Context context) {
        lock.lock();
        try {
            Actor a = add(new Entry(name, 0, false), 0);
            byThread.put(Thread.currentThread(), a);
            a.standing = Standing.BLOCKED;
            a.blockedOn = context;
            a.joined = true;
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
            awaitStill(Long.MAX_VALUE);
            Actor a = add(new Entry(name, 0, true), 0);
            a.visits = true;
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

    private Actor add(Entry entry, long begins) {
        String unique = entry.name;
        for (int i = 2; actors.containsKey(unique); i++) {
            unique = entry.name + "#" + i;
        }
        Actor a = new Actor(entry, unique, begins, lock.newCondition());
        actors.put(unique, a);
        guests += a.guest ? 1 : 0;
        return a;
    }

    /** The calling thread is an actor no more. One that has come by {@link #enter} sees what has come of it. */
    public void depart() {
        lock.lock();
        try {
            Actor a = byThread.get(Thread.currentThread());
            if (a != null) {
                remove(a);
                if (a.visits) {
                    awaitStill(PATIENCE);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void remove(Actor a) {
        byThread.values().remove(a);
        actors.remove(a.name);
        if (a.guest && --guests == 0) {
            until = time.now() + SETTLING;
        }
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
            if (!a.joined) {
                a.blockedOn = context;
                a.standing = context.wakes(me) ? Standing.READY : Standing.BLOCKED;
                acted();
                choose();
            }
            a.joined = false;
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
        List<Actor> ready = alone() && time.now() >= until ? List.of() : candidates();
        stands = ready.isEmpty();
        if (stands) {
            // what comes from outside later has to wait for a guest
            until = alone() ? time.now() : until;
            still.signalAll();
            return;
        }
        Actor next = ready.get(ready.size() == 1 ? 0 : random.nextInt(ready.size()));
        if (next.standing != Standing.LOOKING) {
            acted();
        }
        next.standing = Standing.RUNNING;
        steps++;
        time.advance();
        observer.before(steps, time.now());
        next.turn.signalAll();
    }

    /** Whether nobody from outside is there. */
    private boolean alone() {
        return gated && guests == 0;
    }

    private List<Actor> candidates() {
        List<Actor> ready = ready();
        if (ready.isEmpty() && skipToNext()) {
            ready = ready();
        }
        return ready.isEmpty() && !alone() ? lastResort() : ready;
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

    /** Nobody can run now: virtual time goes on to where the next one begins. False if there is none, or nobody waits for it. */
    private boolean skipToNext() {
        OptionalLong next = actors.values().stream()
                .filter(a -> a.standing == Standing.READY)
                .mapToLong(a -> a.begins)
                .min();
        if (next.isEmpty() || (alone() && next.getAsLong() > until)) {
            return false;
        }
        time.skipTo(next.getAsLong());
        return true;
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
