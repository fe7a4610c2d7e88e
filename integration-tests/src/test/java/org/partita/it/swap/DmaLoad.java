package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Platform;
import org.partita.api.smmu.StreamId;
import org.partita.it.memory.Dma;

/** One thread by which a device writes words and reads them again, each once. */
final class DmaLoad implements Runnable {
    private static final long PATIENCE = 20_000_000_000L;
    private static final int WORDS = 512;

    private final Dma device;
    private final long base;
    private final AtomicLong completed = new AtomicLong();
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;
    private @Nullable Thread thread;

    DmaLoad(Platform platform, StreamId stream, long base) {
        this.device = new Dma(platform, stream);
        this.base = base;
    }

    void start() {
        thread = Thread.ofPlatform().name("dma-" + device.stream()).start(this);
    }

    void stop() {
        stopping = true;
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void judge() {
        assertThat(failure)
                .as("after %s accesses of %s", completed, device.stream())
                .isNull();
    }

    /** Waits until so many more accesses are complete. */
    void awaitMore(long more) {
        long until = completed.get() + more;
        long end = System.nanoTime() + PATIENCE;
        while (completed.get() < until && failure == null && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(100_000);
        }
        judge();
        assertThat(completed.get()).as("accesses of %s", device.stream()).isGreaterThanOrEqualTo(until);
    }

    @Override
    public void run() {
        try {
            for (int i = 0; i < WORDS; i++) {
                device.write(base + i * 8L, 0);
            }
            while (!stopping) {
                long n = completed.get();
                long address = base + n % WORDS * Long.BYTES;
                // what this thread wrote one round before is there, and nothing else
                assertThat(device.read(address)).isEqualTo(n < WORDS ? 0 : n - WORDS + 1);
                device.write(address, n + 1);
                completed.incrementAndGet();
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }
}
