package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.descriptor;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.scattered;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.OperationStatus;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Holding;
import org.partita.api.memory.MemoryOperation.Stage;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** An SP is unloaded while a function of its own is half done: everything is as if it had not called. */
@PlatformTest(MemoryPlatform.class)
@LeavesNothingBehind
class UnfinishedUnloadIT {
    private static final int SP = 0x8021;
    private static final int OTHER = 0x8001;
    private static final long RX = 0x06400000L;
    private static final long HEAP = 0x06402000L;
    private static final long HEAP_OF_OTHER = 0x06020000L;
    private static final RetrieveFlags SLICED = new RetrieveFlags(false, true, false, null, RetrieveFlags.NO_HINT);

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
        partitions.callback(
                Dts.sp("mortal", SP)
                        .memory("rx", RX, 1, 1)
                        .memory("tx", RX + 0x1000, 1, 3)
                        .memory("heap", HEAP, 60, 3)
                        .buffers(),
                request -> {});
    }

    @AfterEach
    void everythingIsAsBefore() {
        partitions.close();
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.operations()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(before);
    }

    private void unloadedAt(Stage stage) {
        assertThat(platform.operations())
                .filteredOn(o -> o.caller() == SP)
                .extracting(OperationStatus::stage)
                .containsExactly(stage);
        partitions.unload(SP);
        assertThat(platform.operations()).isEmpty();
    }

    @ParameterizedTest(name = "in a buffer of its own: {0}")
    @ValueSource(booleans = {false, true})
    void halfADescriptorIsForgotten(boolean dynamic) {
        byte[] bytes = descriptor(SP, SendFlags.NONE, scattered(HEAP, 20), List.of(writer(OTHER)));
        long handle;
        try (MemoryAbi sp = new MemoryAbi(platform, SP, 0)) {
            if (dynamic) {
                sp.through(HEAP + 59 * 0x1000L, 1);
            }
            sp.begin(FunctionId.FFA_MEM_LEND, bytes, 96);
            handle = sp.unfinished(FunctionId.FFA_MEM_FRAG_RX);
        }
        unloadedAt(Stage.RECEIVING);
        nobodyGets(handle);
    }

    /** Of the 40 pages some are zeroed already. */
    @Test
    void aSendInSlicesIsUndone() {
        byte[] bytes = descriptor(SP, new SendFlags(true, true), List.of(pages(HEAP, 40)), List.of(writer(OTHER)));
        long handle;
        try (MemoryAbi sp = new MemoryAbi(platform, SP, 0)) {
            sp.begin(FunctionId.FFA_MEM_LEND, bytes, bytes.length);
            handle = sp.unfinished(FunctionId.FFA_MEM_OP_PAUSE);
        }
        unloadedAt(Stage.PAUSED);
        nobodyGets(handle);
    }

    private void nobodyGets(long handle) {
        try (MemoryAbi other = new MemoryAbi(platform, OTHER, 0)) {
            other.retrieve(SP, handle);
            assertThat(other.abi().error()).isEqualTo(Status.INVALID_PARAMETERS);
        }
    }

    @ParameterizedTest(name = "{0} bytes of the request have come")
    @ValueSource(ints = {32, 48})
    void theLenderReclaimsWhatWasHalfRetrieved(int bytes) {
        long handle;
        try (MemoryAbi other = new MemoryAbi(platform, OTHER, 0)) {
            other.write(HEAP_OF_OTHER, 42);
            handle = other.handle(FunctionId.FFA_MEM_LEND, scattered(HEAP_OF_OTHER, 25), writer(SP));
        }
        byte[] request = MemoryTransaction.request(
                        OTHER, MemoryAttributes.NOT_SPECIFIED, SLICED, handle, 0, List.of(receiver(SP)))
                .encoded();
        assertThat(request).hasSize(48);
        try (MemoryAbi sp = new MemoryAbi(platform, SP, 0)) {
            sp.begin(FunctionId.FFA_MEM_RETRIEVE_REQ, request, bytes);
            assertThat(sp.unfinished(bytes < 48 ? FunctionId.FFA_MEM_FRAG_RX : FunctionId.FFA_MEM_OP_PAUSE))
                    .isEqualTo(handle);
        }
        unloadedAt(bytes < 48 ? Stage.RECEIVING : Stage.PAUSED);
        try (MemoryAbi other = new MemoryAbi(platform, OTHER, 0)) {
            other.reclaim(handle).success();
            assertThat(other.read(HEAP_OF_OTHER)).isEqualTo(42);
            other.write(HEAP_OF_OTHER, 0);
        }
    }
}
