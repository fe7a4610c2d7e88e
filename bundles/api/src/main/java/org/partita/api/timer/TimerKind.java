package org.partita.api.timer;

/** The timers of the Generic Timer (Arm ARM D12.2), with the PPIs that BSA gives them. */
public enum TimerKind {
    /** CNTP: the Non-secure EL1 physical timer of a PE. */
    PHYSICAL(30),
    /** CNTPS: the Secure physical timer of a PE. */
    SECURE(29),
    /** CNTHP: the EL2 physical timer of a PE. */
    HYPERVISOR(26),
    /** CNTV: a virtual timer; its manager saves and restores it with the execution context. */
    VIRTUAL(27);

    private final int intid;

    TimerKind(int intid) {
        this.intid = intid;
    }

    /** The PPI that the timer drives, for {@link #VIRTUAL} the virtual interrupt ID that the endpoint sees. */
    public int intid() {
        return intid;
    }
}
