package org.partita.api.ffm;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffm.manifest.FfmPartition;

/** A partition of the running platform, and what core keeps of it. Providers use it within a pass. */
@ProviderType
public interface SpmPartition {
    /** What its manifest says. */
    FfmPartition manifest();

    /** Partition id, 0 or more: its client id, too. */
    int id();

    /** Signals that are asserted. */
    int asserted();

    /** Asserts signals; whoever waits for one of them can go on. */
    void assertSignals(int signals);

    /** Clears signals. */
    void clearSignals(int signals);

    /** The signals that it can be told, the doorbell included. */
    int signals();

    /** Whether it has panicked, or its code has gone: it takes no more messages. */
    boolean ended();

    /** Whether nothing of it runs or waits in the middle of a message: it can be entered on its caller's stack. */
    boolean rests();

    /** The oldest message of a signal that was not taken yet, or null. */
    @Nullable
    SpmConnection oldest(int signal);

    /** Whether it may call the service (FF-M dependencies). */
    boolean dependsOn(SpmService service);
}
