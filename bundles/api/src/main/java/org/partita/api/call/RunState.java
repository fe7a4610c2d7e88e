package org.partita.api.call;

/** Run-time state of an execution context (FF-A 2.12), and two that lie outside run-time. */
public enum RunState {
    /** Set up but not entered yet. */
    CREATED,
    /** Waits to be allocated CPU cycles. */
    IDLE,
    /** Has been allocated CPU cycles and is doing work; also while blocked in a request of its own. */
    BUSY,
    /** Was interrupted while doing work. */
    PREEMPTED,
    /** Ran into an unexpected error; its endpoint takes no more messages. */
    ABORTED
}
