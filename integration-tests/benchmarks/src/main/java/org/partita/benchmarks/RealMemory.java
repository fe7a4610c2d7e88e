package org.partita.benchmarks;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.partita.api.admin.Client;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.benchmarks.MemoryCycle.Side;
import org.partita.benchmarks.MemoryScene.Region;
import org.partita.benchmarks.platform.BenchPlatform;
import org.partita.benchmarks.platform.Heap;

/** Cycles of memory management on the platform. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before the rest
public class RealMemory {
    private static final long WORD = 0x5EED;

    private BenchPlatform platform;
    private Client vm;
    private Client lender;
    private Client borrower;
    private @Nullable MemoryCycle cycle;

    @Setup(Level.Trial)
    public void start() throws Exception {
        platform = BenchPlatform.startWithHeaps(
                MemoryScene.VM,
                new Heap(MemoryScene.VM_HEAP, MemoryScene.VM_HEAP_PAGES),
                MemoryScene.LENDER,
                new Heap(MemoryScene.HEAP, MemoryScene.HEAP_PAGES),
                MemoryScene.BORROWER);
        vm = platform.platform().client(MemoryScene.VM, 0);
        lender = platform.platform().client(MemoryScene.LENDER, 0);
        borrower = platform.platform().client(MemoryScene.BORROWER, 0);
    }

    @TearDown(Level.Trial)
    public void stop() throws Exception {
        vm.close();
        lender.close();
        borrower.close();
        platform.stop();
    }

    private MemoryCycle cycle(FunctionId function, Region region) {
        MemoryCycle known = cycle;
        if (known == null) {
            known = prepared(function, region);
            cycle = known;
        }
        return known;
    }

    /** A cycle that gives the Borrower access to what the Sender has written. */
    private MemoryCycle prepared(FunctionId function, Region region) {
        Client sender = region == Region.VM_PAGE ? vm : lender;
        int id = region == Region.VM_PAGE ? MemoryScene.VM : MemoryScene.LENDER;
        MemoryCycle prepared = new MemoryCycle(side(sender), id, side(borrower), function, region);
        long address = region.ranges.getLast().address();
        sender.memory().write64(address, WORD);
        long handle = prepared.send();
        prepared.retrieve(handle);
        if (borrower.memory().read64(address) != WORD) {
            throw new IllegalStateException("the Borrower does not see what the Sender has written");
        }
        prepared.giveBack(handle);
        return prepared;
    }

    private static Side side(Client client) {
        long tx = client.tx();
        return new Side() {
            @Override
            public Registers registers() {
                return client.registers();
            }

            @Override
            public void writeTx(MemorySegment descriptor) {
                client.memory().write(tx, descriptor);
            }

            @Override
            public void call() {
                client.call();
            }
        };
    }

    private long measured(Allocation allocation, FunctionId function, Region region) {
        allocation.calls++;
        return cycle(function, region).run();
    }

    private long timed(StepTimes times, FunctionId function, Region region) {
        times.cycles++;
        return cycle(function, region).run(times);
    }

    @Benchmark
    public long sharePage(Allocation allocation) {
        return measured(allocation, FunctionId.FFA_MEM_SHARE, Region.PAGE);
    }

    @Benchmark
    public long lendPage(Allocation allocation) {
        return measured(allocation, FunctionId.FFA_MEM_LEND, Region.PAGE);
    }

    @Benchmark
    public long shareVmPage(Allocation allocation) {
        return measured(allocation, FunctionId.FFA_MEM_SHARE, Region.VM_PAGE);
    }

    @Benchmark
    public long lendVmPage(Allocation allocation) {
        return measured(allocation, FunctionId.FFA_MEM_LEND, Region.VM_PAGE);
    }

    @Benchmark
    public long shareBlock(Allocation allocation) {
        return measured(allocation, FunctionId.FFA_MEM_SHARE, Region.BLOCK);
    }

    @Benchmark
    public long lendBlock(Allocation allocation) {
        return measured(allocation, FunctionId.FFA_MEM_LEND, Region.BLOCK);
    }

    @Benchmark
    public long shareUnaligned(Allocation allocation) {
        return measured(allocation, FunctionId.FFA_MEM_SHARE, Region.UNALIGNED);
    }

    @Benchmark
    public long lendUnaligned(Allocation allocation) {
        return measured(allocation, FunctionId.FFA_MEM_LEND, Region.UNALIGNED);
    }

    @Benchmark
    public long shareSeparate(Allocation allocation) {
        return measured(allocation, FunctionId.FFA_MEM_SHARE, Region.SEPARATE);
    }

    @Benchmark
    public long lendSeparate(Allocation allocation) {
        return measured(allocation, FunctionId.FFA_MEM_LEND, Region.SEPARATE);
    }

    @Benchmark
    public long shareGibibyte(Allocation allocation) {
        return measured(allocation, FunctionId.FFA_MEM_SHARE, Region.GIBIBYTE);
    }

    @Benchmark
    public long lendGibibyte(Allocation allocation) {
        return measured(allocation, FunctionId.FFA_MEM_LEND, Region.GIBIBYTE);
    }

    @Benchmark
    public long sharePageSteps(StepTimes times) {
        return timed(times, FunctionId.FFA_MEM_SHARE, Region.PAGE);
    }

    @Benchmark
    public long lendPageSteps(StepTimes times) {
        return timed(times, FunctionId.FFA_MEM_LEND, Region.PAGE);
    }

    @Benchmark
    public long shareVmPageSteps(StepTimes times) {
        return timed(times, FunctionId.FFA_MEM_SHARE, Region.VM_PAGE);
    }

    @Benchmark
    public long lendVmPageSteps(StepTimes times) {
        return timed(times, FunctionId.FFA_MEM_LEND, Region.VM_PAGE);
    }

    @Benchmark
    public long shareSeparateSteps(StepTimes times) {
        return timed(times, FunctionId.FFA_MEM_SHARE, Region.SEPARATE);
    }

    @Benchmark
    public long lendSeparateSteps(StepTimes times) {
        return timed(times, FunctionId.FFA_MEM_LEND, Region.SEPARATE);
    }

    @Benchmark
    public long shareGibibyteSteps(StepTimes times) {
        return timed(times, FunctionId.FFA_MEM_SHARE, Region.GIBIBYTE);
    }

    @Benchmark
    public long lendGibibyteSteps(StepTimes times) {
        return timed(times, FunctionId.FFA_MEM_LEND, Region.GIBIBYTE);
    }

    @Benchmark
    public long shareBlockSteps(StepTimes times) {
        return timed(times, FunctionId.FFA_MEM_SHARE, Region.BLOCK);
    }

    @Benchmark
    public long lendBlockSteps(StepTimes times) {
        return timed(times, FunctionId.FFA_MEM_LEND, Region.BLOCK);
    }

    @Benchmark
    public long shareUnalignedSteps(StepTimes times) {
        return timed(times, FunctionId.FFA_MEM_SHARE, Region.UNALIGNED);
    }

    @Benchmark
    public long lendUnalignedSteps(StepTimes times) {
        return timed(times, FunctionId.FFA_MEM_LEND, Region.UNALIGNED);
    }
}
