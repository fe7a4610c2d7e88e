package org.partita.api.call;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffa.FunctionId;

/** A vCPU of an endpoint, or a manager's own context on a PE, as core keeps it (FF-A 2.9, 2.12). */
@ProviderType
public interface ExecutionContext {
    /** The component whose context this is. */
    Component component();

    /** The endpoint, or null if the context belongs to a manager. */
    @Nullable
    Endpoint endpoint();

    /** 16-bit execution context ID (FF-A 2.9). */
    int vcpu();

    /** The PE it runs on or last ran on, -1 if it never ran. */
    int pe();

    RunState state();

    /** The context whose direct request this one is processing, or null (FF-A 4.5.2). */
    @Nullable
    ExecutionContext requester();

    /** The context to which this one has sent a direct request that is not answered, or null. */
    @Nullable
    ExecutionContext responder();

    /** The context whose cycles this one has, a manager's included; null if it has none, or they are its own (FF-A 2.11). */
    @Nullable
    ExecutionContext lender();

    /**
     * The function in which it waits while it is IDLE or YIELDED, or which it has invoked last while it is BUSY: that in which it
     * lends its cycles. Null before it has invoked any.
     */
    @Nullable
    FunctionId waitsIn();

    /** Nanoseconds until its virtual timer makes its interrupt pending, at least 1; 0 if it is not set (FF-A Tables 9.3, 9.7). */
    long timeout();

    /** Its virtual interrupts. */
    VirtualInterrupts virtual();

    /** Whether it was interrupted and its cycles were lent to whoever handles that: nobody else can resume it. */
    boolean interrupted();

    /** Whether the component above has control at this context's boundary: it may ERET, the context may not call. */
    boolean controlAbove();
}
