package org.partita.core.execution;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock for what is off the call path. Lock order: a platform's boot lock, then swap control's writer lock, then
 * none; no foreign call is made under another lock than the writer's.
 */
public final class WriterLock {
    private final ReentrantLock lock = new ReentrantLock();

    public void run(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    public <T> T get(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #get}. In deterministic mode others get their turns while the lock is taken: whoever has it may need
     * turns to let it go.
     *
     * @param token of deterministic mode, or null; the calling thread is an actor
     */
    public <T> T inTurn(@Nullable RunToken token, Supplier<T> action) {
        while (token != null && !lock.tryLock()) {
            token.lookAgain();
        }
        if (token == null) {
            lock.lock();
        }
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
