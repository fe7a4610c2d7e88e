package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.PartitionDetail;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Holding;
import org.partita.api.partition.DirectRequest;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Memory of a partition that a fatal error has ended (FF-A 5.4.1 rules 8 to 10). */
@PlatformTest(MemoryPlatform.class)
class CrashedOwnerIT {
    private static final int VM = 0x21;
    private static final int SP = 0x8021;
    private static final int HYPERVISOR = 0;
    private static final int SPM = 0x8000;
    private static final int CLIENT = 2;
    private static final int BORROWER = 0x8001;
    private static final int CRASH = 1;
    private static final int LOOK = 2;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private List<Holding> before;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        before = platform.holdings();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void everythingIsAsBefore() {
        partitions.close();
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(before);
    }

    /** A partition with four pages that answers what is in the first and writes there, or crashes. */
    private void load(int id) {
        long heap = heap(id);
        Dts manifest = (id == VM ? Dts.vm("mortal", id) : Dts.sp("mortal", id))
                .memory("rx", heap - 0x2000, 1, id == VM ? 9 : 1)
                .memory("tx", heap - 0x1000, 1, id == VM ? 11 : 3)
                .memory("heap", heap, 4, id == VM ? 11 : 3)
                .buffers();
        partitions.callback(manifest, request -> answer(request, heap));
    }

    private static void answer(DirectRequest request, long heap) {
        if (request.x(3) == CRASH) {
            throw new IllegalStateException("a fatal error");
        }
        request.respond(3, request.context().memory().read64(heap));
        request.context().memory().write64(heap, 42);
    }

    private static long heap(int id) {
        return id == VM ? 0x9000_2000L : 0x0640_2000L;
    }

    private void crash(int id) {
        try (Abi client = new Abi(platform, CLIENT)) {
            client.direct(id, CRASH).failed(Status.ABORTED);
        }
    }

    private long look(int id) {
        try (Abi client = new Abi(platform, CLIENT)) {
            client.direct(id, LOOK);
            assertThat(client.error()).as(client.rule()).isNull();
            return client.registers().x3;
        }
    }

    private String states(long physical, int... components) {
        Holding there = platform.holdings().stream()
                .filter(h -> physical >= h.base() && physical < h.base() + h.pages() * 4096)
                .findFirst()
                .orElseThrow();
        StringBuilder states = new StringBuilder();
        for (int id : components) {
            states.append(states.isEmpty() ? "" : ", ").append(there.state(id).acronym());
        }
        return states.toString();
    }

    private static List<?> regions(PartitionDetail partition) {
        return partition.regions();
    }

    @Test
    @Shows("FFA-5.4.1-8")
    void theSpmHasTheAccessOfAnSpThatCrashes() {
        load(SP);
        assertThat(states(heap(SP), SP, SPM)).isEqualTo("Owner-EA, !Owner-NA");
        crash(SP);
        assertThat(states(heap(SP), SP, SPM)).isEqualTo("Owner-NA, !Owner-EA");
        assertThat(regions(platform.partition(SP))).isEmpty();
    }

    @Test
    @Shows({"FFA-5.4.1-9", "FFA-5.4-5"})
    void theHypervisorOwnsWhatAVmThatCrashesHad() {
        load(VM);
        assertThat(states(heap(VM), VM, HYPERVISOR)).isEqualTo("Owner-EA, !Owner-NA");
        crash(VM);
        assertThat(states(heap(VM), VM, HYPERVISOR)).isEqualTo("!Owner-NA, Owner-EA");
        assertThat(regions(platform.partition(VM))).isEmpty();
    }

    @ParameterizedTest(name = "partition {0}")
    @CsvSource({"0x8021", "0x21"})
    void loadedAgainItHasItsMemoryAgainWithZeroesInIt(int id) {
        load(id);
        assertThat(look(id)).isZero();
        assertThat(look(id)).isEqualTo(42);
        crash(id);
        partitions.unload(id);
        assertThat(platform.holdings()).isEqualTo(before);
        partitions.close();
        partitions = new TestPartitions(framework, platform);
        load(id);
        assertThat(states(heap(id), id)).isEqualTo("Owner-EA");
        assertThat(look(id)).isZero();
    }

    /** It gives a page away and gets it back, mapped as Device memory (FF-A 5.11.4): memory it is still. */
    @ParameterizedTest(name = "partition {0}")
    @CsvSource({"0x8021, 0x8001", "0x21, 2"})
    void whatItHadMappedAsDeviceMemoryIsZeroedToo(int id, int other) {
        load(id);
        try (MemoryAbi owner = new MemoryAbi(platform, id, 0);
                MemoryAbi between = new MemoryAbi(platform, other, 0)) {
            long given = owner.handle(FunctionId.FFA_MEM_DONATE, List.of(pages(heap(id), 1)), receiver(other));
            long there = between.mapped(id, given);
            long back = between.handle(FunctionId.FFA_MEM_DONATE, List.of(pages(there, 1)), receiver(id));
            EndpointAccess wanted = receiver(id).withRegion(CompositeRegion.of(pages(heap(id), 1)));
            owner.send(
                    FunctionId.FFA_MEM_RETRIEVE_REQ,
                    MemoryTransaction.request(
                            other, MemoryAttributes.DEVICE_NGNRE, RetrieveFlags.of(null), back, 0, List.of(wanted)));
            assertThat(owner.retrieved().attributes()).isEqualTo(MemoryAttributes.DEVICE_NGNRE);
        }
        assertThat(look(id)).isZero();
        assertThat(look(id)).isEqualTo(42);
        crash(id);
        partitions.unload(id);
        partitions.close();
        partitions = new TestPartitions(framework, platform);
        load(id);
        assertThat(look(id)).isZero();
    }

    @ParameterizedTest(name = "partition {0}: {1}, then {2}")
    @CsvSource({
        "0x8021, 'Owner-NA, !Owner-SA, !Owner-SA', 'Owner-NA, !Owner-EA, !Owner-NA'",
        "0x21, '!Owner-NA, Owner-SA, !Owner-SA', '!Owner-NA, Owner-EA, !Owner-NA'"
    })
    void aBorrowerKeepsWhatItSharedUntilItRelinquishesIt(int id, String shared, String relinquished) {
        int manager = id == VM ? HYPERVISOR : SPM;
        load(id);
        long handle;
        long unretrieved;
        try (MemoryAbi owner = new MemoryAbi(platform, id, 0)) {
            handle = owner.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(heap(id), 1)), writer(BORROWER));
            unretrieved =
                    owner.handle(FunctionId.FFA_MEM_DONATE, List.of(pages(heap(id) + 4096, 1)), receiver(BORROWER));
        }
        try (MemoryAbi borrower = new MemoryAbi(platform, BORROWER, 0)) {
            long there = borrower.mapped(id, handle);
            borrower.write(there, 7);
            crash(id);
            assertThat(states(heap(id), id, manager, BORROWER)).isEqualTo(shared);
            assertThat(borrower.read(there)).isEqualTo(7);
            borrower.retrieve(id, unretrieved).failed(Status.INVALID_PARAMETERS);
            borrower.relinquish(handle).success();
        }
        assertThat(states(heap(id), id, manager, BORROWER)).isEqualTo(relinquished);
    }
}
