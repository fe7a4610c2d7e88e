package org.partita.benchmarks;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.benchmarks.MemoryCycle.Side;
import org.partita.benchmarks.MemoryScene.Region;
import org.partita.benchmarks.prototype.MemoryRelay;
import org.partita.benchmarks.prototype.Tenant;

/** Cycles of memory management by hand. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MemoryPrototype {
    private static final int BUFFER = 4 * MemoryScene.PAGE_SIZE;
    private static final int PAGES =
            (int) (MemoryScene.HEAP / MemoryScene.PAGE_SIZE) + MemoryScene.HEAP_PAGES + MemoryScene.BLOCK_PAGES;

    private final Tenant vm = new Tenant(MemoryScene.VM, PAGES, BUFFER)
            .mapped(MemoryScene.VM_HEAP, MemoryScene.VM_HEAP_PAGES)
            .txAt(0x8102_0000L);
    private final Tenant lender = new Tenant(MemoryScene.LENDER, PAGES, BUFFER)
            .mapped(MemoryScene.HEAP, MemoryScene.HEAP_PAGES)
            .txAt(0x602_0000L);
    private final Tenant borrower = new Tenant(MemoryScene.BORROWER, PAGES, BUFFER).txAt(0x612_0000L);
    private final MemoryRelay relay = new MemoryRelay(PAGES, BUFFER, vm, lender, borrower);

    private @Nullable MemoryCycle cycle;

    private MemoryCycle cycle(FunctionId function, Region region) {
        MemoryCycle known = cycle;
        if (known == null) {
            Tenant sender = region == Region.VM_PAGE ? vm : lender;
            int id = region == Region.VM_PAGE ? MemoryScene.VM : MemoryScene.LENDER;
            known = new MemoryCycle(side(sender), id, side(borrower), function, region);
            cycle = known;
        }
        return known;
    }

    @Benchmark
    public long sharePage() {
        return cycle(FunctionId.FFA_MEM_SHARE, Region.PAGE).run();
    }

    @Benchmark
    public long lendPage() {
        return cycle(FunctionId.FFA_MEM_LEND, Region.PAGE).run();
    }

    @Benchmark
    public long shareVmPage() {
        return cycle(FunctionId.FFA_MEM_SHARE, Region.VM_PAGE).run();
    }

    @Benchmark
    public long lendVmPage() {
        return cycle(FunctionId.FFA_MEM_LEND, Region.VM_PAGE).run();
    }

    @Benchmark
    public long shareSeparate() {
        return cycle(FunctionId.FFA_MEM_SHARE, Region.SEPARATE).run();
    }

    @Benchmark
    public long lendSeparate() {
        return cycle(FunctionId.FFA_MEM_LEND, Region.SEPARATE).run();
    }

    private Side side(Tenant tenant) {
        return new Side() {
            @Override
            public Registers registers() {
                return tenant.registers;
            }

            @Override
            public void writeTx(MemorySegment descriptor) {
                tenant.writeTx(descriptor);
            }

            @Override
            public void call() {
                relay.call(tenant);
            }
        };
    }
}
