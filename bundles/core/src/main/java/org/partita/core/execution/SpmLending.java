package org.partita.core.execution;

import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.core.spm.PooledConnection;
import org.partita.core.spm.Resident;

/**
 * Lends the context of a partition that is idle to whoever makes calls in its name: that of an SFN partition which rests, or one whose thread
 * waits for messages or signals and has none. The thread waits on until the context is given back, as if it had made the calls itself. By
 * whoever owns the PE.
 */
final class SpmLending {
    private final SpmSociety society;

    SpmLending(SpmSociety society) {
        this.society = society;
    }

    /** Why the context is not idle, in words; empty if it is. */
    static String state(SpmComponent p) {
        Resident r = SpmSociety.resident(p);
        PooledConnection m = p.awaited;
        boolean waits = p.idle || (p.mask != 0 && r.manifest().model() == PartitionModel.IPC);
        if (r.ended()) {
            return "ended";
        }
        if (m != null) {
            return "waiting for an answer of " + m.service().manifest().name();
        }
        if (p.thread == null) {
            return r.rests() ? "" : "in the middle of a message";
        }
        if (!p.blocked) {
            return "ready to run";
        }
        if (!waits) {
            return "in the middle of a message";
        }
        return p.satisfied() ? "about to process a message or a signal" : "";
    }

    /** Lends a context that is idle. */
    void lend(SpmComponent p) {
        p.lent = true;
        SpmSociety.resident(p).busy(true);
    }

    /** The context is its partition's again. */
    void giveBack(SpmComponent p) {
        Resident r = SpmSociety.resident(p);
        p.lent = false;
        if (p.thread == null) {
            r.busy(false);
            society.left(p, false);
            r.rested();
        }
        p.wake();
    }
}
