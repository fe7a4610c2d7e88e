package org.partita.core.execution;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.PlatformState;
import org.partita.api.call.RunState;
import org.partita.api.call.VirtualInterrupts;
import org.partita.api.provider.PrimaryScheduler;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;

/**
 * What the Hypervisor does on a PE that nobody runs on: it waits for something that is ready, asks the primary scheduler who is
 * next, and lends that context the PE (FF-A 2.11). A thread for each PE, asleep while there is nothing to do.
 */
public final class Dispatcher {
    private static final int REFUSALS = 8;
    /** Most contexts that one PE's cycles go through. */
    private static final int DEPTH = 32;

    private final Trampoline trampoline;
    private final Hub hub;
    private final PlatformState state;
    private final ToIntFunction<Endpoint> priorities;
    private final Loop[] loops;
    private final Execution execution;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean open;
    private volatile boolean closed;

    /** @param priorities of endpoints, lower runs first */
    public Dispatcher(
            Trampoline trampoline, Execution execution, PlatformState state, ToIntFunction<Endpoint> priorities) {
        this.trampoline = trampoline;
        this.execution = execution;
        this.hub = trampoline.hub();
        this.state = state;
        this.priorities = priorities;
        this.loops = new Loop[hub.peCount()];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = new Loop(i);
        }
    }

    /** The platform has booted: until then whoever boots owns the cycles (FF-A 2.11). */
    public void open() {
        open = true;
        published(hub.wiring());
    }

    /** Another wiring is current: begins to look, on each PE, as soon as there is a primary scheduler. */
    void published(Wiring w) {
        if (open && (w.fills(RoleTable.SCHEDULER) || w.fills(RoleTable.GIC)) && started.compareAndSet(false, true)) {
            for (Loop loop : loops) {
                loop.thread = execution.start(hub.token(), loop.name, false, loop::run);
            }
        }
        kick();
    }

    /** Ends all loops; a context that runs on a PE goes on until it gives the PE back. */
    public void close() {
        closed = true;
        kick();
    }

    /** Whether it has begun to look. */
    boolean started() {
        return started.get();
    }

    ToIntFunction<Endpoint> priorities() {
        return priorities;
    }

    void kick() {
        for (Loop loop : loops) {
            loop.kick();
        }
    }

    void kick(int pe) {
        loops[pe].kick();
    }

    /**
     * A context of the Normal world has a virtual interrupt pending. If its cycles are with somebody else, that one's PE turns back to it;
     * if it waits for cycles and no PE is free, the PE whose endpoint has the lowest priority looks who is next.
     */
    void bid(Context context) {
        Endpoint e = context.endpoint();
        if (e == null || e.secure() || e.aborted()) {
            return;
        }
        Pe last = context.pe;
        switch (context.state()) {
            case BUSY -> {
                if (last != null && last.owner() != null && last.owner() != context) {
                    last.ask();
                }
            }
            case IDLE, YIELDED, PREEMPTED -> {
                Pe least = e.pinned() ? hub.pe(context.vcpu()) : leastUrgent();
                Pe pe = least != null && !e.pinned() && hub.scheduler() != null ? last : least;
                Context runs = pe == null ? null : runs(pe);
                // a client is no endpoint's code: nobody looks there
                if (pe != null && runs != null && runs != context && !runs.borrowed && outranks(e, runs)) {
                    pe.ask();
                }
            }
            case CREATED, ABORTED -> {
                // never runs, or not yet
            }
        }
    }

    /** Where a scheduler is part of an endpoint, that one decides. */
    private boolean outranks(Endpoint e, Context runs) {
        Endpoint other = runs.endpoint();
        return hub.scheduler() != null || (other != null && priorities.applyAsInt(e) < priorities.applyAsInt(other));
    }

    /** The PE on which the endpoint with the lowest priority runs; null if one is free, or in the hands of a manager. */
    private @Nullable Pe leastUrgent() {
        Pe least = null;
        int lowest = Integer.MIN_VALUE;
        for (int i = 0; i < loops.length; i++) {
            Pe pe = hub.pe(i);
            Context runs = runs(pe);
            Endpoint e = runs == null ? null : runs.endpoint();
            if (runs == null || e == null) {
                return null;
            }
            if (!runs.borrowed && priorities.applyAsInt(e) > lowest) {
                lowest = priorities.applyAsInt(e);
                least = pe;
            }
        }
        return least;
    }

    /** Whose cycles of the Normal world a PE runs on; null if nobody's. */
    private static @Nullable Context runs(Pe pe) {
        Context c = pe.owner();
        for (int i = 0;
                i < DEPTH && c != null && (c.endpoint() == null || c.endpoint().secure());
                i++) {
            c = c.lender;
        }
        return c == null || c.endpoint() == null ? null : c;
    }

    private final class Loop {
        private final int pe;
        private final String name;
        private volatile boolean kicked;
        /** Times in a row that whoever was chosen could not be run. */
        private int refused;

        private boolean chosen;
        volatile @Nullable Thread thread;

        Loop(int pe) {
            this.pe = pe;
            this.name = "pe " + pe;
        }

        void kick() {
            kicked = true;
            RunToken token = hub.token();
            if (token != null) {
                token.wake(name);
            } else {
                LockSupport.unpark(thread);
            }
        }

        void run() {
            while (!closed) {
                kicked = false;
                if (!work()) {
                    sleep();
                }
            }
        }

        private void sleep() {
            RunToken token = hub.token();
            while (!kicked && !closed) {
                if (token != null) {
                    token.sleep();
                } else {
                    LockSupport.park(this);
                }
            }
        }

        /** Runs whoever is next; false if nobody is, or the PE is not free. */
        private boolean work() {
            Pe here = hub.pe(pe);
            if (here.owner() != null) {
                bidAgain(here);
                return false;
            }
            boolean schedules =
                    hub.wiring().fills(RoleTable.SCHEDULER) && new Ready(state, here, priorities).size() > 0;
            ManagerKind kind = state.hypervisorPresent() ? ManagerKind.HYPERVISOR : ManagerKind.SPMD;
            Context manager = here.manager(kind);
            if ((!schedules && !here.attention) || !trampoline.acquire(manager, pe)) {
                return false;
            }
            boolean ran = false;
            try {
                ran = trampoline.attend(manager);
                chosen = false;
                ran |= schedules && trampoline.dispatch(manager, w -> next(w, here));
            } finally {
                here.thread = null;
                here.owner(null);
            }
            refused = chosen && !ran ? refused + 1 : 0;
            // somebody else was faster: others may be ready
            return ran || (chosen && refused < REFUSALS);
        }

        /** The PE has been taken by somebody else: those for whom it was free when they looked, look again. */
        private void bidAgain(Pe here) {
            Ready ready = new Ready(state, here, priorities);
            for (int i = 0; i < ready.size(); i++) {
                if (ready.at(i).virtual.pending()) {
                    bid(ready.at(i));
                }
            }
        }

        /** Who the primary scheduler says is next; null if nobody. */
        private @Nullable Context next(Wiring w, Pe here) {
            PrimaryScheduler scheduler = w.scheduler;
            Ready ready = new Ready(state, here, priorities);
            if (scheduler == null || ready.size() == 0) {
                return null;
            }
            w.served(pe)[RoleTable.SCHEDULER]++;
            int position = scheduler.next(ready, pe);
            if (position >= 0) {
                chosen = true;
                return ready.at(position);
            }
            tell();
            return null;
        }

        /** A primary scheduler that is part of a partition finds out itself who is ready, when it is told to look. */
        private void tell() {
            Endpoint scheduler = hub.scheduler();
            Context there = scheduler == null ? null : (Context) scheduler.contextOn(pe);
            if (there != null && there.state() == RunState.IDLE && !there.virtual.pending()) {
                there.virtual.pend(VirtualInterrupts.SCHEDULE);
            }
        }
    }
}
