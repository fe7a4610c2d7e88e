package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.api.memory.MemoryOperation.Stage;
import org.partita.api.partition.MemoryView;
import org.partita.api.smmu.SmmuEvent.Type;
import org.partita.it.memory.Dma;
import org.partita.it.memory.MemoryAbi;

/**
 * One thread that gives pages to a Borrower or a device and takes them back, again and again, and checks each step. Each
 * cycle puts back what it has changed, and nothing else.
 */
final class MemoryCycles implements Runnable {
    /** Of the heap of each endpoint. */
    static final int PAGES = 24;

    /** More than the default slice has operations. */
    private static final int SLICED_PAGES = 20;

    static final int NONE = 0;

    private static final long PATIENCE = 20_000_000_000L;

    private final Platform platform;
    private final int lender;
    private final int borrower;
    private final Contents heap;
    private final Contents ofBorrower;
    private final int device;
    private final int independent;
    private final AtomicLong completed = new AtomicLong();
    private volatile boolean stopping;
    private volatile @Nullable HalfWay halfWay;
    private volatile @Nullable Throwable failure;
    private @Nullable Thread thread;

    /**
     * Nobody else uses these endpoints.
     *
     * @param heap of the Lender
     * @param ofBorrower its heap
     * @param device a SEPID whose proxy is the Borrower
     * @param independent the SEPID of an independent device, or {@link #NONE}
     */
    MemoryCycles(Platform platform, Contents heap, Contents ofBorrower, int device, int independent) {
        this.platform = platform;
        this.heap = heap;
        this.ofBorrower = ofBorrower;
        this.device = device;
        this.independent = independent;
        lender = heap.endpoint();
        borrower = ofBorrower.endpoint();
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

    int lender() {
        return lender;
    }

    /** When a function of the Lender's is next at this stage, the thread stands still. */
    void standAt(HalfWay place) {
        halfWay = place;
    }

    private void passing(Stage stage) {
        HalfWay place = halfWay;
        if (place != null && place.stage() == stage) {
            halfWay = null;
            place.stand();
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
        switch ((int) (n % 6)) {
            case 0 -> shared(n);
            case 1 -> inFragments(n);
            case 2 -> inSlices(n);
            case 3 -> throughOwnBuffers(n);
            case 4 -> toDependentDevice(n);
            default -> toIndependentDevice(n);
        }
    }

    private MemoryAbi asLender() {
        return new MemoryAbi(platform, lender, 0);
    }

    private MemoryAbi asBorrower() {
        return new MemoryAbi(platform, borrower, 0);
    }

    private static List<ConstituentRange> first(long base, int pages) {
        return List.of(pages(base, pages));
    }

    private void shared(long n) {
        List<ConstituentRange> region = first(heap.base(), 3);
        long handle = given(asLender(), FunctionId.FFA_MEM_SHARE, region, borrower, n);
        exchanged(asBorrower(), handle, region, n);
        reclaimed(handle, n);
    }

    /** Three ranges: more fragments than one, and more mappings. */
    private void inFragments(long n) {
        long base = heap.base();
        List<ConstituentRange> region = List.of(pages(base, 1), pages(base + 0x2000, 2), pages(base + 0x6000, 1));
        MemoryAbi from = asLender().inFragments(48 + (int) (n % 5)).whenAskedForMore(() -> passing(Stage.RECEIVING));
        long handle = given(from, FunctionId.FFA_MEM_LEND, region, borrower, n);
        exchanged(asBorrower().inFragments(40), handle, region, n);
        reclaimed(handle, n);
    }

    /** What is zeroed takes as many translation table operations as it has pages. */
    private void inSlices(long n) {
        List<ConstituentRange> region = first(heap.base(), SLICED_PAGES);
        byte[] zeroes = new byte[SLICED_PAGES * Contents.PAGE];
        long handle;
        try (MemoryAbi abi = asLender().whenPaused(() -> passing(Stage.PAUSED))) {
            abi.send(FunctionId.FFA_MEM_LEND, new SendFlags(true, true), region, List.of(writer(borrower)));
            handle = abi.handle();
            assertThat(abi.slices()).isPositive();
        }
        try (MemoryAbi abi = asBorrower()) {
            List<ConstituentRange> there = mapped(abi, handle, borrower);
            assertThat(Contents.read(memory(abi), there)).isEqualTo(zeroes);
            abi.write(there.getFirst().address(), n);
            abi.relinquish(handle, new RelinquishFlags(true, true), borrower).success();
            assertThat(abi.slices()).isPositive();
        }
        try (MemoryAbi abi = asLender()) {
            abi.reclaim(handle, 3).success();
            assertThat(abi.slices()).isPositive();
            assertThat(Contents.read(memory(abi), region)).isEqualTo(zeroes);
            heap.fill(memory(abi), heap.base(), SLICED_PAGES);
            heap.verify(memory(abi));
        }
    }

    /** Both descriptors, and the one that comes back: whole, or in fragments. */
    private void throughOwnBuffers(long n) {
        int fragment = n % 12 < 6 ? Integer.MAX_VALUE : 48;
        List<ConstituentRange> region = first(heap.base(), 2);
        MemoryAbi from = asLender().through(lastPage(heap), 1).inFragments(fragment);
        long handle = given(from, FunctionId.FFA_MEM_LEND, region, borrower, n);
        exchanged(asBorrower().through(lastPage(ofBorrower), 1).inFragments(fragment), handle, region, n);
        try (MemoryAbi abi = asBorrower()) {
            putBackBuffer(abi, ofBorrower);
        }
        try (MemoryAbi abi = asLender()) {
            putBackBuffer(abi, heap);
        }
        reclaimed(handle, n);
    }

    private static long lastPage(Contents of) {
        return of.base() + of.length() - Contents.PAGE;
    }

    /** A descriptor was in it. */
    private static void putBackBuffer(MemoryAbi abi, Contents of) {
        of.fill(memory(abi), lastPage(of), 1);
    }

    /** The Borrower is the proxy: its device reaches the region from the retrieval to the relinquishing. */
    private void toDependentDevice(long n) {
        Dma dma = Dma.of(platform, device);
        List<ConstituentRange> region = first(heap.base(), 2);
        FunctionId function = n % 12 < 6 ? FunctionId.FFA_MEM_LEND : FunctionId.FFA_MEM_SHARE;
        long handle = given(asLender(), function, region, device, n);
        dma.cantReach(heap.base(), Type.F_TRANSLATION);
        long there;
        try (MemoryAbi proxy = asBorrower()) {
            there = mapped(proxy, handle, device).getFirst().address();
            accessed(dma, there, region, n);
            proxy.relinquish(handle, RelinquishFlags.NONE, device).success();
        }
        dma.cantReach(there, Type.F_TRANSLATION);
        reclaimed(handle, n);
    }

    /** It retrieves and relinquishes itself, while the Lender's calls are answered. */
    private void toIndependentDevice(long n) {
        if (independent == NONE) {
            toDependentDevice(n);
            return;
        }
        Dma dma = Dma.of(platform, independent);
        List<ConstituentRange> region = first(heap.base(), 2);
        FunctionId function = n % 12 < 6 ? FunctionId.FFA_MEM_LEND : FunctionId.FFA_MEM_SHARE;
        dma.cantReach(heap.base(), Type.F_TRANSLATION);
        long handle = given(asLender(), function, region, independent, n);
        long there = platform.devices().sepid(independent).regions().stream()
                .filter(m -> m.name().equals("grant-0x" + Long.toHexString(handle)))
                .findFirst()
                .orElseThrow()
                .address();
        accessed(dma, there, region, n);
        reclaimed(handle, n);
        dma.cantReach(there, Type.F_TRANSLATION);
    }

    private void accessed(Dma dma, long there, List<ConstituentRange> region, long n) {
        byte[] expected = heap.of(n, region);
        assertThat(dma.bytes(there, expected.length)).isEqualTo(expected);
        dma.write(there, ~n);
        assertThat(dma.read(there)).isEqualTo(~n);
    }

    private long given(MemoryAbi from, FunctionId function, List<ConstituentRange> region, int to, long n) {
        try (MemoryAbi abi = from) {
            abi.write(heap.base(), n);
            return abi.handle(function, region, writer(to));
        }
    }

    private List<ConstituentRange> mapped(MemoryAbi abi, long handle, int receiver) {
        abi.retrieve(lender, handle, RetrieveFlags.of(null), receiver(receiver));
        CompositeRegion there = abi.retrieved().region();
        assertThat(there).isNotNull();
        return there.ranges();
    }

    private void exchanged(MemoryAbi of, long handle, List<ConstituentRange> region, long n) {
        try (MemoryAbi abi = of) {
            List<ConstituentRange> there = mapped(abi, handle, borrower);
            assertThat(Contents.read(memory(abi), there)).isEqualTo(heap.of(n, region));
            abi.write(there.getFirst().address(), ~n);
            abi.relinquish(handle).success();
        }
    }

    /** What the other one wrote is there and is put back: then everything is as it was. */
    private void reclaimed(long handle, long n) {
        try (MemoryAbi abi = asLender()) {
            abi.reclaim(handle).success();
            assertThat(abi.read(heap.base())).isEqualTo(~n);
            abi.write(heap.base(), heap.word(heap.base()));
            heap.verify(memory(abi));
        }
    }

    private static MemoryView memory(MemoryAbi abi) {
        return abi.abi().client().memory();
    }
}
