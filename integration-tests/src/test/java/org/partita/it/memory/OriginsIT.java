package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Origin;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** What made an Owner of who owns memory now (FF-A 5.4.1, 5.6). */
@PlatformTest(MemoryPlatform.class)
class OriginsIT {
    private static final int VM = 2;
    private static final int SP1 = 0x8001;
    private static final int SP2 = 0x8002;
    private static final long HEAP_OF_SP1 = 0x06020000L;
    private static final long HEAP_OF_MORTAL = 0x0640_2000L;
    private static final long HEAP_OF_MORTAL_VM = 0x9000_2000L;

    @Inject
    BundleContext framework;

    private Platform platform;
    private List<Holding> before;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        before = platform.holdings();
    }

    /** What was donated there and back has a history. */
    @AfterEach
    void asItWas() throws Exception {
        if (!platform.holdings().equals(before)) {
            new Running(framework).restarted(Map.of());
        }
    }

    /** The second SP is MP: its contexts are pinned, and the first PEs are for the others. */
    private MemoryAbi at(int id) {
        return new MemoryAbi(platform, id, id == SP2 ? 3 : 0);
    }

    private Holding holding(long physical) {
        return platform.holdings().stream()
                .filter(h -> physical >= h.base() && physical < h.base() + h.pages() * 4096)
                .findFirst()
                .orElseThrow();
    }

    private String states(long physical, int... components) {
        Holding holding = holding(physical);
        return Arrays.stream(components)
                .mapToObj(c -> holding.state(c).acronym())
                .collect(Collectors.joining(" "));
    }

    private String since(long physical) {
        return switch (holding(physical).origin()) {
            case null -> "set-up";
            case Origin.Donation d -> "donation 0x%x of 0x%x".formatted(d.handle(), d.predecessor());
            case Origin.FatalError e -> "fatal error of 0x%x".formatted(e.predecessor());
        };
    }

    @Test
    @Shows({"FFA-5.6.1-2", "FFA-5.6.2-3", "FFA-11.1.1.2-13", "FFA-11.4.1.2-12", "FFA-11.7.1.2-1"})
    void whatIsDonatedChangesItsOwnerWhenItIsRetrieved() {
        long heap = HEAP_OF_SP1 + 0x8000;
        try (MemoryAbi owner = at(SP1);
                MemoryAbi other = at(SP2)) {
            owner.write(heap, 42);
            long handle = owner.handle(FunctionId.FFA_MEM_DONATE, List.of(pages(heap, 1)), receiver(SP2));
            assertThat(states(heap, SP1, SP2)).isEqualTo("Owner-NA !Owner-NA");
            assertThat(since(heap)).as("it is under way").isEqualTo("set-up");
            long there = other.mapped(SP1, handle);
            assertThat(states(heap, SP1, SP2)).isEqualTo("!Owner-NA Owner-EA");
            assertThat(since(heap)).isEqualTo("donation 0x%x of 0x%x".formatted(handle, SP1));
            assertThat(since(heap + 0x1000)).isEqualTo("set-up");
            owner.reclaim(handle).refused(Status.INVALID_PARAMETERS, "FFA-11.7.1.2-1");

            long back = other.handle(FunctionId.FFA_MEM_DONATE, List.of(pages(there, 1)), receiver(SP1));
            assertThat(owner.mapped(SP2, back)).isEqualTo(heap);
            assertThat(owner.read(heap)).isEqualTo(42);
            assertThat(since(heap)).isEqualTo("donation 0x%x of 0x%x".formatted(back, SP2));
        }
    }

    /** A partition with four pages that crashes when it is asked something. */
    private void load(TestPartitions partitions, int id, long heap) {
        boolean secure = heap == HEAP_OF_MORTAL;
        Dts manifest = (secure ? Dts.sp("mortal", id) : Dts.vm("mortal", id))
                .memory("rx", heap - 0x2000, 1, secure ? 1 : 9)
                .memory("tx", heap - 0x1000, 1, secure ? 3 : 11)
                .memory("heap", heap, 4, secure ? 3 : 11)
                .buffers();
        partitions.callback(manifest, request -> {
            throw new IllegalStateException("a fatal error");
        });
    }

    @ParameterizedTest(name = "partition {0}")
    @CsvSource({"0x8021", "0x21"})
    void whatAPartitionHadIsSinceItsFatalErrorUntilItIsUnloaded(int id) {
        long heap = id >= SP1 ? HEAP_OF_MORTAL : HEAP_OF_MORTAL_VM;
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            load(partitions, id, heap);
            assertThat(since(heap)).isEqualTo("set-up");
            long handle;
            try (MemoryAbi owner = new MemoryAbi(platform, id, 0)) {
                handle = owner.handle(FunctionId.FFA_MEM_LEND, List.of(pages(heap, 1)), writer(SP1));
            }
            try (MemoryAbi borrower = at(SP1)) {
                borrower.mapped(id, handle);
                try (Abi client = new Abi(platform, VM)) {
                    client.direct(id, 1).failed(Status.ABORTED);
                }
                assertThat(since(heap + 0x1000)).isEqualTo("fatal error of 0x%x".formatted(id));
                borrower.relinquish(handle).success();
            }
            assertThat(since(heap)).isEqualTo("fatal error of 0x%x".formatted(id));
        }
        assertThat(platform.holdings()).isEqualTo(before);
    }
}
