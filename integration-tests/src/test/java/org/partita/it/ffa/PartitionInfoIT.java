package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.PartitionInfo;
import org.partita.api.ffa.Status;
import org.partita.api.ffa.UuidRegisters;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Leftovers;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** FFA_PARTITION_INFO_GET (FF-A 8.6) as VMs and SPs see it. */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class PartitionInfoIT {
    private static final int INFO_GET = 0x84000068;
    private static final int RX_RELEASE = 0x84000065;
    private static final UUID NIL = new UUID(0, 0);
    private static final UUID ECHO = UUID.fromString("6563686f-b2a1-4000-9d0c-2f5e00008002");
    private static final UUID CLIENT2 = UUID.fromString("636c6965-22c2-4000-9d0c-2f5e00000002");
    /** FF-A 8.6: the bytes of the example in the order of the registers. */
    private static final UUID SHARED = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        partitions.close();
    }

    private static Abi ask(Abi from, UUID service) {
        return from.raw(
                INFO_GET,
                Integer.toUnsignedLong(UuidRegisters.word(service, 0)),
                Integer.toUnsignedLong(UuidRegisters.word(service, 1)),
                Integer.toUnsignedLong(UuidRegisters.word(service, 2)),
                Integer.toUnsignedLong(UuidRegisters.word(service, 3)));
    }

    /** All descriptors that the query yields, as raw as they lie in RX. */
    private List<PartitionInfo> list(int endpoint, UUID service) {
        try (Abi from = new Abi(platform, endpoint)) {
            ask(from, service);
            int count = from.registers().w(2);
            from.success(count);
            byte[] rx = platform.readRx(endpoint, count * PartitionInfo.SIZE);
            from.raw(RX_RELEASE).success();
            List<PartitionInfo> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(PartitionInfo.decode(MemorySegment.ofArray(rx), (long) i * PartitionInfo.SIZE));
            }
            return all;
        }
    }

    @Test
    @Shows({"FFA-8.6-1", "FFA-8.6-2", "FFA-8.6-16", "FFA-8.6-17", "FFA-8.6-22"})
    void aVmIsToldOfEveryPartitionOfBothWorldsItselfIncluded() {
        assertThat(list(1, NIL))
                .containsExactlyInAnyOrder(
                        new PartitionInfo(1, 1, 2),
                        new PartitionInfo(2, 1, 2),
                        new PartitionInfo(0x8001, 1, 1),
                        new PartitionInfo(0x8002, 4, 3));
    }

    @Test
    @Shows({"FFA-8.6-4", "FFA-8.6-5", "FFA-8.6-19", "FFA-8.6-20", "FFA-4.4.1-1"})
    void anSpIsToldOfSpsOnly() {
        assertThat(list(0x8002, NIL))
                .containsExactlyInAnyOrder(new PartitionInfo(0x8001, 1, 1), new PartitionInfo(0x8002, 4, 3));
    }

    @Test
    @Shows({"FFA-8.6-3", "FFA-2.8-3", "FFA-8.6-18", "FFA-4.2.2-4", "FFA-8.6-7"})
    void aServiceIsFoundByItsUuid() {
        assertThat(list(1, ECHO)).containsExactly(new PartitionInfo(0x8002, 4, 3));
        assertThat(list(1, CLIENT2)).containsExactly(new PartitionInfo(2, 1, 2));
        try (Abi vm = new Abi(platform, 1)) {
            ask(vm, ECHO).success(1);
            assertThat(platform.readRx(1, 8)).containsExactly(0x02, 0x80, 4, 0, 3, 0, 0, 0);
            vm.raw(RX_RELEASE).success();
        }
    }

    @Test
    @Shows({"FFA-8.6-3", "FFA-8.6-6", "FFA-8.6-14", "FFA-3.2-4", "FFA-2.8-1"})
    void partitionsThatShareAServiceAreAllFoundWhereTheyMayBeSeen() {
        long[] words = {0x33221100L, 0x77665544L, 0xbbaa9988L, 0xffeeddccL};
        partitions.callback(Dts.vm("shares", 0x23).cells("uuid", words), request -> {});
        partitions.callback(Dts.sp("also-shares", 0x8023).cells("uuid", words), request -> {});
        assertThat(list(1, SHARED)).extracting(PartitionInfo::id).containsExactlyInAnyOrder(0x23, 0x8023);
        assertThat(list(0x8002, SHARED)).extracting(PartitionInfo::id).containsExactly(0x8023);
    }

    @ParameterizedTest(name = "endpoint {0} does not find {1}")
    @CsvSource({
        "1, 12345678-1234-1234-1234-123456789abc",
        "0x8002, 12345678-1234-1234-1234-123456789abc",
        "0x8002, 636c6965-22c2-4000-9d0c-2f5e00000002",
        "1, 00000000-0000-0000-0000-000000000001"
    })
    @Shows({"FFA-8.6-27", "FFA-8.6-6", "FFA-8.3-9"})
    void anUnknownUuidIsInvalidAndLeavesTheBufferEmpty(String endpoint, UUID service) throws Exception {
        int id = Integer.decode(endpoint);
        Leftovers.none(framework, () -> {
            try (Abi from = new Abi(platform, id)) {
                ask(from, service).refused(Status.INVALID_PARAMETERS, "FFA-8.6-27");
                from.raw(RX_RELEASE).refused(Status.DENIED, "FFA-8.3-9");
            }
        });
    }

    @ParameterizedTest(name = "endpoint {0}")
    @ValueSource(ints = {1, 0x8002})
    @Shows({"FFA-8.6-26", "FFA-4.2.2.4-10", "FFA-4.2.2.4-14", "FFA-4.2.2.4-12"})
    void aFullBufferIsBusyAndKeepsItsContent(int id) throws Exception {
        try (Abi from = new Abi(platform, id)) {
            ask(from, ECHO).success(1);
            byte[] before = platform.readRx(id, 64);
            Leftovers.none(framework, () -> ask(from, NIL).refused(Status.BUSY, "FFA-8.6-26"));
            assertThat(platform.readRx(id, 64)).isEqualTo(before);
            from.raw(RX_RELEASE).success();
        }
    }

    @ParameterizedTest(name = "id {0}")
    @ValueSource(ints = {0x24, 0x8024})
    @Shows("FFA-8.6-29")
    void withoutAPairTheQueryIsDenied(int id) throws Exception {
        partitions.callback(id < 0x8000 ? Dts.vm("bare", id) : Dts.sp("bare", id), request -> {});
        Leftovers.none(framework, () -> {
            try (Abi from = new Abi(platform, id)) {
                ask(from, NIL).refused(Status.DENIED, "FFA-8.6-29");
            }
        });
    }

    @Test
    @Shows({"FFA-8.6-23", "FFA-8.6-24", "FFA-8.6-25", "FFA-3.2-21"})
    void indirectMessagesAreAPropertyOfVmsOnly() {
        partitions.callback(Dts.vm("indirect", 0x25).cells("messaging-method", 6), request -> {});
        List<PartitionInfo> all = list(1, NIL);
        assertThat(all).contains(new PartitionInfo(0x25, 1, 6));
        assertThat(all).filteredOn(p -> p.id() >= 0x8000).allMatch(p -> (p.properties() & ~3) == 0);
    }

    @Test
    @Shows({"FFA-8.6-21", "FFA-8.6-19"})
    void aReceiverHasOneContextOrOneForEachPe() {
        partitions.callback(Dts.vm("wide", 0x26).cells("messaging-method", 2).cells("execution-ctx-count", 3), r -> {});
        int pes = platform.status().pes().size();
        assertThat(list(1, NIL))
                .contains(new PartitionInfo(0x26, 3, 2))
                .allMatch(p -> (p.properties() & 1) == 0 || p.executionContexts() == 1 || p.executionContexts() == pes);
    }

    @Test
    @Shows({"FFA-8.6-13", "FFA-8.6-15"})
    void thereIsNo64BitCallAndReservedRegistersAreIgnored() {
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(0xC4000068).refused(Status.NOT_SUPPORTED, "FFA-8.6-13");
            vm.raw(INFO_GET, 0x6f686365L, 0x0040a1b2L, 0x5e2f0c9dL, 0x02800000L, 1, 1, 1)
                    .success(1);
            vm.raw(RX_RELEASE).success();
        }
    }
}
