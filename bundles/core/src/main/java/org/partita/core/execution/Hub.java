package org.partita.core.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.call.Endpoint;
import org.partita.api.call.PlatformState;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.PhysicalMemory;
import org.partita.core.wiring.Wiring;

/** Where passes find the current wiring, and where a writer waits for passes to end. */
public final class Hub {
    private static final long DRAIN_PAUSE = 20_000;
    private static final long REVOKE_GRACE = 10_000_000;

    private volatile Wiring wiring;
    private volatile Signal superseded = new Signal();
    private volatile Pe[] pes = new Pe[0];
    private @Nullable RunToken token;

    /** The slot of threads that are no PE: administrators and boot. One at a time. */
    private final Pe outside = new Pe(-1, this);

    private final WriterLock outsideTurn = new WriterLock();

    /** Core stops: a role that is vacant now stays vacant. */
    private volatile boolean closed;

    /** The memory model of the wiring before, while passes that see it are not drained. */
    private volatile @Nullable PhysicalMemory leaving;

    private volatile @Nullable Endpoint scheduler;
    private volatile @Nullable Dispatcher dispatcher;
    private volatile @Nullable Interrupts interrupts;
    private volatile @Nullable Timers timers;
    private volatile @Nullable SpmSociety society;
    private final AtomicLong turns = new AtomicLong();
    private final CrossingLog log;
    private final WriterLock writer = new WriterLock();

    public Hub(Wiring first, CrossingLog log) {
        this.wiring = first;
        this.log = log;
    }

    /** The lock of whoever publishes; see {@link WriterLock} for the order of locks. */
    public WriterLock writer() {
        return writer;
    }

    CrossingLog log() {
        return log;
    }

    /** Whether the pass with this epoch was given up by a drain; waits for a drain that is deciding. */
    boolean lost(Pe pe, long epoch) {
        return writer.get(() -> {
            boolean lost = pe.revoked == epoch;
            pe.revoked = 0;
            return lost;
        });
    }

    public Wiring wiring() {
        return wiring;
    }

    /** Whether callers of a role are held because it is vacant. */
    public boolean vacant(int role) {
        return (wiring.vacant >>> role & 1) != 0;
    }

    /** Makes the platform's PEs; once, before anything runs. */
    public void pes(int count) {
        Pe[] made = new Pe[count];
        for (int i = 0; i < count; i++) {
            made[i] = new Pe(i, this);
        }
        pes = made;
    }

    public Pe pe(int index) {
        return pes[index];
    }

    public int peCount() {
        return pes.length;
    }

    /** The run token of deterministic mode, or null. */
    public @Nullable RunToken token() {
        return token;
    }

    /**
     * Does what somebody outside the platform wants: in deterministic mode as an actor, at its turn, and what comes of it has come when
     * this returns.
     *
     * @param actor what to call it
     */
    public <T> T acting(String actor, Supplier<T> action) {
        RunToken t = token;
        boolean entered = t != null && t.enter(actor);
        try {
            return action.get();
        } finally {
            if (entered && t != null) {
                t.depart();
            }
        }
    }

    /** Sets deterministic mode; once, before anything runs. */
    public void token(RunToken value) {
        token = value;
    }

    /** Core stops: whoever waits for a role sees the next wiring and gives up. Before that is published. */
    public void close() {
        closed = true;
    }

    /** Whether core stops. */
    boolean closed() {
        return closed;
    }

    /** Makes a wiring current. One writer at a time. */
    public void publish(Wiring next) {
        Signal old = superseded;
        if (next.memory == null && wiring.memory != null) {
            leaving = wiring.memory;
        }
        wiring = next;
        superseded = new Signal();
        old.raise();
        RunToken t = token;
        if (t != null) {
            t.published();
        }
        Interrupts i = interrupts;
        if (i != null) {
            i.published();
        }
        Timers clock = timers;
        if (clock != null) {
            clock.published();
        }
        Dispatcher d = dispatcher;
        if (d != null) {
            d.published(next);
        }
        SpmSociety s = society;
        if (s != null) {
            s.published(next);
        }
    }

    /** Who makes calls of the PSA API, or null. */
    @Nullable
    SpmSociety society() {
        return society;
    }

    /** Sets who makes calls of the PSA API; once, before anything runs. */
    public void society(SpmSociety value) {
        society = value;
    }

    /** The partition that the primary scheduler is part of, or null (FF-A 2.11). */
    @Nullable
    Endpoint scheduler() {
        return scheduler;
    }

    /** Sets who implements the primary scheduler, by the manifests. */
    public void scheduler(@Nullable Endpoint endpoint) {
        scheduler = endpoint;
    }

    /** Sets who is to look when a PE is free or something is ready; once, before anything runs. */
    public void dispatcher(Dispatcher value) {
        dispatcher = value;
    }

    /** Who could run on a PE now. */
    Ready ready(PlatformState state, Pe pe) {
        Dispatcher d = dispatcher;
        return new Ready(state, pe, d == null ? e -> 0 : d.priorities());
    }

    /** Sets where interrupts come from; once, before anything runs. */
    public void interrupts(Interrupts value) {
        interrupts = value;
    }

    /** Sets where timers are; once, before anything runs. */
    public void timers(Timers value) {
        timers = value;
    }

    @Nullable
    Timers timers() {
        return timers;
    }

    /** Where interrupts come from. */
    @Nullable
    Interrupts interrupts() {
        return interrupts;
    }

    /** A context has become idle: what came for it since it looked, or while it was claimed, has made nobody run it. */
    void late(Context context) {
        Interrupts i = interrupts;
        Endpoint e = context.endpoint();
        if (e == null || !context.virtual.pending()) {
            return;
        }
        if (!e.secure()) {
            kick();
        } else if (i != null && !context.virtual.masked()) {
            i.late(context, e);
        }
    }

    /** A virtual interrupt is pending for a context: it may be ready now, or be what its PE has to turn to. */
    void pended(Context context) {
        Dispatcher d = dispatcher;
        if (d != null) {
            d.bid(context);
            d.kick();
        }
    }

    /** Whether PEs that are free go to whoever is ready. */
    boolean dispatches() {
        Dispatcher d = dispatcher;
        return d != null && d.started();
    }

    /** Something may be ready to run on any PE. */
    public void kick() {
        Dispatcher d = dispatcher;
        if (d != null) {
            d.kick();
        }
    }

    /** Something may be ready to run on this PE, or it is free. */
    void kick(int pe) {
        Dispatcher d = dispatcher;
        if (d != null) {
            d.kick(pe);
        }
    }

    /** An interrupt is signalled to a PE. */
    void interrupted(int pe) {
        kick(pe);
        SpmSociety s = society;
        if (s != null) {
            s.interrupted();
        }
    }

    /** A context has ended the handling of a virtual interrupt. */
    void ended(Context context, int intid) {
        Interrupts i = interrupts;
        if (i != null) {
            i.ended(context, intid);
        }
    }

    /** A number that grows with each hand-over of a PE. */
    long turn() {
        return turns.incrementAndGet();
    }

    /** Raised when the wiring that is current now is no longer; read it before reading the wiring. */
    public Signal superseded() {
        return superseded;
    }

    /**
     * Waits until no pass sees an older wiring than the current one, at most until the deadline. The calling thread's
     * own pass would never end: it counts as undrained.
     *
     * @param nanos real time
     * @param undrained told each pass that did not end, with the stack of its thread
     * @return whether all passes ended
     */
    public boolean drain(long nanos, Consumer<String> undrained) {
        boolean clean = drain(nanos, true, undrained);
        leaving = null;
        return clean;
    }

    /** As {@link #drain}, but a pass that does not end keeps its result: its provider serves on. */
    public boolean awaitDrained(long nanos, Consumer<String> undrained) {
        boolean clean = drain(nanos, false, undrained);
        if (clean) {
            leaving = null;
        }
        return clean;
    }

    private boolean drain(long nanos, boolean giveUp, Consumer<String> undrained) {
        long epoch = wiring.epoch;
        long deadline = Execution.realNanos() + nanos;
        boolean clean = true;
        for (Pe pe : pes) {
            clean &= drain(pe, epoch, deadline, giveUp, undrained);
        }
        Interrupts i = interrupts;
        if (i != null) {
            // whoever uses the interrupt controller holds its lock and no pin
            i.quiesce();
        }
        Timers clock = timers;
        if (clock != null) {
            clock.quiesce();
        }
        return drain(outside, epoch, deadline, giveUp, undrained) && clean;
    }

    /** The memory model for a thread that has pinned a wiring: the current one, or the one that its pass still sees. */
    public PhysicalMemory memory() {
        PhysicalMemory m = wiring.memory;
        if (m == null) {
            m = leaving;
        }
        if (m == null) {
            throw new MemoryFault(MemoryFault.Cause.BUS, 0, "hardware/memory is vacant: see spm:wiring");
        }
        return m;
    }

    /**
     * Uses a provider from a thread that is no PE: pinned and counted like a pass, after the role is filled.
     *
     * @param role whose provider is used
     * @param use gets the pinned wiring
     * @throws PartitaException if nobody fills the role within the limit
     */
    public <T> T outside(int role, long limitNanos, Function<Wiring, T> use) {
        return outside(Set.of(role), limitNanos, use);
    }

    /** As {@link #outside(int, long, Function)}, with several providers of one wiring. */
    public <T> T outside(Set<Integer> roles, long limitNanos, Function<Wiring, T> use) {
        long end = Execution.realNanos() + limitNanos;
        List<T> result = new ArrayList<>();
        for (; ; ) {
            Signal next = superseded;
            outsideTurn.run(() -> use(roles, w -> result.add(use.apply(w))));
            if (!result.isEmpty()) {
                return result.getFirst();
            }
            if (closed) {
                throw new PartitaException("the platform stops");
            }
            awaitNext(next, end);
        }
    }

    private void use(Set<Integer> roles, Consumer<Wiring> use) {
        outside.thread = Thread.currentThread();
        Wiring w = outside.pin();
        try {
            if (roles.stream().allMatch(w::fills)) {
                roles.forEach(role -> w.served(outside.index)[role]++);
                use.accept(w);
            }
        } finally {
            outside.leave();
            outside.thread = null;
        }
    }

    private void awaitNext(Signal next, long end) {
        RunToken t = token;
        if (t != null && t.acts()) {
            // no real time decides: whoever could fill the role gets the token
            if (t.hold()) {
                return;
            }
            throw vacant();
        }
        try {
            if (next.await(Math.max(0, end - Execution.realNanos()))) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw vacant();
    }

    private static PartitaException vacant() {
        return new PartitaException("a role that is needed for this is vacant: see spm:wiring");
    }

    private static boolean drain(Pe pe, long epoch, long deadline, boolean giveUp, Consumer<String> undrained) {
        for (; ; ) {
            long inside = pe.epoch;
            if (inside == 0 || inside >= epoch) {
                return true;
            }
            if (pe.thread == Thread.currentThread()) {
                if (giveUp) {
                    pe.revoked = inside;
                }
                undrained.accept("the framework was called from inside a pass on PE " + pe.index
                        + System.lineSeparator() + Execution.stackOf(Thread.currentThread()));
                return false;
            }
            if (Execution.realNanos() - deadline > 0) {
                if (giveUp && !revoke(pe, inside)) {
                    return true;
                }
                undrained.accept("a pass on PE " + pe.index + " is still inside" + System.lineSeparator()
                        + Execution.stackOf(pe.thread));
                return false;
            }
            Execution.pause(DRAIN_PAUSE);
        }
    }

    /** Revokes, then looks again: a pass that ended meanwhile counts as done. */
    private static boolean revoke(Pe pe, long inside) {
        pe.revoked = inside;
        long until = Execution.realNanos() + REVOKE_GRACE;
        while (Execution.realNanos() - until < 0) {
            Execution.pause(DRAIN_PAUSE);
        }
        if (pe.epoch != inside) {
            pe.revoked = 0;
            return false;
        }
        return true;
    }

    /** Whether the calling thread is inside a pass. */
    public boolean insidePass() {
        Thread me = Thread.currentThread();
        for (Pe pe : pes) {
            if (pe.thread == me && pe.epoch != 0) {
                return true;
            }
        }
        return false;
    }

    /** Passes under way, and uses of providers by threads that are no PE. */
    public int pins() {
        int n = outside.epoch != 0 ? 1 : 0;
        for (Pe pe : pes) {
            n += pe.epoch != 0 ? 1 : 0;
        }
        return n;
    }

    /** All PEs, for status. */
    public List<Pe> all() {
        List<Pe> list = new ArrayList<>();
        for (Pe pe : pes) {
            list.add(pe);
        }
        return list;
    }
}
