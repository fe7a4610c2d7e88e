package org.partita.api.partition;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The virtual CPU interface of an execution context. Where its manager virtualizes the GIC all interrupts come through it; IDs are
 * those of the physical interrupts that the manifest lists, and the ones that the manager makes itself.
 */
@ProviderType
public interface Interrupts {
    /** What {@link #acknowledge} says if none is pending. */
    int SPURIOUS = 1023;

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
