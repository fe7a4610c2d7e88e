package org.partita.core.execution;

import java.util.ArrayDeque;
import java.util.Deque;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.SpmConnection.State;
import org.partita.core.spm.PooledConnection;
import org.partita.core.spm.Resident;
import org.partita.core.spm.SpmTables;
import org.partita.core.spm.Waiter;

/**
 * What the SPM does by itself while the platform runs, on a thread that is there as long as there is something to do: it initializes partitions
 * that were loaded once more and run on others' stacks, and closes the connections of clients that have ended. Its fields belong to whoever owns
 * the PE.
 */
final class SpmKeeper {
    private final SpmComponent component;
    private final SpmCycles cycles;
    private final SpmTurns turns;
    private final SpmSociety society;
    private final SpmTables tables;
    private final Hub hub;
    private final Execution execution;
    private final Deque<Resident> loaded = new ArrayDeque<>();
    private final Deque<PooledConnection> closing = new ArrayDeque<>();
    private boolean works;

    /** @param component takes the PE for it */
    SpmKeeper(
            SpmComponent component,
            SpmCycles cycles,
            SpmTurns turns,
            SpmSociety society,
            SpmTables tables,
            Hub hub,
            Execution execution) {
        this.component = component;
        this.cycles = cycles;
        this.turns = turns;
        this.society = society;
        this.tables = tables;
        this.hub = hub;
        this.execution = execution;
    }

    /** Initializes a partition as soon as it can; messages for it wait meanwhile. */
    void initialize(Resident r) {
        r.busy(true);
        loaded.add(r);
        society.attend();
    }

    /** A client that has ended waited for this message; its connection is closed as soon as it has none. */
    void abandon(PooledConnection m) {
        if (m.state() == State.TAKEN) {
            m.orphan(() -> abandon(m));
            return;
        }
        boolean connected = m.connected();
        // who was told of it by its signal finds nothing to take (FF-M, psa_get: PSA_ERROR_DOES_NOT_EXIST)
        m.service().partition().unqueue(m);
        if (connected) {
            close(m);
        } else {
            tables.free(m);
        }
    }

    /** The client of a connection has ended: its service gets PSA_IPC_DISCONNECT as soon as it can. */
    void close(PooledConnection c) {
        if (c.broken()) {
            tables.free(c);
            return;
        }
        c.abandon();
        closing.add(c);
        society.attend();
    }

    /** Begins if there is something to do. */
    void look() {
        if (!works && !(loaded.isEmpty() && closing.isEmpty())) {
            works = true;
            execution.start(hub.token(), "SPM keeper", false, this::work);
        }
    }

    private void work() {
        turns.arrive(component);
        try {
            while (!loaded.isEmpty() || !closing.isEmpty()) {
                Resident r = loaded.poll();
                if (r != null) {
                    begin(r);
                }
                PooledConnection c = closing.poll();
                if (c != null && c.abandoned() && (c.state() == State.IDLE || c.state() == State.QUEUED)) {
                    disconnect(c);
                }
            }
        } finally {
            works = false;
            turns.depart(component);
        }
    }

    private void begin(Resident r) {
        SpmComponent p = SpmSociety.of(r);
        SpmCode code = p.code;
        if (cycles.initialize(component, r)) {
            return;
        }
        // it may have left again
        r.busy(false);
        society.left(p, false);
        if (code != null && p.code == code) {
            cycles.end(p, "did not initialize: " + code.failure(), null);
        }
    }

    /** As psa_close: on this stack, or queued; then whoever answers it frees it. */
    private void disconnect(PooledConnection c) {
        if (c.state() == State.IDLE && c.broken()) {
            tables.free(c);
            return;
        }
        if (c.state() == State.IDLE) {
            c.type(Signals.DISCONNECT);
            c.noVectors();
            c.outputs(0, 0);
        }
        component.pass.closes(c);
        boolean entered = cycles.again(component, turns.pe());
        component.awaited = null;
        if (entered) {
            if (c.state() == State.QUEUED) {
                c.taken();
                c.service().partition().settleSignals();
            }
            cycles.enter(component, c, turns.pe());
            tables.free(c);
        } else if (c.state() == State.QUEUED) {
            c.orphan(new Orphan(c));
        } else if (c.state() != State.FREE) {
            tables.free(c);
        }
    }

    /** Nobody waits for the answer, but the message is asked about again when its partition rests. */
    private final class Orphan implements Waiter {
        private final PooledConnection connection;

        Orphan(PooledConnection connection) {
            this.connection = connection;
        }

        @Override
        public void wake() {
            tables.free(connection);
        }

        @Override
        public void reconsider() {
            if (!closing.contains(connection)) {
                closing.add(connection);
                society.attend();
            }
        }
    }
}
