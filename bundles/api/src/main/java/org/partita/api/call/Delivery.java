package org.partita.api.call;

/** How DELIVER gives the PE to its target. */
public enum Delivery {
    /** A direct request: the target runs on the caller's cycles until it responds. */
    REQUEST,
    /** Completes the target's direct request; the caller is idle. */
    RESPONSE,
    /** Cycles and no request: the registers complete the call in which the target waits, and the caller waits for the cycles. */
    RUN,
    /** Cycles for a target that was preempted: it goes on with its own registers. */
    RESUME,
    /** The cycles go back: the registers complete the call with which the target lent them. */
    RETURN,
    /** The cycles go back to a target that had not lent them but was interrupted: it goes on with its own registers. */
    REINSTATE
}
