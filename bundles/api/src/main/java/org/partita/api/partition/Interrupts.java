package org.partita.api.partition;

import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.call.VirtualInterrupts;

/**
 * The virtual CPU interface of an execution context. Where its manager virtualizes the GIC all interrupts come through it; IDs are
 * those of the physical interrupts that the manifest lists, and the ones that the manager makes itself.
 */
@ProviderType
public interface Interrupts {
    /** What {@link #acknowledge} says if none is pending. */
    int SPURIOUS = 1023;

    /** The interrupt of the virtual timer, see {@link PartitionContext#timer}. */
    int TIMER = 27;

    /** The interrupt by which the manager asks for a managed exit (FF-A 4.5.4). */
    int MANAGED_EXIT = VirtualInterrupts.MANAGED_EXIT;

    /** The interrupt that says that an RX buffer which was found full is available (FF-A 10.1.1). */
    int RX_AVAILABLE = VirtualInterrupts.RX_AVAILABLE;

    /** The interrupt that tells the primary scheduler in a VM that somebody is ready to run (FF-A 4.3.2). */
    int SCHEDULE = VirtualInterrupts.SCHEDULE;

    /** Acknowledges the most urgent pending interrupt: it is active from now on. */
    int acknowledge();

    /**
     * Ends the handling of an interrupt that was acknowledged.
     *
     * @throws IllegalArgumentException if it is not active
     */
    void end(int intid);

    /** Whether an interrupt is pending. */
    boolean pending();

    /** Masks interrupts (PSTATE.I), or lets them come; they stay pending meanwhile. */
    void mask(boolean masked);
}
