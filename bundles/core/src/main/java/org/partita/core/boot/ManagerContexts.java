package org.partita.core.boot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.call.Component;
import org.partita.api.call.ManagerKind;
import org.partita.api.ffa.Conduit;
import org.partita.core.execution.Context;
import org.partita.core.execution.Hub;
import org.partita.core.execution.Trampoline;
import org.partita.core.state.Directory;

/** The managers' own contexts, one on each PE (FF-A 4.4.1). */
public final class ManagerContexts {
    private static final long PATIENCE = Duration.ofSeconds(10).toNanos();
    private static final long TURNS = 100;

    private final Hub hub;
    private final Trampoline trampoline;

    /** Makes a context on each PE for each manager. */
    public ManagerContexts(Hub hub, Trampoline trampoline, Topology topology, Directory directory) {
        this.hub = hub;
        this.trampoline = trampoline;
        for (Component c : topology.managers()) {
            ManagerKind kind = c.manager();
            for (int pe = 0; kind != null && pe < hub.peCount(); pe++) {
                Context context = new Context(c, null, pe, Conduit.SMC, directory, hub);
                trampoline.manager(kind, pe, context);
            }
        }
    }

    /**
     * Takes a PE for a manager's context.
     *
     * @throws PartitaException if the PE is not free
     */
    Context take(ManagerKind kind, int pe) {
        Context c = hub.pe(pe).manager(kind);
        if (!trampoline.acquire(c, pe, PATIENCE)) {
            throw new PartitaException("PE " + pe + " is taken by " + hub.pe(pe).owner() + ": try again");
        }
        return c;
    }

    /**
     * Takes whichever PE is free for a manager's context.
     *
     * @throws PartitaException if none is
     */
    Context takeAny(ManagerKind kind) {
        int pes = hub.peCount();
        long turn = PATIENCE / (TURNS * pes);
        for (int i = 0; i < TURNS * pes; i++) {
            Context c = hub.pe(i % pes).manager(kind);
            // the first turn finds what is free now
            if (i < pes ? trampoline.acquire(c, i) : trampoline.acquire(c, i % pes, turn)) {
                return c;
            }
        }
        throw new PartitaException("all " + pes + " PEs are taken, see spm:status: try again");
    }

    /** A manager's context if the PE is free, else null. */
    @Nullable
    Context free(ManagerKind kind, int pe) {
        Context c = hub.pe(pe).manager(kind);
        return trampoline.acquire(c, pe) ? c : null;
    }

    void release(Context c) {
        trampoline.release(c);
    }
}
