package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Holding;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** What becomes of memory when somebody who takes part in a transaction about it is gone (FF-A 5.4.1). */
@PlatformTest(MemoryPlatform.class)
class TerminationIT {
    private static final int VM = 1;
    private static final int OTHER_VM = 2;
    private static final int SP = 0x8021;
    private static final int SPM = 0x8000;
    private static final long HEAP_OF_VM = 0x81030000L;
    private static final long HEAP_OF_SP = 0x06400000L;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private List<Holding> before;

    @BeforeEach
    void load() throws Exception {
        platform = new Running(framework).platform();
        before = platform.holdings();
        partitions = new TestPartitions(framework, platform);
        Dts sp = Dts.sp("mortal", SP)
                .memory("rx", HEAP_OF_SP, 1, 1)
                .memory("tx", HEAP_OF_SP + 0x1000, 1, 3)
                .memory("heap", HEAP_OF_SP + 0x2000, 4, 3)
                .buffers();
        partitions.callback(sp, request -> {
            throw new IllegalStateException("a fatal error");
        });
    }

    @AfterEach
    void everythingIsAsBefore() {
        partitions.close();
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(before);
    }

    private AccessState state(long physical, int component) {
        return platform.holdings().stream()
                .filter(h -> physical >= h.base() && physical < h.base() + h.pages() * 4096)
                .findFirst()
                .orElseThrow()
                .state(component);
    }

    private void crash() {
        try (Abi vm = new Abi(platform, OTHER_VM)) {
            vm.direct(SP, 1).failed(Status.ABORTED);
        }
    }

    @Test
    @Shows("FFA-5.12.4-14")
    void aBorrowerThatCrashesLosesTheRegionWhichIsZeroedIfItAskedForThat() {
        long handle;
        try (MemoryAbi vm = new MemoryAbi(platform, VM, 0)) {
            handle = vm.handle(FunctionId.FFA_MEM_LEND, List.of(pages(HEAP_OF_VM, 1)), writer(SP));
        }
        try (MemoryAbi sp = new MemoryAbi(platform, SP, 0)) {
            sp.retrieve(VM, handle, new RetrieveFlags(false, false, true, null, RetrieveFlags.NO_HINT), receiver(SP));
            sp.write(sp.retrieved().region().ranges().getFirst().address(), 42);
        }
        assertThat(state(HEAP_OF_VM, SP)).isEqualTo(AccessState.NOT_OWNER_EXCLUSIVE);

        crash();

        assertThat(state(HEAP_OF_VM, SP)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        assertThat(platform.partition(SP).regions()).noneMatch(m -> m.physical() == HEAP_OF_VM);
        try (MemoryAbi vm = new MemoryAbi(platform, VM, 0)) {
            vm.reclaim(handle).success();
            assertThat(vm.read(HEAP_OF_VM)).isZero();
        }
    }

    @Test
    void whatALenderThatIsUnloadedHadLentIsTheManagersWhenItComesBack() {
        long page = HEAP_OF_SP + 0x3000;
        long handle;
        long there;
        try (MemoryAbi sp = new MemoryAbi(platform, SP, 0)) {
            handle = sp.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(page, 1)), writer(0x8001));
        }
        try (MemoryAbi other = new MemoryAbi(platform, 0x8001, 0)) {
            there = other.mapped(SP, handle);
            other.write(there, 42);
        }

        partitions.unload(SP);

        assertThat(state(page, SPM)).isEqualTo(AccessState.OWNER_SHARED);
        assertThat(state(page + 0x1000, SPM)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
        try (MemoryAbi other = new MemoryAbi(platform, 0x8001, 0)) {
            assertThat(other.read(there))
                    .as("the Borrower has it until it relinquishes it")
                    .isEqualTo(42);
            other.relinquish(handle).success();
        }
        assertThat(state(page, SPM)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
    }
}
