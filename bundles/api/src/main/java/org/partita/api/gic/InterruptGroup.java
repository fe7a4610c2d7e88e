package org.partita.api.gic;

/** Who an interrupt is for (GICv3 4.6): the group decides which Exception level a PE takes it to. */
public enum InterruptGroup {
    /** For EL3, that is for the SPMD. */
    GROUP_0,
    /** For the Secure world: the SPMC and what it manages. */
    SECURE_GROUP_1,
    /** For the Normal world: the Hypervisor, or the OS kernel. */
    NONSECURE_GROUP_1
}
