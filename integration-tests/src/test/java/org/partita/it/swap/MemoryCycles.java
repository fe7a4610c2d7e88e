package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.it.memory.MemoryAbi;

/** One thread that gives a page to a Borrower and takes it back, again and again, and checks each step. */
final class MemoryCycles implements Runnable {
    /** Of the heap of each endpoint. */
    static final int PAGES = 24;

    /** More than the default slice has operations. */
    private static final int SLICED_PAGES = 20;

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
        switch ((int) (n % 4)) {
            case 0 -> shared(n);
            case 1 -> inFragments(n);
            case 2 -> inSlices(n);
            default -> throughOwnBuffer(n);
        }
    }

    private void shared(long n) {
        long handle;
        try (MemoryAbi abi = new MemoryAbi(platform, lender, 0)) {
            abi.write(heap, n);
            handle = abi.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(heap, 3)), writer(borrower));
        }
        exchanged(new MemoryAbi(platform, borrower, 0), handle, n);
        reclaimed(handle, n);
    }

    /** Three ranges: more fragments than one, and more mappings. */
    private void inFragments(long n) {
        long handle;
        try (MemoryAbi abi = new MemoryAbi(platform, lender, 0).inFragments(48 + (int) (n % 5))) {
            abi.write(heap, n);
            handle = abi.handle(
                    FunctionId.FFA_MEM_LEND,
                    List.of(pages(heap, 1), pages(heap + 0x2000, 2), pages(heap + 0x6000, 1)),
                    writer(borrower));
        }
        exchanged(new MemoryAbi(platform, borrower, 0).inFragments(40), handle, n);
        reclaimed(handle, n);
    }

    /** What is zeroed takes as many translation table operations as it has pages. */
    private void inSlices(long n) {
        long handle;
        try (MemoryAbi abi = new MemoryAbi(platform, lender, 0)) {
            abi.write(heap, n);
            abi.send(
                    FunctionId.FFA_MEM_LEND,
                    new SendFlags(true, true),
                    List.of(pages(heap, SLICED_PAGES)),
                    List.of(writer(borrower)));
            handle = abi.handle();
            assertThat(abi.slices()).isPositive();
        }
        try (MemoryAbi abi = new MemoryAbi(platform, borrower, 0)) {
            long there = abi.mapped(lender, handle);
            assertThat(abi.read(there)).isZero();
            abi.write(there, n);
            abi.relinquish(handle, new RelinquishFlags(true, true), borrower).success();
            assertThat(abi.slices()).isPositive();
        }
        try (MemoryAbi abi = new MemoryAbi(platform, lender, 0)) {
            abi.reclaim(handle, 3).success();
            assertThat(abi.slices()).isPositive();
            assertThat(abi.read(heap)).isZero();
        }
    }

    private void throughOwnBuffer(long n) {
        long buffer = heap + (PAGES - 1) * 0x1000L;
        long handle;
        try (MemoryAbi abi = new MemoryAbi(platform, lender, 0).through(buffer, 1)) {
            abi.write(heap, n);
            handle = abi.handle(FunctionId.FFA_MEM_LEND, List.of(pages(heap, 2)), writer(borrower));
        }
        exchanged(new MemoryAbi(platform, borrower, 0), handle, n);
        reclaimed(handle, n);
    }

    private void exchanged(MemoryAbi of, long handle, long n) {
        try (MemoryAbi abi = of) {
            long there = abi.mapped(lender, handle);
            assertThat(abi.read(there)).isEqualTo(n);
            abi.write(there, ~n);
            abi.relinquish(handle).success();
        }
    }

    private void reclaimed(long handle, long n) {
        try (MemoryAbi abi = new MemoryAbi(platform, lender, 0)) {
            abi.reclaim(handle).success();
            assertThat(abi.read(heap)).isEqualTo(~n);
        }
    }
}
