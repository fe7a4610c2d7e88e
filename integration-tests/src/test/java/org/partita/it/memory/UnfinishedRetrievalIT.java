package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.scattered;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.OperationStatus;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Holding;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.MemoryOperation.Stage;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * A Borrower has no access to a region whose description it has not got to the end, or whose retrieval is paused (FF-A
 * Table 5.2, 12.2.2.3 item 8, 12.2.3.3): it leaves nothing there, whatever ends it.
 */
@PlatformTest(MemoryPlatform.class)
class UnfinishedRetrievalIT {
    private static final int LENDER = 0x21;
    private static final int BORROWER = 0x8021;
    private static final int CLIENT = 2;
    private static final long HEAP = 0x9000_2000L;
    private static final long HEAP_OF_BORROWER = 0x0640_0000L;
    /** Of 16 bytes each in the description: more than RX has room for. */
    private static final int RANGES = 300;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private List<Holding> before;
    private long handle;

    /** What ends a retrieval before the region is retrieved. */
    enum End {
        ABORT,
        CRASH,
        UNLOAD
    }

    @BeforeEach
    void aVmLendsWhatItHasWrittenTo() throws Exception {
        platform = new Running(framework).platform();
        before = platform.holdings();
        partitions = new TestPartitions(framework, platform);
        partitions.callback(
                Dts.vm("lender", LENDER)
                        .memory("rx", HEAP - 0x2000, 1, 9)
                        .memory("tx", HEAP - 0x1000, 1, 11)
                        .memory("heap", HEAP, 2 * RANGES, 11)
                        .buffers(),
                request -> {});
        partitions.callback(
                Dts.sp("borrower", BORROWER)
                        .memory("rx", HEAP_OF_BORROWER, 1, 1)
                        .memory("tx", HEAP_OF_BORROWER + 0x1000, 1, 3)
                        .buffers(),
                request -> {
                    throw new IllegalStateException("a fatal error");
                });
        try (MemoryAbi vm = new MemoryAbi(platform, LENDER, 0).inFragments(4096)) {
            vm.write(HEAP, 42);
            handle = vm.handle(FunctionId.FFA_MEM_LEND, scattered(HEAP, RANGES), writer(BORROWER));
        }
    }

    @AfterEach
    void everythingIsAsBefore() {
        partitions.close();
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.operations()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(before);
    }

    private AccessState state() {
        return platform.holdings().stream()
                .filter(h -> h.base() == HEAP)
                .findFirst()
                .orElseThrow()
                .state(BORROWER);
    }

    /** Begins a retrieval that waits in a stage. */
    private void begin(MemoryAbi sp, Stage stage, boolean zero) {
        RetrieveFlags flags = new RetrieveFlags(false, stage == Stage.PAUSED, zero, null, RetrieveFlags.NO_HINT);
        byte[] request = MemoryTransaction.request(
                        LENDER, MemoryAttributes.NOT_SPECIFIED, flags, handle, 0, List.of(receiver(BORROWER)))
                .encoded();
        sp.begin(FunctionId.FFA_MEM_RETRIEVE_REQ, request, request.length);
        assertThat(platform.operations())
                .filteredOn(o -> o.caller() == BORROWER)
                .extracting(OperationStatus::stage)
                .containsExactly(stage);
        if (stage == Stage.SENDING) {
            assertThat(sp.abi().registers().function()).isEqualTo(FunctionId.FFA_MEM_RETRIEVE_RESP.id32());
            assertThat(sp.abi().registers().x2).isLessThan(sp.abi().registers().x1);
        } else {
            assertThat(sp.unfinished(FunctionId.FFA_MEM_OP_PAUSE)).isEqualTo(handle);
        }
    }

    /** The Relayer maps at addresses of the value of the physical ones: no page of the region is there yet. */
    private void requireNoAccess(MemoryAbi sp) {
        assertThat(state()).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        for (int i = 0; i < RANGES; i++) {
            long page = HEAP + i * 0x2000L;
            assertThatThrownBy(() -> sp.write(page, 7)).isInstanceOf(MemoryFault.class);
        }
        assertThatThrownBy(() -> sp.read(HEAP)).isInstanceOf(MemoryFault.class);
        assertThat(platform.partition(BORROWER).regions()).noneMatch(m -> m.physical() >= HEAP - 0x2000);
    }

    private long reclaimed() {
        try (MemoryAbi vm = new MemoryAbi(platform, LENDER, 0)) {
            vm.reclaim(handle).success();
            return vm.read(HEAP);
        }
    }

    @ParameterizedTest(name = "{0}, zeroed after: {1}")
    @CsvSource({"SENDING, false", "SENDING, true", "PAUSED, false", "PAUSED, true"})
    @Shows("FFA-5.12.4-14")
    void aBorrowerHasAccessWhenTheRetrievalIsCompleted(Stage stage, boolean zero) {
        try (MemoryAbi sp = new MemoryAbi(platform, BORROWER, 0)) {
            begin(sp, stage, zero);
            while (sp.abi().registers().function() == FunctionId.FFA_MEM_OP_PAUSE.id32()) {
                requireNoAccess(sp);
                sp.abi().raw(FunctionId.FFA_MEM_OP_RESUME.id32(), handle & 0xFFFFFFFFL, handle >>> 32);
            }
            requireNoAccess(sp);

            assertThat(sp.retrieved().region().ranges()).isEqualTo(scattered(HEAP, RANGES));

            assertThat(state()).isEqualTo(AccessState.NOT_OWNER_EXCLUSIVE);
            assertThat(sp.read(HEAP)).isEqualTo(42);
            sp.write(HEAP, 7);
            sp.relinquish(handle).success();
        }
        assertThat(reclaimed()).isEqualTo(zero ? 0 : 7);
    }

    @ParameterizedTest(name = "{0} while {1}, zeroed after: {2}")
    @CsvSource({
        "ABORT, SENDING, false",
        "ABORT, SENDING, true",
        "CRASH, SENDING, false",
        "CRASH, SENDING, true",
        "UNLOAD, SENDING, false",
        "UNLOAD, SENDING, true",
        "CRASH, PAUSED, false",
        "CRASH, PAUSED, true",
        "UNLOAD, PAUSED, false",
        "UNLOAD, PAUSED, true"
    })
    @Shows({"FFA-12.2.2.3-20", "FFA-12.2.2.3-23", "FFA-12.2.2.3-24", "FFA-12.2.3.3-15"})
    void theLenderFindsWhatItHad(End end, Stage stage, boolean zero) {
        try (MemoryAbi sp = new MemoryAbi(platform, BORROWER, 0)) {
            begin(sp, stage, zero);
            requireNoAccess(sp);
            if (stage == Stage.SENDING) {
                sp.abi().raw(FunctionId.FFA_RX_RELEASE.id32()).success();
            }
            if (end == End.ABORT) {
                sp.relinquish(handle).success();
                requireNoAccess(sp);
            }
        }
        end(end);
        assertThat(reclaimed()).isEqualTo(42);
    }

    private void end(End end) {
        if (end == End.CRASH) {
            try (Abi client = new Abi(platform, CLIENT)) {
                client.direct(BORROWER, 1).failed(Status.ABORTED);
            }
        } else if (end == End.UNLOAD) {
            partitions.unload(BORROWER);
        }
        assertThat(platform.operations()).isEmpty();
        assertThat(state()).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
    }

    /** It has asked for zeroes when it retrieved the region, or does so now. */
    @ParameterizedTest(name = "{0}, zeroed: {1}")
    @CsvSource({
        "CRASH, 'never', 7",
        "CRASH, 'retrieve', 0",
        "CRASH, 'relinquish', 0",
        "UNLOAD, 'never', 7",
        "UNLOAD, 'retrieve', 0",
        "UNLOAD, 'relinquish', 0"
    })
    @Shows("FFA-5.12.4-14")
    void whoIsEndedWhileItRelinquishesInSlicesLeavesZeroesIfItAskedForThem(End end, String zeroed, long found) {
        try (MemoryAbi sp = new MemoryAbi(platform, BORROWER, 0)) {
            begin(sp, Stage.SENDING, zeroed.equals("retrieve"));
            sp.retrieved();
            sp.write(HEAP, 7);
            sp.beginRelinquish(handle, new RelinquishFlags(zeroed.equals("relinquish"), true), BORROWER);
            assertThat(sp.unfinished(FunctionId.FFA_MEM_OP_PAUSE)).isEqualTo(handle);
        }
        end(end);
        assertThat(reclaimed()).isEqualTo(found);
    }

    /** Nor has a Lender before its call is completed. */
    @ParameterizedTest(name = "zeroed: {0}")
    @ValueSource(booleans = {false, true})
    void aLenderHasAccessWhenReclaimingIsCompleted(boolean zero) {
        try (MemoryAbi vm = new MemoryAbi(platform, LENDER, 0)) {
            vm.abi().raw(FunctionId.FFA_MEM_RECLAIM.id32(), handle & 0xFFFFFFFFL, handle >>> 32, zero ? 3 : 2);
            assertThat(vm.unfinished(FunctionId.FFA_MEM_OP_PAUSE)).isEqualTo(handle);
            while (vm.abi().registers().function() == FunctionId.FFA_MEM_OP_PAUSE.id32()) {
                requireNoAccess(vm);
                vm.abi().raw(FunctionId.FFA_MEM_OP_RESUME.id32(), handle & 0xFFFFFFFFL, handle >>> 32);
            }
            vm.abi().success();
            assertThat(vm.read(HEAP)).isEqualTo(zero ? 0 : 42);
            vm.write(HEAP, 0);
        }
    }
}
