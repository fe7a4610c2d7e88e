package org.partita.core.execution;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Something that happens once and for which others may wait. */
public final class Signal {
    private final CountDownLatch latch = new CountDownLatch(1);

    public void raise() {
        latch.countDown();
    }

    public boolean raised() {
        return latch.getCount() == 0;
    }

    /** As {@link #await}; an interrupt does not end the wait and is kept for later. */
    public boolean awaitThrough(long nanos) {
        long end = Execution.realNanos() + nanos;
        boolean interrupted = false;
        try {
            for (; ; ) {
                try {
                    return latch.await(Math.max(0, end - Execution.realNanos()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits in real time; false if it did not happen in time. */
    public boolean await(long nanos) throws InterruptedException {
        return latch.await(nanos, TimeUnit.NANOSECONDS);
    }
}
