package org.partita.api.call;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

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

    /** Whether the component above has control at this context's boundary: it may ERET, the context may not call. */
    boolean controlAbove();
}
