package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Mapping;
import org.partita.api.partition.DirectRequest;
import org.partita.api.smmu.StreamId;
import org.partita.api.smmu.StreamTableEntry;
import org.partita.it.platform.AnyShapePlatform;
import org.partita.it.platform.Dts;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Leftovers;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** Devices of partitions and independent devices (FF-A 2.10, Tables 3.3 and 3.5 to 3.7), on a platform with MMIO. */
@PlatformTest(value = AnyShapePlatform.class, fresh = true)
class DeviceRegionsIT extends ShapeContract {
    private static final long UART = 0x1C090000L;
    private static final long FLASH = 0x20000000L;
    private static final int READ = 1;
    private static final int READ_WRITE = 3;
    private static final int NON_SECURE = 8;
    private static final String EXCLUSIVE = "exclusive-access;";

    @BeforeEach
    void addDevices() {
        String[] ranges = {
            "secure-sram 0x06000000 32M secure",
            "dram 0x80000000 2032M nonsecure",
            "secure-dram 0xff000000 16M secure",
            "uart 0x1c090000 64K secure device",
            "flash 0x20000000 64K nonsecure device"
        };
        running.with("org.partita.hardware.memory", Map.of("ranges", ranges));
    }

    private Platform booted() throws Exception {
        return booted("EL3", "S-EL2", true);
    }

    private String problems() throws Exception {
        return problems("EL3", "S-EL2", true);
    }

    private static void nothing(DirectRequest request) {}

    /** Writes x4 at x3 if it is not 0, and answers with what is there. */
    private static void access(DirectRequest request) {
        var memory = request.context().memory();
        if (request.x(4) != 0) {
            memory.write64(request.x(3), request.x(4));
        }
        request.respond(3, memory.read64(request.x(3)));
    }

    private static Dts independent(String properties) {
        return Dts.independent("dma", 0xC001)
                .memory("ring", 0x06900000L, 2, READ_WRITE)
                .device("dma", UART, 1, READ_WRITE, properties);
    }

    // ---- devices of partitions

    @Test
    @Shows({"FFA-3.2-44", "FFA-3.2-46", "FFA-3.2-43", "FFA-3.1-4", "FFA-3.1-3"})
    void eachContiguousPartIsMappedAsDeviceMemoryThatIsNotExecutable() throws Exception {
        manifests.callback(
                Dts.sp("driver", 0x8011)
                        .device("control", UART, 1, READ_WRITE)
                        .device("data", UART + 0x4000, 3, READ)
                        .device("normal", FLASH, 2, READ | NON_SECURE),
                DeviceRegionsIT::nothing);
        assertThat(booted().partition(0x8011).regions())
                .containsExactly(
                        new Mapping(UART, UART, 1, true, true, false, true, true, "control"),
                        new Mapping(UART + 0x4000, UART + 0x4000, 3, true, false, false, true, true, "data"),
                        new Mapping(FLASH, FLASH, 2, true, false, false, false, true, "normal"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0x1c090000, true, true", "0x1c094000, true, false", "0x1c095000, false, false"})
    @Shows({"FFA-3.2-48", "FFA-3.2-44", "FFA-3.1-5", "FFA-2.1-5"})
    void aDriverHasTheAccessThatItsManifestAsksForAndNoMore(String text, boolean reads, boolean writes)
            throws Exception {
        manifests
                .callback(
                        Dts.sp("driver", 0x8011)
                                .device("control", UART, 1, READ_WRITE)
                                .device("data", UART + 0x4000, 1, READ),
                        DeviceRegionsIT::access)
                .callback(Dts.vm("vm", 1), DeviceRegionsIT::nothing);
        long address = Long.decode(text);
        Platform platform = booted();
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(0x8011, address);
            assertThat(vm.error()).as("read").isEqualTo(reads ? null : Status.ABORTED);
            if (reads) {
                vm.direct(0x8011, address, 42);
                assertThat(vm.error()).as("write").isEqualTo(writes ? null : Status.ABORTED);
                assertThat(vm.registers().x3).isEqualTo(writes ? 42 : 0);
            }
        }
    }

    @Test
    @Shows({"FFA-3.2-46", "FFA-8.4-6"})
    void deviceMemoryIsNoPlaceForBuffers() throws Exception {
        manifests.callback(Dts.sp("driver", 0x8011).device("uart", UART, 2, READ_WRITE), DeviceRegionsIT::nothing);
        Platform platform = booted();
        Leftovers.none(framework, () -> {
            try (Abi sp = new Abi(platform, 0x8011)) {
                sp.raw(0x84000066, UART, UART + 0x1000, 1).refused(Status.DENIED, "FFA-8.4-6");
            }
        });
    }

    @ParameterizedTest(name = "with {0}")
    @ValueSource(strings = {EXCLUSIVE, ""})
    @Shows({"FFA-2.10-6", "FFA-3.2-54"})
    void anExclusiveDeviceHasNoOtherUser(String others) throws Exception {
        manifests
                .callback(
                        Dts.sp("one", 0x8011).device("uart", UART, 2, READ_WRITE, EXCLUSIVE), DeviceRegionsIT::nothing)
                .callback(
                        Dts.sp("two", 0x8012).device("serial", UART + 0x1000, 1, READ, others),
                        DeviceRegionsIT::nothing);
        assertThat(problems())
                .containsPattern("two\\.dts:\\d+ /device-regions/serial: region serial of \"two\" .*"
                        + "region uart of \"one\" .*exclusive-access.*\\(FF-A Table 3\\.3\\)");
    }

    @Test
    @Shows({"FFA-2.10-6", "FFA-3.2-54", "FFA-2.10-7"})
    void anExclusiveDeviceIsTakenForPartitionsThatComeLaterToo() throws Exception {
        manifests
                .callback(
                        Dts.sp("one", 0x8011).device("uart", UART, 1, READ_WRITE, EXCLUSIVE), DeviceRegionsIT::nothing)
                .callback(
                        Dts.sp("two", 0x8012).device("other", UART + 0x1000, 1, READ_WRITE), DeviceRegionsIT::nothing);
        Platform platform = booted();
        Leftovers.none(framework, () -> {
            try (TestPartitions partitions = new TestPartitions(framework, platform)) {
                assertThatThrownBy(() -> partitions.callback(
                                Dts.sp("thief", 0x8013).device("mine", UART, 1, READ), DeviceRegionsIT::nothing))
                        .hasMessageContaining("thief.dts")
                        .hasMessageContaining("\"one\"");
                partitions.callback(
                        Dts.sp("guest", 0x8014).device("ours", UART + 0x1000, 1, READ), DeviceRegionsIT::nothing);
                assertThat(platform.partition(0x8014).regions()).hasSize(1);
            }
        });
        platform.unload(0x8011);
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            partitions.callback(
                    Dts.sp("heir", 0x8015).device("mine", UART, 1, READ_WRITE, EXCLUSIVE), DeviceRegionsIT::nothing);
            assertThat(platform.partition(0x8015).regions())
                    .extracting(Mapping::physical)
                    .containsExactly(UART);
        }
    }

    @Test
    @Shows({"FFA-2.10-7", "FFA-3.2-54"})
    void aDeviceThatNobodyHasExclusivelyIsShared() throws Exception {
        manifests
                .callback(Dts.sp("one", 0x8011).device("uart", UART, 1, READ_WRITE), DeviceRegionsIT::access)
                .callback(Dts.sp("two", 0x8012).device("uart", UART, 1, READ), DeviceRegionsIT::access)
                .callback(Dts.vm("vm", 1), DeviceRegionsIT::nothing);
        Platform platform = booted();
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(0x8011, UART + 8, 42);
            vm.direct(0x8012, UART + 8);
            assertThat(vm.registers().x3).isEqualTo(42);
        }
    }

    @Test
    @Shows({"FFA-3.2-55", "FFA-3.2-42", "FFA-3.2-7"})
    void namesMayBeMissing() throws Exception {
        Dts manifest = Dts.sp("nameless", 0x8011)
                .without("description")
                .node("memory-regions { compatible = \"arm,ffa-manifest-memory-regions\";"
                        + " heap { pages-count = <1>; attributes = <3>; }; };")
                .node("device-regions { compatible = \"arm,ffa-manifest-device-regions\";"
                        + " uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <3>; }; };");
        manifests.callback(manifest, DeviceRegionsIT::nothing);
        Platform platform = booted();
        assertThat(platform.partitions()).hasSize(1);
        assertThat(platform.partition(0x8011).regions())
                .extracting(Mapping::name)
                .contains("heap", "uart");
    }

    // ---- SMMUs and independent devices

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"smmu-id = <0>; stream-ids = <0x10>;", "smmu-id = <3>; stream-ids = <0x10>;", ""})
    @Shows({"FFA-3.2-52", "FFA-3.2-53", "FFA-3.2-32", "FFA-5.2.1-10"})
    void aDeviceIsUpstreamOfAnSmmuThatThereIsOrOfNone(String properties) throws Exception {
        manifests.callback(
                Dts.sp("driver", 0x8011).device("uart", UART, 1, READ_WRITE, properties), DeviceRegionsIT::nothing);
        if (properties.contains("3")) {
            assertThat(problems())
                    .containsPattern("driver\\.dts:\\d+ /device-regions/uart: found SMMU 3; .*SMMUs \\[0\\]");
            return;
        }
        Platform platform = booted();
        assertThat(platform.partition(0x8011).regions()).hasSize(1);
        // without an SMMU no translation is made for the device
        assertThat(platform.devices().streams())
                .isEqualTo(
                        properties.isEmpty()
                                ? List.of()
                                : List.of(new StreamTableEntry(new StreamId(0, true, 0x10), 0x8011)));
        assertThat(platform.devices().sepids()).isEmpty();
    }

    @Test
    @Shows({"FFA-3.2-32", "FFA-3.2-33", "FFA-3.2-30"})
    void theTupleOfAProxyNamesAnSmmuThatThereIs() throws Exception {
        manifests.callback(Dts.sp("proxy", 0x8011).node(tuple("smmu-id = <3>;")), DeviceRegionsIT::nothing);
        assertThat(problems())
                .containsPattern("proxy\\.dts:\\d+ /partita,stream-endpoints/dma: found SMMU 3; .*SMMUs \\[0\\]");
        manifests.callback(Dts.sp("proxy", 0x8011).node(tuple("smmu-id = <0>;")), DeviceRegionsIT::nothing);
        assertThat(booted().devices().streams())
                .containsExactly(new StreamTableEntry(new StreamId(0, true, 7), 0xC001));
    }

    private static String tuple(String smmu) {
        return "partita,stream-endpoints { compatible = \"partita,stream-endpoints\";"
                + " dma { partita,sepid = <0xc001>; " + smmu + " stream-ids = <7>; }; };";
    }

    @Test
    @Shows({"FFA-3.4-1", "FFA-3.4-16", "FFA-3.2-52"})
    void theManifestOfAnIndependentDeviceCounts() throws Exception {
        manifests.write(
                "dma.dts", independent("smmu-id = <4>; stream-ids = <0x10>;").text());
        manifests.callback(
                Dts.sp("sp", 0xC001)
                        .memory("taken", 0x06901000L, 1, READ_WRITE)
                        .device("uart", UART, 1, READ_WRITE, EXCLUSIVE),
                DeviceRegionsIT::nothing);
        assertThat(problems())
                .containsPattern("dma\\.dts:\\d+ /device-regions/dma: found SMMU 4; .*SMMUs \\[0\\]")
                .containsPattern("SEPID 0xc001 is the ID of \"sp\"")
                .containsPattern("region taken of \"sp\" .*overlaps region ring of .*dma\\.dts")
                .containsPattern("region (dma|uart) of .*overlaps region (uart|dma) of .*exclusive-access");
    }

    /** Whose manifests name an SMMU boots only with one; whose name none needs none. */
    @Test
    @Shows({"FFA-5.2.1-7", "FFA-3.2-52"})
    void aPlatformWhoseManifestsNameAnSmmuNeedsOne() throws Exception {
        Bundle smmu = Arrays.stream(framework.getBundles())
                .filter(b -> b.getSymbolicName().equals("org.partita.hardware.smmu"))
                .findFirst()
                .orElseThrow();
        manifests.callback(Dts.sp("plain", 0x8011), DeviceRegionsIT::nothing);
        manifests.write(
                "dma.dts", independent("smmu-id = <0>; stream-ids = <0x10>;").text());
        Map<String, Object> keys = new HashMap<>(AnyShapePlatform.keys("EL3", "S-EL2", true, manifests));
        keys.put("boot.deadline", 300);
        smmu.stop();
        try {
            assertThat(running.bootOf(keys).problems())
                    .singleElement()
                    .asString()
                    .containsPattern("roles without a provider after boot\\.deadline: hardware/smmu"
                            + " \\(the SMMU of .*dma\\.dts, FF-A 5\\.2\\)");
            Files.delete(folder.resolve("dma.dts"));
            assertThat(booted().devices().streams()).isEmpty();
        } finally {
            smmu.start();
        }
    }

    @Test
    @Shows({"FFA-5.2.1-4", "FFA-5.2.1-13", "FFA-5.2.1-16", "FFA-3.4-5"})
    void aSepidIsOneDevicesAndNoPartitions() throws Exception {
        Dts device = independent("smmu-id = <0>; stream-ids = <0x10>;");
        manifests.write("dma.dts", device.text());
        manifests.write(
                "dma2.dts",
                Dts.independent("dma2", 0xC001)
                        .device("dma2", UART + 0x1000, 1, READ_WRITE, "smmu-id = <0>; stream-ids = <0x11>;")
                        .text());
        manifests.callback(Dts.sp("proxy", 0x8011).node(tuple("smmu-id = <0>;")), DeviceRegionsIT::nothing);
        assertThat(problems())
                .containsPattern("dma2\\.dts .*SEPID 0xc001 is that of the independent device in .*dma\\.dts already")
                .containsPattern("proxy\\.dts:\\d+ .*SEPID 0xc001 is that of the independent device in");
    }

    @Test
    @Shows({"FFA-5.2.1-4", "FFA-5.2.1-13"})
    void aSepidIsNotTheIdOfItsProxy() throws Exception {
        manifests.callback(Dts.sp("proxy", 0xC001).node(tuple("smmu-id = <0>;")), DeviceRegionsIT::nothing);
        assertThat(problems()).containsPattern("proxy\\.dts:\\d+ .*SEPID|ID of this partition.*FF-A 5\\.2\\.1");
    }

    @Test
    @Shows({"FFA-5.3-2"})
    void aNonSecureSepidNeedsAHypervisor() throws Exception {
        manifests.write(
                "dma.dts",
                Dts.independent("dma", 0x4001)
                        .without("partita,secure")
                        .device("flash", FLASH, 1, READ_WRITE | NON_SECURE, "smmu-id = <0>; stream-ids = <0x10>;")
                        .text());
        assertThat(problems("EL3", "S-EL1", false))
                .containsPattern("dma\\.dts: a Non-secure SEPID, on a platform without a Hypervisor.*FF-A 5\\.3");
    }

    @ParameterizedTest(name = "without {0}")
    @CsvSource({"smmu-id, stream-ids = <0x10>;", "stream-ids, smmu-id = <0>;", "stream-ids, smmu-id = <0>; stream-ids;"
    })
    @Shows({"FFA-3.4-16", "FFA-3.4-17"})
    void anIndependentDeviceNamesItsSmmuAndStreams(String missing, String properties) throws Exception {
        manifests.write("dma.dts", independent(properties).text());
        assertThat(problems()).containsPattern("dma\\.dts:\\d+ /device-regions/dma " + missing + ": .*Table 3\\.7");
    }

    @Test
    @Shows({"FFA-3.2-2", "FFA-3.2-1"})
    void aManifestThatComesAtRunTimeMeansTheSameAsAtBoot() throws Exception {
        Dts manifest = Dts.sp("same", 0x8011)
                .memory("ram", 0x06800000L, 2, READ_WRITE)
                .device("uart", UART, 1, READ)
                .bootInformation(1);
        manifests.callback(manifest, DeviceRegionsIT::nothing);
        Platform platform = booted();
        var before = platform.partition(0x8011);
        platform.unload(0x8011);
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            assertThat(partitions.callback(manifest, DeviceRegionsIT::nothing)).isEqualTo(0x8011);
            var after = platform.partition(0x8011);
            assertThat(List.of(after.summary(), after.regions(), after.services(), after.messaging()))
                    .isEqualTo(List.of(before.summary(), before.regions(), before.services(), before.messaging()));
            assertThat(after.regions()).extracting(Mapping::name).contains("ram", "uart", "boot-information");
        }
    }
}
