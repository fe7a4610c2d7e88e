package org.partita.core.execution;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

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
}
