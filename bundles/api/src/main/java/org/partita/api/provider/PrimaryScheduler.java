package org.partita.api.provider;

import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.call.ReadySet;

/**
 * Fills scheduler: the primary scheduler, which owns CPU cycles and lends them to execution contexts (FF-A 2.11). There is one
 * for all PEs, and core asks it for each PE: that is its instance there. It decides and does nothing: core calls it while it
 * holds the PE.
 */
@ConsumerType
public interface PrimaryScheduler extends Provider {
    /** The word for an answer of {@link #next} that chooses nobody. */
    int NOBODY = -1;

    /** The component that the primary scheduler is part of (FF-A 2.11). */
    enum Location {
        /** The Hypervisor in EL2: core's decisions are the Hypervisor's, and contexts run without FFA_RUN. */
        HYPERVISOR,
        /** The partition whose manifest says so: a VM, or the OS kernel where there is no Hypervisor. It uses FFA_RUN. */
        ENDPOINT
    }

    /** Where it is; constant. */
    Location location();

    /**
     * Chooses who runs on a PE that is free, or at a preemption point of whoever runs there. A pure function: the same
     * arguments give the same answer, and nothing is kept of them.
     *
     * @param ready contexts that could run there, in order of endpoint and vCPU ID
     * @param pe index of the PE
     * @return a position in {@code ready}, or {@link #NOBODY}
     */
    int next(ReadySet ready, int pe);
}
