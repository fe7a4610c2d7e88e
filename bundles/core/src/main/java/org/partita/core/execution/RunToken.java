package org.partita.core.execution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.partita.core.execution.Actor.Kind;
import org.partita.core.execution.Actor.Standing;

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
    /** Real time after which a guest does not wait any more to see what has come of it: then somebody takes no step. */
    private static final long PATIENCE = 10_000_000_000L;

    /** The event that a thread from outside runs code of: set in the event's own, and inherited by those that it starts. */
    private static final InheritableThreadLocal<@Nullable Actor> EVENT = new InheritableThreadLocal<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final SplittableRandom random;
    private final VirtualTime time;
    private final Actors actors;
    private final Map<Thread, Actor> byThread = new HashMap<>();
    /** Whoever waits outside has to look again. */
    private final Condition door = lock.newCondition();
    /** Nobody is chosen. */
    private boolean stands = true;

    private boolean ended;
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
        this.actors = new Actors(time);
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
            Actor lender = actors.lender();
            return lender == null ? null : new Turn(lender.name, lender.thread, steps);
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

    /** From now on the platform stands still while nobody from outside is there. */
    public void gate() {
        lock.lock();
        try {
            actors.gate(true);
        } finally {
            lock.unlock();
        }
    }

    /** The platform ends: everybody goes on. */
    public void open() {
        lock.lock();
        try {
            actors.gate(false);
            ended = true;
            door.signalAll();
            choose();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the platform stands still; a thread that is an actor, or runs an event's code, does not. */
    public void awaitStill() {
        lock.lock();
        try {
            if (!byThread.containsKey(Thread.currentThread()) && event() == null) {
                awaitAtDoor(() -> stands, PATIENCE);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a state of the platform, until nobody has taken a step for so long, in nanoseconds of real time. */
    private void awaitAtDoor(BooleanSupplier state, long patience) {
        long left = patience;
        long seen = steps;
        while (actors.gated() && !state.getAsBoolean() && left > 0) {
            try {
                left = door.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ContextStopped();
            }
            if (seen != steps) {
                seen = steps;
                left = patience;
            }
        }
    }

    /**
     * Adds actors whose threads are still to come, all before the next choice: who is chosen must not depend on how
     * fast a thread starts. Each thread then calls {@link #arrive}. Guests that nobody inside has invited wait until the platform stands
     * still, or an event runs.
     *
     * @param awaited whether the calling thread does nothing until they have departed: an event's then has the token lent to them
     * @return the actors in the same order
     */
    List<Actor> announce(List<Actor.Entry> entries, boolean awaited) {
        lock.lock();
        try {
            boolean invited = byThread.containsKey(Thread.currentThread());
            boolean guests = entries.stream().anyMatch(e -> e.kind() == Kind.GUEST);
            if (!invited && guests && event() == null) {
                awaitAtDoor(() -> stands || actors.lender() != null, PATIENCE);
            }
            List<Actor> added = entries.stream()
                    .map(e -> actors.add(e, time.now() + e.nanos(), lock::newCondition))
                    .toList();
            if (!invited && guests && awaited) {
                comeIn(added);
            }
            choose();
            return added;
        } finally {
            lock.unlock();
        }
    }

    /** Adds an event that is to happen at this virtual time; its thread is still to come. */
    Actor appoint(String name, long nanos) {
        lock.lock();
        try {
            Actor a = actors.add(new Actor.Entry(name, 0, Kind.EVENT), nanos, lock::newCondition);
            choose();
            return a;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The thread of an announced actor is here and waits for its first turn.
     *
     * @return false if the actor was called off
     */
    boolean arrive(Actor a) {
        lock.lock();
        try {
            if (a.standing == Standing.GONE) {
                return false;
            }
            byThread.put(Thread.currentThread(), a);
            return awaitTurn(a);
        } finally {
            lock.unlock();
        }
    }

    /** An actor that has not had a turn, or has lent the token, has nothing to do any more. */
    void callOff(Actor a) {
        lock.lock();
        try {
            if (a.standing != Standing.GONE) {
                remove(a);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The calling thread becomes an actor that waits to be granted a PE: from now on, not only when it comes to {@link #block}. */
    void join(String name, Context context) {
        lock.lock();
        try {
            Actor a = actors.add(new Actor.Entry(name, 0, Kind.INHABITANT), 0, lock::newCondition);
            byThread.put(Thread.currentThread(), a);
            a.standing = Standing.BLOCKED;
            a.blockedOn = context;
            a.joined = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The calling thread becomes an actor and waits for its first turn: when the platform stands still or, if it runs an event's code, when
     * the event has the token to lend. True if it was none before.
     */
    public boolean enter(String name) {
        lock.lock();
        try {
            if (byThread.containsKey(Thread.currentThread())) {
                return false;
            }
            awaitAtDoor(this::admitted, Long.MAX_VALUE);
            Actor a = actors.add(new Actor.Entry(name, 0, Kind.GUEST), 0, lock::newCondition);
            a.visits = true;
            byThread.put(Thread.currentThread(), a);
            comeIn(List.of(a));
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

    /** The event that the calling thread runs code of, and that has not ended; null if there is none. */
    private @Nullable Actor event() {
        Actor e = EVENT.get();
        return e == null || actors.find(e.name) != e ? null : e;
    }

    private boolean admitted() {
        Actor e = event();
        return e == null ? stands : e.lends();
    }

    /** Guests have come: if they run an event's code it has nothing to lend until they have left. */
    private void comeIn(List<Actor> guests) {
        Actor e = event();
        if (e != null) {
            guests.forEach(a -> a.patron = e);
            e.clients += guests.size();
        }
    }

    /** The calling thread is an actor no more. One that has come by {@link #enter} sees what has come of it. */
    public void depart() {
        lock.lock();
        try {
            Actor a = byThread.get(Thread.currentThread());
            if (a != null) {
                boolean visits = a.visits && a.patron == null;
                remove(a);
                if (visits) {
                    awaitAtDoor(() -> stands, PATIENCE);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void remove(Actor a) {
        byThread.values().remove(a);
        actors.remove(a);
        leave(a);
        actors.acted();
        choose();
    }

    /** The event whose code it ran, if it did, has the token to lend again. */
    private void leave(Actor a) {
        Actor patron = a.patron;
        a.patron = null;
        if (patron != null) {
            patron.clients--;
            door.signalAll();
        }
    }

    /** Nobody waits any more for what a thread does, if that is an actor. */
    void dismiss(Thread thread) {
        lock.lock();
        try {
            Actor a = byThread.get(thread);
            if (a != null) {
                a.visits = false;
                actors.dismiss(a);
                leave(a);
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- events

    /** The calling actor lends the token to threads from outside: nobody is chosen while none of them is inside, until it departs. */
    void lend() {
        lock.lock();
        try {
            Actor a = byThread.remove(Thread.currentThread());
            if (a == null) {
                throw new IllegalStateException("no actor");
            }
            a.thread = Thread.currentThread();
            a.standing = Standing.LENDING;
            EVENT.set(a);
            // who waits at the door and runs the code of an event that has ended waits for the platform
            door.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the calling thread runs the code of an event that has not ended. */
    boolean inEvent() {
        lock.lock();
        try {
            return event() != null;
        } finally {
            lock.unlock();
        }
    }

    /** The calling actor goes on at this virtual time, while others do what they have to do. */
    public void awaitTime(long nanos) {
        lock.lock();
        try {
            Actor a = byThread.get(Thread.currentThread());
            if (a != null) {
                a.begins = Math.max(a.begins, nanos);
                a.standing = Standing.READY;
                actors.acted();
                choose();
                awaitTurn(a);
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- what actors do

    /** A step: anybody who is ready may be next. */
    public void step() {
        lock.lock();
        try {
            Actor a = byThread.get(Thread.currentThread());
            if (a != null) {
                a.standing = Standing.READY;
                actors.acted();
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
                actors.acted();
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
            actors.acted();
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
            for (Actor a : actors.all()) {
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
                actors.acted();
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
            Actor a = actors.find(name);
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
        if (actors.running() || (actors.lender() != null && !ended)) {
            return;
        }
        List<Actor> candidates = actors.candidates();
        stands = candidates.isEmpty();
        if (stands) {
            actors.settled();
            door.signalAll();
            return;
        }
        Actor next = candidates.get(candidates.size() == 1 ? 0 : random.nextInt(candidates.size()));
        if (next.standing != Standing.LOOKING) {
            actors.acted();
        }
        next.standing = Standing.RUNNING;
        actors.begun(next);
        steps++;
        time.advance();
        observer.before(steps, time.now());
        next.turn.signalAll();
    }

    private boolean awaitTurn(Actor a) {
        while (a.standing != Standing.RUNNING) {
            if (a.standing == Standing.GONE) {
                return false;
            }
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
        return true;
    }
}
