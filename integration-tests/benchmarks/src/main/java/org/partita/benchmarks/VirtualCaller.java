package org.partita.benchmarks;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A virtual thread that does the same work each time that it is asked to: nothing is made anew for it. */
final class VirtualCaller implements AutoCloseable {
    private final Runnable work;
    private final Thread thread;
    private volatile @Nullable Thread asker;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    VirtualCaller(Runnable work) {
        this.work = work;
        thread = Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
        while (!stopped) {
            Thread who = asker;
            if (who == null) {
                LockSupport.park(this);
                continue;
            }
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            asker = null;
            LockSupport.unpark(who);
        }
    }

    /** Has the work done once. */
    void run() {
        asker = Thread.currentThread();
        LockSupport.unpark(thread);
        while (asker != null) {
            LockSupport.park(this);
        }
        Throwable e = failure;
        if (e != null) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
    }
}
