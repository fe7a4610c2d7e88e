package org.partita.benchmarks.prototype;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The pin of a PE: a store to its slot, a full fence and a second look at the tables; a release store ends it. */
final class Guard {
    private static final VarHandle SLOT;

    static {
        try {
            SLOT = MethodHandles.lookup().findVarHandle(Guard.class, "slot", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile Tables current;
    private volatile long slot;

    Guard(Tables tables) {
        current = tables;
    }

    Tables current() {
        return current;
    }

    Tables pin() {
        for (; ; ) {
            Tables seen = current;
            SLOT.setRelease(this, seen.epoch);
            VarHandle.fullFence();
            if (current == seen) {
                return seen;
            }
        }
    }

    void unpin() {
        SLOT.setRelease(this, 0L);
    }

    /** Publishes other tables; only so that nobody takes them for constants. */
    void publish(Tables next) {
        current = next;
    }
}
