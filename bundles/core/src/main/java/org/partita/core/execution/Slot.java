package org.partita.core.execution;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

@SuppressWarnings("unused") // the fields keep neighbours off the cache line
class SlotPadBefore {
    long a0;
    long a1;
    long a2;
    long a3;
    long a4;
    long a5;
    long a6;
    long a7;
}

class SlotEpoch extends SlotPadBefore {
    volatile long epoch;
}

@SuppressWarnings("unused") // the fields keep neighbours off the cache line
class SlotPadAfter extends SlotEpoch {
    long b0;
    long b1;
    long b2;
    long b3;
    long b4;
    long b5;
    long b6;
    long b7;
}

/** A pin: the epoch of the wiring that a PE is inside, 0 when outside. A number, never the wiring itself. */
class Slot extends SlotPadAfter {
    private static final VarHandle EPOCH;

    static {
        try {
            EPOCH = MethodHandles.lookup().findVarHandle(SlotEpoch.class, "epoch", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Set by a drain that ran out of time: the pass with this epoch must not report its result. */
    volatile long revoked;

    /** Publishes the epoch and makes it visible before anything that follows is read. */
    final void enter(long value) {
        EPOCH.setOpaque(this, value);
        VarHandle.fullFence();
    }

    final void leave() {
        EPOCH.setRelease(this, 0L);
    }
}
