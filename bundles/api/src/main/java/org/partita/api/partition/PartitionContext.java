package org.partita.api.partition;

import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Registers;

/**
 * An execution context as the code that runs in it sees it: registers and a way to call the component above. Use it
 * only from the code that core runs in this context.
 */
@ProviderType
public interface PartitionContext {
    /** 16-bit partition ID. */
    int id();

    /** 16-bit execution context ID. */
    int vcpu();

    /** The PE that the context runs on now. */
    int pe();

    /** The parameter registers: set them, {@link #call()}, then read the completion from them. */
    Registers registers();

    /**
     * Invokes the function in the registers through the conduit that FF-A 2.4 tells this partition to use (SMC at EL1
     * and S-EL1, SVC at S-EL0, HVC where the manifest says that SMC is not available). On return the registers hold
     * the function that completes the call. A callback partition gets DENIED for calls that wait (FFA_MSG_WAIT,
     * FFA_MSG_SEND_DIRECT_RESP, FFA_YIELD): it waits and answers by returning.
     */
    void call();

    /** As {@link #call()}, through the given conduit. */
    void call(Conduit conduit);

    /** The partition's memory. */
    MemoryView memory();

    /** The context's virtual interrupts. */
    Interrupts interrupts();

    /**
     * Sets the context's virtual timer (CNTV): its interrupt, {@link Interrupts#TIMER}, is pending after that time, once.
     *
     * @param nanos of platform time; 0 stops the timer
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if the platform has no timers
     */
    void timer(long nanos);

    /** A place where the context may be preempted or stopped; loops without calls need one. */
    void preemptionPoint();

    /** Address of the initialization descriptor in the partition's address kind, 0 if none (FF-A 3.5.2). */
    long bootInformation();
}
