package org.partita.api.call;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.gic.InterruptGroup;

/**
 * The interrupt controller as managers use it: each through the CPU interface of its own Exception level and Security state (FF-A
 * 4.5.3). Where there is no controller nothing is ever signalled.
 */
@ProviderType
public interface PhysicalInterrupts {
    /** No interrupt (GICv3 2.2.1). */
    int SPURIOUS = 1023;

    /**
     * The group of the interrupt that a PE has just taken to a manager; null if none was signalled, and {@link #overdue} is why. What
     * is signalled by now may be another, of another group: that one is taken later.
     */
    @Nullable
    InterruptGroup taken(int pe);

    /**
     * Acknowledges the signalled interrupt of a group and drops its priority: it is active until {@link #deactivate}, and others can
     * be signalled meanwhile.
     *
     * @return its ID, or {@link #SPURIOUS}
     */
    int acknowledge(int pe, InterruptGroup group);

    /**
     * Whether somebody who has become ready may have more urgent work than whoever runs on a PE, by a virtual interrupt: true once for
     * what came together. Managers of the Normal world have this from timers and interrupts of their own.
     */
    boolean asked(int pe);

    /** The handling of an acknowledged interrupt has ended. */
    void deactivate(int pe, int intid);

    /**
     * Disables an interrupt that nobody handles: if its wire stays asserted it would be signalled for ever.
     *
     * @param owner whose it was when it was acknowledged, or null: if it has another owner meanwhile it stays enabled, and that one
     *     handles it
     */
    void disable(int pe, int intid, @Nullable Endpoint owner);

    /** Keeps Non-secure interrupts from being signalled to a PE, or lets them come; what is pending stays so. */
    void maskNonSecure(int pe, boolean masked);

    /** Whether Non-secure interrupts are masked on a PE. */
    boolean nonSecureMasked(int pe);

    /**
     * Whether the SP on a PE was asked for a managed exit and has not made it in time, so that Non-secure interrupts come again: true once
     * for each time. It is preempted then (FF-A 4.5.4 states no limit; the platform's {@code watchdog} is it).
     */
    boolean exitMissed(int pe);

    /** The partition whose manifest lists the interrupt (FF-A Table 3.3), or null. */
    @Nullable
    Endpoint owner(int intid);

    /**
     * An execution context of the Secure world that is idle and has an interrupt pending that it was not running for any more, and that
     * may run on a PE; null if there is none. It is for its manager to run it, as for an interrupt that comes just now.
     */
    @Nullable
    ExecutionContext overdue(int pe);
}
