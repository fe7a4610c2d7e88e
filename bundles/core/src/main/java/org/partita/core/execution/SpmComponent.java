package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.memory.TranslationRegime;
import org.partita.core.spm.PooledConnection;
import org.partita.core.spm.Resident;
import org.partita.core.spm.Waiter;

/**
 * Who makes calls of the PSA API: a partition, or a Non-secure client; and the SPM itself while it boots. Its fields belong to whoever owns the
 * PE.
 */
final class SpmComponent implements Waiter {
    final int index;
    final Context context;
    final SpmPass pass;
    final @Nullable Resident resident;
    final TranslationRegime regime;

    /** What of it the MPU permits; null if it does not decide about this component. */
    final @Nullable SpmDomain domain;

    final SpmApi api;

    /** Lower runs first. */
    final int priority;

    private final SpmTurns turns;

    /** The message whose answer it waits for. */
    @Nullable
    PooledConnection awaited;

    /** Signals one of which it waits for. */
    int mask;

    /** Whether its thread waits for a message for one of its functions. */
    volatile boolean idle;

    /** Whether its context is lent to an administrator: its thread, if it has one, waits on. */
    boolean lent;

    /** Makes calls in its partition's name for administrators, once that was wanted. */
    volatile @Nullable SpmComponent visitor;

    /** Whether it is a client in the middle of a call. */
    volatile boolean within;

    /** Whether the backend of now wants a thread for it, and somebody else's stack has it. */
    boolean unsuited;

    /** Whether its first-level interrupt handling runs. */
    boolean firstLevel;

    /** Whether it has given the PE away and cannot go on by itself. */
    boolean blocked;

    /** Whether it is to ask the backend again what becomes of its message. */
    boolean again;

    /** Its code, if it is a partition and the code is there. */
    volatile @Nullable SpmCode code;

    /** The thread that it has of its own, if it has one. */
    @Nullable
    SpmThread thread;

    SpmComponent(
            int index,
            Context context,
            @Nullable Resident resident,
            TranslationRegime regime,
            @Nullable SpmDomain domain,
            int priority,
            Maker maker) {
        this.index = index;
        this.context = context;
        this.resident = resident;
        this.regime = regime;
        this.domain = domain;
        this.priority = priority;
        this.turns = maker.turns();
        this.pass = maker.pass(this);
        this.api = maker.api(this);
    }

    /** What a component is made with. */
    interface Maker {
        SpmTurns turns();

        SpmPass pass(SpmComponent of);

        SpmApi api(SpmComponent of);
    }

    /** Whether its partition has ended: its code comes back from no call. */
    boolean ended() {
        Resident r = resident;
        return r != null && r.ended();
    }

    /** Whether what it waits for has come. */
    boolean satisfied() {
        PooledConnection m = awaited;
        SpmThread t = thread;
        Resident r = resident;
        if (ended()) {
            return true;
        }
        if (lent) {
            return false;
        }
        if (m != null) {
            return m.state() == SpmConnection.State.ANSWERED || again;
        }
        if (r == null || (t != null && t.retired)) {
            return true;
        }
        return idle ? r.oldest() != null : mask == 0 || (r.asserted() & mask) != 0;
    }

    SpmInterrupts interrupts() {
        return turns.interrupts();
    }

    /** Nothing of its partition runs any more: it waits for nothing. */
    void forget() {
        awaited = null;
        mask = 0;
        idle = false;
        unsuited = false;
        blocked = false;
        again = false;
    }

    @Override
    public void wake() {
        turns.wake(this);
    }

    @Override
    public void reconsider() {
        again = true;
        turns.wake(this);
    }

    @Override
    public String toString() {
        return context.toString();
    }
}
