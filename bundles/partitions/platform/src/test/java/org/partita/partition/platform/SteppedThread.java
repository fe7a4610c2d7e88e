package org.partita.partition.platform;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.partita.lib.fixture.psa.partition.PartitionThread;

/** Either the test runs or the partition. */
final class SteppedThread implements PartitionThread {
    private static final long PATIENCE_SECONDS = 20;

    private final Semaphore partition = new Semaphore(0);
    private final Semaphore test = new Semaphore(0);

    @Override
    public void begin(Runnable code) {
        Thread.ofVirtual().start(() -> {
            try {
                code.run();
            } finally {
                test.release();
            }
        });
        untilItPauses();
    }

    @Override
    public void proceed() {
        partition.release();
        untilItPauses();
    }

    private void untilItPauses() {
        try {
            if (!test.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the partition does not wait");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void pause() {
        test.release();
        partition.acquireUninterruptibly();
    }
}
