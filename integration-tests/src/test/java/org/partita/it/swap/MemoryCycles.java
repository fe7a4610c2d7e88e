package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.it.memory.MemoryAbi;

/** One thread that gives a page to a Borrower and takes it back, again and again, and checks each step. */
final class MemoryCycles implements Runnable {
    private static final long PATIENCE = 20_000_000_000L;

    private final Platform platform;
    private final int lender;
    private final int borrower;
    private final long heap;
    private final AtomicLong completed = new AtomicLong();
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;
    private @Nullable Thread thread;

    MemoryCycles(Platform platform, int lender, int borrower, long heap) {
        this.platform = platform;
        this.lender = lender;
        this.borrower = borrower;
        this.heap = heap;
    }

    void start() {
        stopping = false;
        thread = Thread.ofPlatform().name("cycles-" + lender).start(this);
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
        assertThat(failure).as("after %s cycles of 0x%x", completed, lender).isNull();
    }

    /** Waits until so many more cycles are complete. */
    void awaitMore(long more) {
        long until = completed.get() + more;
        long end = System.nanoTime() + PATIENCE;
        while (completed.get() < until && failure == null && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(100_000);
        }
        judge();
        assertThat(completed.get()).as("cycles of 0x%x", lender).isGreaterThanOrEqualTo(until);
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                cycle(completed.get() + 1);
                completed.incrementAndGet();
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private void cycle(long n) {
        FunctionId function = n % 2 == 0 ? FunctionId.FFA_MEM_SHARE : FunctionId.FFA_MEM_LEND;
        long handle;
        try (MemoryAbi abi = new MemoryAbi(platform, lender, 0)) {
            abi.write(heap, n);
            handle = abi.handle(function, List.of(pages(heap, 1 + (int) (n % 3))), writer(borrower));
        }
        try (MemoryAbi abi = new MemoryAbi(platform, borrower, 0)) {
            long there = abi.mapped(lender, handle);
            assertThat(abi.read(there)).isEqualTo(n);
            abi.write(there, ~n);
            abi.relinquish(handle).success();
        }
        try (MemoryAbi abi = new MemoryAbi(platform, lender, 0)) {
            abi.reclaim(handle).success();
            assertThat(abi.read(heap)).isEqualTo(~n);
        }
    }
}
