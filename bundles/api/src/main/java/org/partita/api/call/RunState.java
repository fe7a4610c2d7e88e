package org.partita.api.call;

/** Run-time state of an execution context (FF-A 2.12), and two that lie outside run-time. */
public enum RunState {
    /** Set up but not entered yet. */
    CREATED,
    /** Waits to be allocated CPU cycles. */
    IDLE,
    /** Has been allocated CPU cycles and is doing work; also while blocked in a request of its own. */
    BUSY,
    /**
     * Busy in FF-A's words (9.2.1): stopped in a call that has gone to the primary scheduler together with the cycles, FFA_YIELD
     * or FFA_MSG_SEND, until it is run again.
     */
    YIELDED,
    /** Was interrupted while doing work. */
    PREEMPTED,
    /** Ran into an unexpected error; its endpoint takes no more messages. */
    ABORTED
}
