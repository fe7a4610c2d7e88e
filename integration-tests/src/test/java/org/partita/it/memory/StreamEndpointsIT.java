package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.reader;
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
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryFault;
import org.partita.api.smmu.SmmuEvent.Type;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Memory changes hands with devices; what each can reach is tried by its own accesses (FF-A 5.2.1, chapter 11). */
@PlatformTest(MemoryPlatform.class)
class StreamEndpointsIT {
    private static final int VM1 = 1;
    private static final int SP1 = 0x8001;
    private static final int SP2 = 0x8002;
    private static final int SP3 = 0x8003;
    private static final int INDEPENDENT = 0xC001;
    private static final int DEPENDENT = 0xC002;
    private static final Map<Integer, Long> HEAPS =
            Map.of(VM1, 0x81020000L, 2, 0x82020000L, SP1, 0x06020000L, SP2, 0x06120000L, SP3, 0x06230000L);

    @Inject
    BundleContext framework;

    private Platform platform;
    private List<Holding> before;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        platform.devices().consumeEvents();
        before = platform.holdings();
    }

    /** A test that fails must not make the others fail. */
    @AfterEach
    void everythingIsAsBefore() throws Exception {
        platform.trace().stop();
        List<Holding> after = platform.holdings();
        if (!after.equals(before)) {
            new Running(framework).restarted(Map.of());
        }
        assertThat(after).isEqualTo(before);
    }

    /** The second SP is MP: its contexts are pinned, and the first PEs are for the others. */
    private MemoryAbi at(int id) {
        return new MemoryAbi(platform, id, id == SP2 ? 3 : 0);
    }

    private static long heap(int id) {
        return HEAPS.get(id);
    }

    private String states(long physical, int... components) {
        Holding holding = platform.holdings().stream()
                .filter(h -> physical >= h.base() && physical < h.base() + h.pages() * 4096)
                .findFirst()
                .orElseThrow();
        return Arrays.stream(components)
                .mapToObj(c -> holding.state(c).acronym())
                .collect(Collectors.joining(" "));
    }

    private long addressOf(int sepid) {
        return platform.devices().sepid(sepid).regions().stream()
                .filter(m -> m.name().startsWith("grant"))
                .map(Mapping::address)
                .findFirst()
                .orElseThrow();
    }

    private static void cant(Runnable access) {
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(MemoryFault.class, access::run))
                .isNotNull()
                .extracting(MemoryFault::kind)
                .isEqualTo(MemoryFault.Cause.TRANSLATION);
    }

    // ---- independent devices

    @ParameterizedTest
    @CsvSource({"1, LEND", "1, SHARE", "0x8001, LEND", "0x8001, SHARE", "0x8003, LEND"})
    @Shows({
        "FFA-5.2-1",
        "FFA-2.10-5",
        "FFA-5.3-5",
        "FFA-5.5.1-13",
        "FFA-5.5.1-15",
        "FFA-5.7.2-4",
        "FFA-5.8.2-4",
        "FFA-11.2.1.2-12",
        "FFA-11.2.1.2-14",
        "FFA-11.3.1.2-12",
        "FFA-11.3.1.2-14",
        "FFA-11.7.1.2-5",
        "FFA-5.9.2-6",
        "FFA-5.2.1-8",
        "FFA-5.5.2-5"
    })
    void anIndependentDeviceReachesWhatIsLentToItOnceTheCallReturns(String from, String how) {
        int owner = Integer.decode(from);
        FunctionId function = FunctionId.valueOf("FFA_MEM_" + how);
        long heap = heap(owner);
        boolean shared = function == FunctionId.FFA_MEM_SHARE;
        Dma device = Dma.of(platform, INDEPENDENT);
        device.cantRead(heap, Type.F_TRANSLATION);
        try (MemoryAbi lender = at(owner)) {
            lender.write(heap, 42);
            platform.trace().start("");
            long handle = lender.handle(function, List.of(pages(heap, 2)), writer(INDEPENDENT));
            platform.trace().stop();

            assertThat(platform.trace().show(100))
                    .extracting(Crossing::function)
                    .contains(function.name())
                    .doesNotContain("FFA_MEM_RETRIEVE_REQ", "FFA_MSG_SEND_DIRECT_REQ");
            assertThat(states(heap, owner, INDEPENDENT))
                    .isEqualTo(shared ? "Owner-SA !Owner-SA" : "Owner-NA !Owner-EA");
            assertThat(platform.devices()
                            .sepid(INDEPENDENT)
                            .described()
                            .getLast()
                            .handle())
                    .isEqualTo(handle);
            long at = addressOf(INDEPENDENT);
            assertThat(device.read(at)).isEqualTo(42);
            device.write(at + 0x1008, 43);
            device.cantRead(at + 0x2000, Type.F_TRANSLATION);
            if (shared) {
                assertThat(lender.read(heap + 0x1008)).isEqualTo(43);
            } else {
                cant(() -> lender.read(heap));
            }

            platform.devices().busy(INDEPENDENT, true);
            lender.reclaim(handle).refused(Status.DENIED, "FFA-11.7.1.2-5");
            assertThat(device.read(at)).isEqualTo(42);
            platform.devices().busy(INDEPENDENT, false);
            lender.reclaim(handle).success();
            device.cantRead(at, Type.F_TRANSLATION);
            assertThat(lender.read(heap + 0x1008)).isEqualTo(43);
            lender.write(heap, 0);
        }
    }

    @Test
    @Shows({"FFA-5.11.2-6", "FFA-5.9.2-3"})
    void whatIsLentReadOnlyTheDeviceCantWriteAndMayGiveBackByItself() {
        Dma device = Dma.of(platform, INDEPENDENT);
        try (MemoryAbi lender = at(SP1)) {
            long handle = lender.handle(FunctionId.FFA_MEM_LEND, List.of(pages(heap(SP1), 1)), reader(INDEPENDENT));
            long at = addressOf(INDEPENDENT);
            device.read(at);
            device.cantWrite(at, Type.F_PERMISSION);

            platform.devices().relinquish(INDEPENDENT, handle);
            device.cantRead(at, Type.F_TRANSLATION);
            assertThat(states(heap(SP1), SP1, INDEPENDENT)).isEqualTo("Owner-NA !Owner-NA");
            platform.devices().busy(INDEPENDENT, true);
            lender.reclaim(handle).success();
        } finally {
            platform.devices().busy(INDEPENDENT, false);
        }
    }

    // ---- dependent devices

    @ParameterizedTest
    @CsvSource({"1, LEND", "1, SHARE", "0x8002, LEND", "0x8002, SHARE", "0x8001, LEND"})
    @Shows({
        "FFA-5.2.1-9",
        "FFA-5.2.1-15",
        "FFA-5.5.2-4",
        "FFA-5.5.1-13",
        "FFA-5.5.1-15",
        "FFA-5.5.1-20",
        "FFA-5.5.1-22",
        "FFA-11.4.1.2-9",
        "FFA-11.6.1.2-6",
        "FFA-5.12.1-8",
        "FFA-11.7.1.2-3",
        "FFA-11.6.1.2-1"
    })
    void aDependentDeviceReachesWhatItsProxyRetrievesForIt(String from, String how) {
        int owner = Integer.decode(from);
        FunctionId function = FunctionId.valueOf("FFA_MEM_" + how);
        long heap = heap(owner) + 0x4000;
        Dma device = Dma.of(platform, DEPENDENT);
        long handle;
        try (MemoryAbi lender = at(owner)) {
            lender.write(heap, 42);
            handle = lender.handle(function, List.of(pages(heap, 2)), writer(DEPENDENT));
        }
        // nobody has agreed yet
        device.cantRead(heap, Type.F_TRANSLATION);
        try (MemoryAbi other = at(SP3)) {
            other.retrieve(owner, handle, RetrieveFlags.of(null), receiver(DEPENDENT))
                    .refused(Status.INVALID_PARAMETERS, "FFA-5.12.1-8");
        }
        device.cantRead(heap, Type.F_TRANSLATION);
        try (MemoryAbi proxy = at(SP1)) {
            proxy.retrieve(owner, handle, RetrieveFlags.of(null), receiver(DEPENDENT));
            long at = proxy.retrieved().region().ranges().getFirst().address();
            assertThat(device.read(at)).isEqualTo(42);
            device.write(at + 0x1ff8, 43);
            if (owner != SP1) {
                cant(() -> proxy.read(at));
            }
            assertThat(states(heap, owner, DEPENDENT))
                    .isEqualTo(function == FunctionId.FFA_MEM_SHARE ? "Owner-SA !Owner-SA" : "Owner-NA !Owner-EA");
            reclaim(owner, proxy, handle).refused(Status.DENIED, "FFA-11.7.1.2-3");
            try (MemoryAbi other = at(SP3)) {
                other.relinquish(handle, RelinquishFlags.NONE, DEPENDENT)
                        .refused(Status.INVALID_PARAMETERS, "FFA-11.6.1.2-1");
            }
            proxy.relinquish(handle, RelinquishFlags.NONE, DEPENDENT).success();
            device.cantRead(at, Type.F_TRANSLATION);
            reclaim(owner, proxy, handle).success();
        }
        try (MemoryAbi lender = at(owner)) {
            assertThat(lender.read(heap + 0x1ff8)).isEqualTo(43);
        }
    }

    /** As the owner, who may be the proxy. */
    private org.partita.it.ffa.Abi reclaim(int owner, MemoryAbi proxy, long handle) {
        if (owner == SP1) {
            return proxy.reclaim(handle);
        }
        try (MemoryAbi lender = at(owner)) {
            return lender.reclaim(handle);
        }
    }

    @Test
    @Shows({"FFA-5.12.3.2-5", "FFA-5.12.3.3-6", "FFA-5.11.1-8"})
    void aProxyThatBorrowsTooHasTheRegionWithItsDevice() {
        Dma device = Dma.of(platform, DEPENDENT);
        long heap = heap(VM1);
        try (MemoryAbi lender = at(VM1);
                MemoryAbi proxy = at(SP1);
                MemoryAbi other = at(SP2)) {
            lender.write(heap, 42);
            long handle = lender.handle(
                    FunctionId.FFA_MEM_SHARE, List.of(pages(heap, 1)), writer(SP1), writer(SP2), reader(DEPENDENT));
            other.retrieve(VM1, handle, RetrieveFlags.of(null), receiver(SP2), receiver(DEPENDENT))
                    .refused(Status.INVALID_PARAMETERS, "FFA-5.12.3.3-6");
            EndpointAccess notForIt = new EndpointAccess(
                    DEPENDENT, reader(DEPENDENT).data(), reader(DEPENDENT).instruction(), true, null);
            proxy.retrieve(VM1, handle, RetrieveFlags.of(null), receiver(SP1), notForIt)
                    .refused(Status.INVALID_PARAMETERS, "FFA-5.11.1-8");
            device.cantRead(heap, Type.F_TRANSLATION);

            proxy.retrieve(VM1, handle, RetrieveFlags.of(null), receiver(SP1), receiver(DEPENDENT));
            assertThat(proxy.retrieved().endpoints())
                    .extracting(EndpointAccess::endpoint)
                    .containsExactly(SP1, DEPENDENT);
            long at = addressOf(DEPENDENT);
            assertThat(device.read(at)).isEqualTo(42);
            device.cantWrite(at, Type.F_PERMISSION);
            proxy.write(heap, 43);
            assertThat(device.read(at)).isEqualTo(43);

            proxy.relinquish(handle, RelinquishFlags.NONE, SP1, DEPENDENT).success();
            device.cantRead(at, Type.F_TRANSLATION);
            lender.reclaim(handle).success();
        }
    }

    // ---- who may not have what

    @ParameterizedTest
    @CsvSource({"DONATE, 1", "LEND, 2", "SHARE, 3"})
    @Shows({"FFA-5.5.1-17", "FFA-11.1.1.2-3", "FFA-11.2.1.2-3", "FFA-11.3.1.2-3", "FFA-5.2.1-2"})
    void secureMemoryGoesToNoNonSecureSepid(String how, int section) {
        FunctionId function = FunctionId.valueOf("FFA_MEM_" + how);
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            int vm = partitions.callback(
                    Dts.vm("guest", 0x12)
                            .memory("rx", 0x90010000L, 1, 0x9)
                            .memory("tx", 0x90011000L, 1, 0xB)
                            .buffers()
                            .node("partita,stream-endpoints { compatible = \"partita,stream-endpoints\";"
                                    + " nic { partita,sepid = <0x4002>; smmu-id = <0>; stream-ids = <0x50>; }; };"),
                    request -> {});
            Dma nic = Dma.of(platform, 0x4002);
            EndpointAccess to = function == FunctionId.FFA_MEM_DONATE ? receiver(0x4002) : writer(0x4002);
            try (MemoryAbi sp = at(SP1)) {
                sp.send(function, SendFlags.NONE, List.of(pages(heap(SP1), 1)), List.of(to))
                        .refused(Status.DENIED, "FFA-11." + section + ".1.2-3");
                sp.read(heap(SP1));
            }
            nic.cantRead(heap(SP1), Type.F_TRANSLATION);
            if (function == FunctionId.FFA_MEM_DONATE) {
                return;
            }
            // what a VM gives it, it gets, by its own proxy
            try (MemoryAbi owner = at(VM1);
                    MemoryAbi proxy = new MemoryAbi(platform, vm, 0)) {
                owner.write(heap(VM1), 42);
                long handle = owner.handle(function, List.of(pages(heap(VM1), 1)), to);
                assertThat(handle).as("allocated by the Hypervisor").isNegative();
                proxy.retrieve(VM1, handle, RetrieveFlags.of(null), receiver(0x4002));
                long at = proxy.retrieved().region().ranges().getFirst().address();
                assertThat(nic.read(at)).isEqualTo(42);
                proxy.relinquish(handle, RelinquishFlags.NONE, 0x4002).success();
                nic.cantRead(at, Type.F_TRANSLATION);
                owner.reclaim(handle).success();
            }
        }
    }

    @Test
    @Shows({"FFA-5.2.1-10", "FFA-5.2.1-11"})
    void aDeviceThatIsAssignedToItsProxyFollowsThePartitionsTransactions() {
        Dma network = Dma.of(platform, SP3);
        try (MemoryAbi lender = at(VM1);
                MemoryAbi driver = at(SP3)) {
            long handle = lender.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(heap(VM1), 1)), writer(SP3));
            network.cantRead(heap(VM1), Type.F_TRANSLATION);
            long at = driver.mapped(VM1, handle);
            network.write(at, 7);
            assertThat(lender.read(heap(VM1))).isEqualTo(7);
            driver.relinquish(handle).success();
            network.cantRead(at, Type.F_TRANSLATION);
            lender.reclaim(handle).success();
            // what it lends its device can't reach either
            long lent = driver.handle(FunctionId.FFA_MEM_LEND, List.of(pages(heap(SP3), 1)), writer(SP2));
            network.cantRead(heap(SP3), Type.F_TRANSLATION);
            driver.reclaim(lent).success();
            network.read(heap(SP3));
        }
    }

    /** A region that was donated to a device comes back only with its partition. */
    @Test
    @Shows({"FFA-5.6.2-4", "FFA-11.1.1.2-14", "FFA-5.5.1-15", "FFA-11.7.1.2-1"})
    void whatIsDonatedToADeviceIsItsOwn() {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            int donor = partitions.callback(
                    Dts.sp("donor", 0x8031)
                            .memory("rx", 0x06A10000L, 1, 1)
                            .memory("tx", 0x06A11000L, 1, 3)
                            .memory("heap", 0x06A12000L, 2, 3)
                            .buffers(),
                    request -> {});
            int proxy = partitions.callback(
                    Dts.sp("proxy", 0x8032)
                            .memory("rx", 0x06A20000L, 1, 1)
                            .memory("tx", 0x06A21000L, 1, 3)
                            .buffers()
                            .node("partita,stream-endpoints { compatible = \"partita,stream-endpoints\";"
                                    + " dev { partita,sepid = <0xc032>; smmu-id = <0>; stream-ids = <0x51>; }; };"),
                    request -> {});
            Dma device = Dma.of(platform, 0xC032);
            long handle;
            try (MemoryAbi owner = new MemoryAbi(platform, donor, 0)) {
                owner.write(0x06A12000L, 42);
                handle = owner.handle(FunctionId.FFA_MEM_DONATE, List.of(pages(0x06A12000L, 1)), receiver(0xC032));
            }
            assertThat(states(0x06A12000L, donor, 0xC032)).isEqualTo("Owner-NA !Owner-NA");
            long at;
            try (MemoryAbi agent = new MemoryAbi(platform, proxy, 0)) {
                agent.retrieve(donor, handle, RetrieveFlags.of(null), receiver(0xC032));
                at = agent.retrieved().region().ranges().getFirst().address();
            }
            assertThat(device.read(at)).isEqualTo(42);
            assertThat(states(0x06A12000L, donor, 0xC032)).isEqualTo("!Owner-NA Owner-EA");
            try (MemoryAbi owner = new MemoryAbi(platform, donor, 0)) {
                owner.reclaim(handle).refused(Status.INVALID_PARAMETERS, "FFA-11.7.1.2-1");
            }
            partitions.unload(proxy);
            assertThat(states(0x06A12000L, 0x8000)).isEqualTo("Owner-EA");
        }
    }

    @Test
    void whatTheDeviceOfAPartitionThatIsUnloadedBorrowedIsFree() {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            int proxy = partitions.callback(
                    Dts.sp("proxy", 0x8032)
                            .memory("rx", 0x06A20000L, 1, 1)
                            .memory("tx", 0x06A21000L, 1, 3)
                            .buffers()
                            .node("partita,stream-endpoints { compatible = \"partita,stream-endpoints\";"
                                    + " dev { partita,sepid = <0xc032>; smmu-id = <0>; stream-ids = <0x51>; }; };"),
                    request -> {});
            Dma device = Dma.of(platform, 0xC032);
            long handle;
            long at;
            try (MemoryAbi lender = at(VM1)) {
                handle = lender.handle(FunctionId.FFA_MEM_LEND, List.of(pages(heap(VM1), 1)), writer(0xC032));
            }
            try (MemoryAbi agent = new MemoryAbi(platform, proxy, 0)) {
                agent.retrieve(VM1, handle, RetrieveFlags.of(null), receiver(0xC032));
                at = agent.retrieved().region().ranges().getFirst().address();
            }
            device.read(at);
            partitions.unload(proxy);
            device.cantRead(at, Type.C_BAD_STE);
            try (MemoryAbi lender = at(VM1)) {
                lender.reclaim(handle).success();
            }
        }
    }
}
