package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.core.wiring.Bound;

/** Who hears of what went wrong in partitions and providers. */
public interface Faults {
    /**
     * A provider threw, or answered what leads nowhere.
     *
     * @param provider the one, or null if that is not known
     * @param cause to be copied to text here
     */
    void providerFailed(Context context, @Nullable Bound provider, Throwable cause);

    /**
     * A context's code is gone.
     *
     * @param how in words
     * @param cause to be copied to text, or null
     */
    void crashed(Context context, String how, @Nullable Throwable cause);

    /** A callback partition threw while it initialized; its cause must be copied to text here. */
    void initializationFailed(Context context, Throwable cause);

    /** A context loops without calls and preemption points. */
    void looping(Context context, String stack, boolean abandoned);

    /** An SP was asked for a managed exit and went on: it is preempted like any other. */
    void exitMissed(Context context);

    /** In deterministic mode somebody has had the run token for too long: nobody else gets on. */
    void standsStill(String actor, String stack);

    /** In deterministic mode something does not hold that always has to. */
    void invariantBroken(String what, long step, long nanos);
}
