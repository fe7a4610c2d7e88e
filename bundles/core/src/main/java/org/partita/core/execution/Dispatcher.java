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
