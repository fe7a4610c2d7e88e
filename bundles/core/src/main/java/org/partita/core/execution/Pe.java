package org.partita.core.execution;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.ManagerKind;
import org.partita.core.wiring.Wiring;

/**
 * A processing element. It has one owner, the context that may run on it; hand-over is a change of the owner and a
 * wake-up of exactly that context. Its slot is the pin of the pass that runs on it.
 */
public final class Pe extends Slot {
    private static final VarHandle OWNER;
    private static final VarHandle THREAD;

    static {
        try {
            OWNER = MethodHandles.lookup().findVarHandle(Pe.class, "owner", Context.class);
            THREAD = MethodHandles.lookup().findVarHandle(Pe.class, "thread", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final int index;
    private final Hub hub;
    private final @Nullable Context[] managers = new @Nullable Context[ManagerKind.values().length];

    private volatile @Nullable Context owner;

    /** The thread that makes passes here now; written by the owner, read by drains. */
    volatile @Nullable Thread thread;

    /** Callback contexts on one another's stacks. */
    int nesting;

    /** An interrupt is signalled, or may be: whoever runs here looks at its next preemption point. */
    volatile boolean attention;

    /** Somebody who is ready may have more urgent work than whoever runs here: the Normal world's manager is to look. */
    volatile boolean asked;

    /** Grows with every call and preemption point; plain, for the watchdog only looks whether it stands still. */
    long progress;

    /** Whether the call of the owner is held because a role is vacant. */
    volatile boolean held;

    Pe(int index, Hub hub) {
        this.index = index;
        this.hub = hub;
    }

    public int index() {
        return index;
    }

    CrossingLog log() {
        return hub.log();
    }

    /** Who runs here, or null. */
    public @Nullable Context owner() {
        return owner;
    }

    /** Takes the free PE. */
    boolean acquire(Context context) {
        return OWNER.compareAndSet(this, null, context);
    }

    /** Passes the PE on; only its owner's thread does. */
    void owner(@Nullable Context next) {
        OWNER.setRelease(this, next);
    }

    /** Gives the PE to nobody, and sees then who has become ready before: whoever did so saw the PE taken, or is seen. */
    void free() {
        THREAD.setRelease(this, null);
        OWNER.setVolatile(this, null);
        hub.kick(index);
    }

    /** Whoever runs here is to let the Normal world's manager look who is next. */
    void ask() {
        asked = true;
        attention = true;
    }

    /** The context of a manager on this PE. */
    public Context manager(ManagerKind kind) {
        Context c = managers[kind.ordinal()];
        if (c == null) {
            throw new IllegalStateException("no " + kind.title() + " on this platform");
        }
        return c;
    }

    void manager(ManagerKind kind, Context context) {
        managers[kind.ordinal()] = context;
    }

    /**
     * Pins the current wiring: store the epoch, full fence, read again. After the fence either we see a newer wiring,
     * or whoever publishes one sees our epoch.
     */
    Wiring pin() {
        for (; ; ) {
            Wiring w = hub.wiring();
            enter(w.epoch);
            if (hub.wiring() == w) {
                return w;
            }
        }
    }
}
