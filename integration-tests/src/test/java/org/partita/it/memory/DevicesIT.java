package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.DmaResult;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.Platform;
import org.partita.api.memory.Mapping;
import org.partita.api.smmu.SmmuEvent.Type;
import org.partita.api.smmu.StreamId;
import org.partita.api.smmu.StreamTableEntry;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Devices as they are after boot: what each can reach, and what its SMMU says of what it can't (FF-A 5.2). */
@PlatformTest(MemoryPlatform.class)
@LeavesNothingBehind
class DevicesIT {
    private static final int INDEPENDENT = 0xC001;
    private static final int DEPENDENT = 0xC002;
    private static final int PROXY = 0x8001;
    private static final int DRIVER = 0x8003;
    private static final long DESCRIPTORS = 0x06300000L;
    private static final long FIRMWARE = 0x06302000L;
    private static final long RING_OF_DRIVER = 0x06220000L;
    private static final long HEAP_OF_PROXY = 0x06020000L;

    @Inject
    BundleContext framework;

    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        platform.devices().consumeEvents();
    }

    private static StreamId secure(int number) {
        return new StreamId(0, true, number);
    }

    private Dma stream(int number) {
        return new Dma(platform, secure(number));
    }

    @Test
    @Shows({"FFA-5.2.1-7", "FFA-5.2.1-12", "FFA-5.2.1-10", "FFA-3.2-30", "FFA-5.2.1-3"})
    void theStreamTablesSayWhatTheManifestsSay() {
        assertThat(platform.devices().streams())
                .containsExactly(
                        new StreamTableEntry(secure(0x10), DRIVER),
                        new StreamTableEntry(secure(0x11), DRIVER),
                        new StreamTableEntry(secure(0x20), DEPENDENT),
                        new StreamTableEntry(secure(0x30), INDEPENDENT),
                        new StreamTableEntry(secure(0x31), INDEPENDENT));
        assertThat(platform.devices().sepid(DEPENDENT).sepid().proxy()).isEqualTo(PROXY);
        assertThat(platform.devices().sepid(INDEPENDENT).sepid().independent()).isTrue();
    }

    @Test
    @Shows({"FFA-5.2.1-6", "FFA-3.4-7", "FFA-3.4-10", "FFA-5.2-1", "FFA-5.2.1-3"})
    void anIndependentDeviceReachesTheRegionsOfItsManifestByEachOfItsStreams() {
        assertThat(platform.devices().sepid(INDEPENDENT).regions())
                .containsExactly(
                        new Mapping(DESCRIPTORS, DESCRIPTORS, 2, true, true, false, true, false, "descriptors"),
                        new Mapping(FIRMWARE, FIRMWARE, 1, true, false, false, true, false, "firmware"));
        stream(0x30).write(DESCRIPTORS + 0x1FF8, 42);
        assertThat(stream(0x31).read(DESCRIPTORS + 0x1FF8)).isEqualTo(42);
        stream(0x31).read(FIRMWARE);
        stream(0x31).cantWrite(FIRMWARE, Type.F_PERMISSION);
        stream(0x30).cantRead(FIRMWARE + 0x1000, Type.F_TRANSLATION);
        stream(0x30).cantRead(HEAP_OF_PROXY, Type.F_TRANSLATION);
    }

    @Test
    void whatCrossesTheEndOfARegionIsDoneUpToThere() {
        DmaResult r = platform.devices().write(secure(0x30), FIRMWARE - 4, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertThat(r.bytes()).containsExactly(1, 2, 3, 4);
        assertThat(r.event()).isNotNull();
        assertThat(r.event().type()).isEqualTo(Type.F_PERMISSION);
        assertThat(r.event().address()).isEqualTo(FIRMWARE);
        assertThat(stream(0x30).read(FIRMWARE - 8) >>> 32).isEqualTo(0x04030201);
    }

    @Test
    @Shows({"FFA-5.2.1-14", "FFA-2.10-5"})
    void aDependentDeviceBeginsWithoutAnyAccess() {
        assertThat(platform.devices().sepid(DEPENDENT).regions()).isEmpty();
        stream(0x20).cantRead(HEAP_OF_PROXY, Type.F_TRANSLATION);
        stream(0x20).cantRead(RING_OF_DRIVER, Type.F_TRANSLATION);
    }

    /** It has no SEPID, so what its partition can reach it can reach, and nothing else. */
    @Test
    @Shows({"FFA-5.2.1-10", "FFA-5.2.1-11"})
    void aDeviceThatIsAssignedToItsProxySeesWhatThePartitionSees() {
        Dma network = Dma.of(platform, DRIVER);
        assertThat(network.stream()).isEqualTo(secure(0x10));
        network.write(RING_OF_DRIVER + 0x18, 0x1234);
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct64(DRIVER, 3);
            assertThat(vm.registers().x4).isEqualTo(0x1234);
        }
        network.cantWrite(0x06200000L, Type.F_PERMISSION);
        network.cantRead(HEAP_OF_PROXY, Type.F_TRANSLATION);
    }

    @Test
    void streamsThatNoManifestNamesReachNothing() {
        stream(0x40).cantRead(DESCRIPTORS, Type.C_BAD_STE);
        new Dma(platform, new StreamId(0, false, 0x30)).cantRead(DESCRIPTORS, Type.C_BAD_STE);
        stream(0x100).cantRead(DESCRIPTORS, Type.C_BAD_STREAMID);
        assertThatThrownBy(() -> platform.devices().read(new StreamId(7, true, 0x30), DESCRIPTORS, 1))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("SMMU 7");
        assertThatThrownBy(() -> platform.devices().streamOf(0xC009)).hasMessageContaining("0xc009");
        assertThatThrownBy(() -> platform.devices().sepid(PROXY)).hasMessageContaining("0x8001");
    }

    @Test
    @Shows({"FFA-2.1-8", "FFA-5.2-2", "FFA-5.2-1"})
    void theDeviceOfAVmReachesNoOtherVmsMemory() {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            int vm = partitions.callback(
                    Dts.vm("guest", 0x11)
                            .memory("ram", 0x90000000L, 2, 0xB)
                            .device("nic", 0x1C010000L, 1, 0xB, "smmu-id = <0>; stream-ids = <0x50>;"),
                    request -> {});
            Dma nic = Dma.of(platform, vm);
            assertThat(nic.stream()).isEqualTo(new StreamId(0, false, 0x50));
            nic.write(0x90001000L, 7);
            assertThat(nic.read(0x90001000L)).isEqualTo(7);
            nic.cantWrite(0x81020000L, Type.F_TRANSLATION);
            nic.cantRead(DESCRIPTORS, Type.F_TRANSLATION);
        }
        new Dma(platform, new StreamId(0, false, 0x50)).cantRead(0x90001000L, Type.C_BAD_STE);
    }

    @Test
    @Shows({"FFA-5.2.1-1", "FFA-5.2.1-5", "FFA-5.2.1-12"})
    void aProxyThatComesAtRunTimeBringsItsStreamEndpoints() {
        int before = platform.devices().streams().size();
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            int proxy = partitions.callback(
                    Dts.sp("proxy", 0x8021)
                            .memory("ram", 0x06A00000L, 1, 3)
                            .node("partita,stream-endpoints { compatible = \"partita,stream-endpoints\";"
                                    + " a { partita,sepid = <0xc021>; smmu-id = <0>; stream-ids = <0x60 0x61>; };"
                                    + " b { partita,sepid = <0xc022>; smmu-id = <0>; stream-ids = <0x62>; }; };"),
                    request -> {});
            assertThat(platform.devices().streams())
                    .hasSize(before + 3)
                    .contains(new StreamTableEntry(secure(0x61), 0xC021), new StreamTableEntry(secure(0x62), 0xC022));
            Dma.of(platform, 0xC021).cantRead(0x06A00000L, Type.F_TRANSLATION);
            try (Abi sp = new Abi(platform, proxy)) {
                sp.raw(0x84000069).success(proxy);
            }
        }
        assertThat(platform.devices().streams()).hasSize(before);
        assertThat(platform.devices().sepids()).hasSize(2);
    }

    @Test
    void theDevicesOfAPartitionThatHasAbortedReachNothing() {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            int sp = partitions.callback(
                    Dts.sp("crasher", 0x8022)
                            .memory("ram", 0x06A00000L, 1, 3)
                            .device("disk", 0x1C003000L, 1, 3, "smmu-id = <0>; stream-ids = <0x70>;"),
                    request -> {
                        throw new IllegalStateException("I crash");
                    });
            Dma disk = Dma.of(platform, sp);
            disk.write(0x06A00000L, 1);
            try (Abi vm = new Abi(platform, 1)) {
                vm.direct(sp, 1);
                assertThat(vm.error()).isEqualTo(org.partita.api.ffa.Status.ABORTED);
            }
            disk.cantWrite(0x06A00000L, Type.F_STREAM_DISABLED);
        }
    }

    @Test
    void eventsBeyondTheRoomOfTheQueueAreLostAndCounted() {
        for (int i = 0; i < 130; i++) {
            platform.devices().read(secure(0x20), i, 1);
        }
        var queue = platform.devices().events().stream()
                .filter(q -> q.secure() && q.smmu() == 0)
                .findFirst()
                .orElseThrow();
        assertThat(queue.events()).hasSize(128);
        assertThat(queue.events().getLast().address()).isEqualTo(127);
        assertThat(queue.lost()).isGreaterThanOrEqualTo(2);
        assertThat(Arrays.asList(queue.events().getFirst().type())).containsExactly(Type.F_TRANSLATION);
        platform.devices().consumeEvents();
        assertThat(platform.devices().events()).allMatch(q -> q.events().isEmpty());
    }
}
