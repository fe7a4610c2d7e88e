package org.partita.api.call;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Virtual interrupts of an execution context, as its manager sees them: what is pending outlives providers. Interrupt IDs are
 * below {@link #LIMIT}.
 */
@ProviderType
public interface VirtualInterrupts {
    /** Interrupt IDs are smaller than this. */
    int LIMIT = 1020;

    /** What asks an endpoint for a managed exit (FF-A 4.5.4; IMPLEMENTATION DEFINED). */
    int MANAGED_EXIT = 4;

    /** What tells a VM that an RX buffer which it found full is available (FF-A 10.1.1; IMPLEMENTATION DEFINED). */
    int RX_AVAILABLE = 5;

    /** What tells the primary scheduler in a VM that somebody is ready to run (FF-A 4.3.2; IMPLEMENTATION DEFINED). */
    int SCHEDULE = 6;

    /** Makes an interrupt pending, from any thread; the context takes it at its next preemption point. */
    void pend(int intid);

    /** An interrupt that the endpoint has not acknowledged is pending no more. */
    void withdraw(int intid);

    /** Whether one is pending that the endpoint has not acknowledged. */
    boolean pending();

    /** The pending interrupt that the endpoint would acknowledge, 1023 if there is none. */
    int next();
}
