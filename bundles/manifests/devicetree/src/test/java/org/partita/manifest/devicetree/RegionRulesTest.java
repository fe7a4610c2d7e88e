package org.partita.manifest.devicetree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.manifest.devicetree.Manifests.DEVICE;
import static org.partita.manifest.devicetree.Manifests.SP;
import static org.partita.manifest.devicetree.Manifests.VM;
import static org.partita.manifest.devicetree.Manifests.check;
import static org.partita.manifest.devicetree.Manifests.warnings;
import static org.partita.manifest.devicetree.Manifests.with;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffa.AddressKind;
import org.partita.testkit.Shows;

class RegionRulesTest {
    private static final String KIND = "partita,address-kind";
    private static final String HEAP = "heap { pages-count = <4>; attributes = <0x3>; };";
    private static final String UART =
            "uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x3>; interrupts = <56 0x900>; };";
    private static final String STREAMS =
            "partita,stream-endpoints { compatible = \"partita,stream-endpoints\"; s { partita,sepid = <0xc002>; smmu-id = <0>; stream-ids = <0x12 0x13>; }; };";

    @Shows({"FFA-3.2-38", "FFA-3.2-39", "FFA-3.2-40", "FFA-2.7-1"})
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "heap { attributes = <0x3>; };                                              | pages-count  | Table 3.2 | missing; expecting the number of 4 KiB pages",
                "heap { pages-count = <4>; };                                               | attributes   | Table 3.2 | missing; expecting bits 0 read",
                "heap { pages-count = <0>; attributes = <0x3>; };                           | pages-count  | Table 3.2 | found 0",
                "heap { pages-count = <0x80000000>; attributes = <0x3>; };                  | pages-count  | Table 3.2 | found 2147483648",
                "heap { pages-count = <1>; attributes = <0x0>; };                           | attributes   | 5.4       | found no access",
                "heap { pages-count = <1>; attributes = <0x2>; };                           | attributes   | 5.4       | found write",
                "heap { pages-count = <1>; attributes = <0x4>; };                           | attributes   | 5.4       | found execute",
                "heap { pages-count = <1>; attributes = <0x7>; };                           | attributes   | 5.4       | read write execute",
                "heap { base-address = <0x7210800>; pages-count = <1>; attributes = <3>; }; | base-address | Table 3.2 | next one below is 0x7210000",
                "heap { base-address = <0xfffffffe 0>; pages-count = <1>; attributes = <3>; }; | base-address | Table 3.2 | addresses have 52 bits",
                "heap { base-address = <0x7210000>; load-address-relative-offset = <0x1000>; pages-count = <1>; attributes = <3>; }; | base-address | Table 3.2 | expecting one of them",
                "heap { load-address-relative-offset = <0x1080>; pages-count = <1>; attributes = <3>; }; | load-address-relative-offset | Table 3.2 | multiple of the translation granule",
            })
    void aMemoryRegionIsChecked(String region, String property, String rule, String message) {
        check(SP, HEAP, region, "/memory-regions/heap", property, rule, message);
    }

    @Shows({"FFA-3.2-38", "FFA-2.7-1", "FFA-2.7-2"})
    @Test
    void baseAndSizeAreMultiplesOfTheGranule() {
        String large = with(
                        with(SP, "load-address = <0x6280000>", "xlat-granule = <2>"),
                        "rx_tx-info {",
                        "/omit-if-no-ref/ rx_tx-info {")
                .replace("<0x7200000>; pages-count = <1>", "<0x7200000>; pages-count = <16>")
                .replace("<0x0 0x7201000>; pages-count = <1>", "<0x0 0x7210000>; pages-count = <16>");
        check(
                large,
                HEAP,
                "heap { pages-count = <17>; attributes = <0x3>; };",
                "/memory-regions/heap",
                "pages-count",
                "2.7",
                "multiple of 16");
        check(
                large,
                HEAP,
                "heap { base-address = <0x7221000>; pages-count = <16>; attributes = <0x3>; };",
                "/memory-regions/heap",
                "base-address",
                "Table 3.2",
                "64 KiB: the next one below is 0x7220000");
    }

    @Shows({"FFA-3.2-43", "FFA-3.2-45", "FFA-3.2-47", "FFA-3.2-48", "FFA-3.2-50", "FFA-3.2-53"})
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uart { pages-count = <1>; attributes = <0x3>; };                             | base-address | missing; expecting the physical base",
                "uart { base-address = <0x1c090000>; attributes = <0x3>; };                   | pages-count  | missing",
                "uart { base-address = <0x1c090000>; pages-count = <1>; };                    | attributes   | missing",
                "uart { base-address = <0x1c090800>; pages-count = <1>; attributes = <0x3>; };| base-address | whole page 0x1c090000",
                "uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x7>; };| attributes   | found executable",
                "uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x2>; };| attributes   | found write",
                "uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x3>; interrupts = <56>; }; | interrupts | pairs of interrupt ID",
                "uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x3>; interrupts = <56 0xd00>; }; | interrupts | found type 3",
                "uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x3>; interrupts = <56 0x100>; }; | interrupts | interrupt 56 as SGI",
                "uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x3>; interrupts = <56 0x500>; }; | interrupts | interrupt 56 as PPI",
                "uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x3>; interrupts = <1020 0x900>; }; | interrupts | interrupt 1020 as SPI",
                "uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x3>; interrupts = <56 0x900 56 0x900>; }; | interrupts | listed twice",
                "uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x3>; interrupts = <56 0x900>; interrupts-target = <57 0 1>; }; | interrupts-target | which interrupts does not list",
                "uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x3>; interrupts = <20 0x500>; interrupts-target = <20 0 1>; }; | interrupts-target | SPIs only",
                "uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x3>; stream-ids = <1>; }; | stream-ids | found without smmu-id",
            })
    void aDeviceRegionIsChecked(String region, String property, String message) {
        check(SP, UART, region, "/device-regions/uart", property, "Table 3.3", message);
    }

    @Shows("FFA-5.4.1-4")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "heap { base-address = <0x7201000>; pages-count = <4>; attributes = <0x3>; };            | overlaps region tx",
                "heap { base-address = <0x71ff000>; pages-count = <4>; attributes = <0x3>; };            | overlaps",
                "heap { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x3>; };           | overlaps",
                "heap { load-address-relative-offset = <0xf80000>; pages-count = <1>; attributes = <3>; };| overlaps region rx",
            })
    void regionsOfAManifestDoNotOverlap(String region, String message) {
        assertThat(Manifests.errors(with(SP, HEAP, region))).isNotEmpty().allSatisfy(p -> {
            assertThat(p.rule()).isEqualTo("FF-A 3.2");
            assertThat(p.message()).contains("overlaps region");
        });
        assertThat(Manifests.errors(with(SP, HEAP, region)).getFirst().message())
                .contains(message);
    }

    @Shows({"FFA-3.2-17", "FFA-3.2-18", "FFA-3.2-19", "FFA-4.2.2.3-1", "FFA-4.2.2.3-9", "FFA-4.2.2.3-12"})
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rx-buffer = <&rx>; |                        | rx-buffer | Table 3.1 | missing",
                "tx-buffer = <&tx>; | tx-buffer = <&uart>;   | tx-buffer | Table 3.1 | found a reference to /device-regions/uart",
                "tx-buffer = <&tx>; | tx-buffer = <99>;      | tx-buffer | Table 3.1 | which no node has",
                "tx-buffer = <&tx>; | tx-buffer = <&rx>;     | tx-buffer | 4.2.2.3   | is read; expecting read/write",
                "tx-buffer = <&tx>; | tx-buffer = <&heap>;   | tx-buffer | Table 3.1 | has no base-address",
                "tx-buffer = <&tx>; | tx-buffer = <&large>;  | tx-buffer | 4.2.2.3   | expecting the same size",
                "tx-buffer = <&tx>; | tx-buffer = <&code>;   | tx-buffer | 4.2.2.3   | never executable",
                "tx-buffer = <&tx>; | tx-buffer = <&ns>;     | tx-buffer | 4.2.2.3   | is Non-secure",
                "rx-buffer = <&rx>; | rx-buffer = <&tx>;     |           | Table 3.1 | the same region",
            })
    void buffersAreRegionsThatFit(String part, String other, String property, String rule, String message) {
        String base = with(
                with(
                        SP,
                        HEAP,
                        "heap: " + HEAP
                                + "large: large { base-address = <0x7210000>; pages-count = <2>; attributes = <0x3>; };"
                                + "code: code { base-address = <0x7220000>; pages-count = <1>; attributes = <0x5>; };"
                                + "ns: ns { base-address = <0x80000000>; pages-count = <1>; attributes = <0xb>; };"),
                "uart {",
                "uart: uart {");
        assertThat(Manifests.errors(with(base, part, other == null ? "" : other)))
                .anySatisfy(p -> {
                    assertThat(p.at().node()).isEqualTo("/rx_tx-info");
                    assertThat(p.rule()).isEqualTo("FF-A " + rule);
                    assertThat(p.message()).contains(message);
                    if (property != null) {
                        assertThat(p.at().property()).isEqualTo(property);
                    }
                });
    }

    @Shows("FFA-4.2.2.3-10")
    @Test
    void buffersOfAVmAreNonSecure() throws Exception {
        assertThat(Manifests.partition(VM).rxBuffer()).isEqualTo("rx");
        assertThat(Manifests.partition(VM).memoryRegions()).noneMatch(r -> r.secure());
    }

    @Shows({"FFA-3.2-30", "FFA-3.2-31", "FFA-3.2-33", "FFA-5.2.1-1", "FFA-5.2.1-12", "FFA-5.2.1-13"})
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "partita,sepid = <0xc002>;   |                             | partita,sepid | Table 3.1 | missing",
                "partita,sepid = <0xc002>;   | partita,sepid = <0x1c001>;  | partita,sepid | Table 3.1 | 16-bit",
                "partita,sepid = <0xc002>;   | partita,sepid = <0x8001>;   | partita,sepid | 5.2.1     | the ID of this partition",
                "smmu-id = <0>;              |                             | smmu-id       | Table 3.1 | missing",
                "stream-ids = <0x12 0x13>;   |                             | stream-ids    | Table 3.1 | missing",
                "stream-ids = <0x12 0x13>;   | stream-ids;                 | stream-ids    | Table 3.1 | one or more stream IDs",
                "stream-ids = <0x12 0x13>;   | stream-ids = <0x12 0x12>;   | stream-ids    | Table 3.1 | listed twice",
                "stream-ids = <0x12 0x13>;   | stream-ids = <0x20>;        | stream-ids    | Table 3.1 | belongs to a device region of this partition",
            })
    void aTupleOfAProxyIsWhole(String part, String other, String property, String rule, String message) {
        String base = with(SP, UART, UART.replace("interrupts", "smmu-id = <0>;\nstream-ids = <0x20>; interrupts"));
        String streams = with(STREAMS, part, other == null ? "" : other);
        String text = with(base, "memory-regions {", streams + "memory-regions {");
        assertThat(Manifests.error(text)).satisfies(p -> {
            assertThat(p.at().node()).isEqualTo("/partita,stream-endpoints/s");
            assertThat(p.at().property()).isEqualTo(property);
            assertThat(p.rule()).isEqualTo("FF-A " + rule);
            assertThat(p.message()).contains(message);
        });
    }

    @Shows("FFA-3.2-30")
    @Test
    void aTupleOfAProxyIsRead() throws Exception {
        String text = with(SP, "memory-regions {", STREAMS + "stream-endpoint-ids = <0xc002>; memory-regions {");
        assertThat(warnings(text)).isEmpty();
        assertThat(Manifests.partition(text).streamEndpoints()).singleElement().satisfies(s -> {
            assertThat(s.sepid()).isEqualTo(0xc002);
            assertThat(s.smmu()).isZero();
            assertThat(s.streams()).containsExactly(0x12, 0x13);
        });
    }

    @Test
    void anIdOfAStreamEndpointWithoutATupleIsIgnoredWithAWarning() throws Exception {
        String text = with(SP, "load-address", "stream-endpoint-ids = <0xc002>;\nload-address");
        assertThat(warnings(text)).singleElement().asString().contains("SEPID 0xc002 is ignored");
    }

    @Shows({
        "FFA-3.4-2",
        "FFA-3.4-4",
        "FFA-3.4-5",
        "FFA-3.4-6",
        "FFA-3.4-8",
        "FFA-3.4-9",
        "FFA-3.4-12",
        "FFA-3.4-13",
        "FFA-3.4-15",
        "FFA-3.4-16",
        "FFA-3.4-17"
    })
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ffa-version = <0x00010000>;   |  | /                    | ffa-version   | Table 3.5 | missing",
                "xlat-granule = <0>;           |  | /                    | xlat-granule  | Table 3.5 | missing",
                "partita,sepid = <0xc001>;     |  | /                    | partita,sepid | Table 3.5 | missing",
                "base-address = <0x7300000>;   |  | /memory-regions/ring | base-address  | Table 3.6 | missing",
                "base-address = <0x7300000>;   | base-address = <0x7300080>; | /memory-regions/ring | base-address | Table 3.6 | multiple of the translation granule",
                "pages-count = <2>;            |  | /memory-regions/ring | pages-count   | Table 3.6 | missing",
                "base-address = <0x1c0a0000>;  |  | /device-regions/dma  | base-address  | Table 3.7 | missing",
                "pages-count = <1>;            |  | /device-regions/dma  | pages-count   | Table 3.7 | missing",
                "smmu-id = <0>;                |  | /device-regions/dma  | smmu-id       | Table 3.7 | missing; expecting the SMMU instance",
                "stream-ids = <0x10 0x11>;     |  | /device-regions/dma  | stream-ids    | Table 3.7 | missing",
                "stream-ids = <0x10 0x11>;     | stream-ids; | /device-regions/dma  | stream-ids    | Table 3.7 | the stream IDs",
            })
    void anIndependentDeviceStatesEverything(
            String part, String other, String node, String property, String rule, String message) {
        assertThat(Manifests.errors(with(DEVICE, part, other == null ? "" : other)))
                .anySatisfy(p -> {
                    assertThat(p.at().node()).isEqualTo(node);
                    assertThat(p.at().property()).isEqualTo(property);
                    assertThat(p.rule()).isEqualTo("FF-A " + rule);
                    assertThat(p.message()).contains(message);
                });
    }

    @Shows({"FFA-3.4-3", "FFA-3.4-11", "FFA-3.4-18"})
    @Test
    void namesOfAnIndependentDeviceAreOptional() throws Exception {
        String named = with(
                with(DEVICE, "ring {", "ring { description = \"queue\";"), "dma {", "dma { description = \"regs\";");
        assertThat(names(named)).containsExactly("dma", "queue", "regs");
        assertThat(names(with(DEVICE, "description = \"dma\";", ""))).containsExactly("", "ring", "dma");
    }

    private static List<String> names(String text) throws Exception {
        assertThat(warnings(text)).isEmpty();
        var device = Manifests.device(text);
        return List.of(
                device.name(),
                device.memoryRegions().getFirst().name(),
                device.deviceRegions().getFirst().name());
    }

    @Shows({"FFA-3.2-35", "FFA-3.2-36", "FFA-3.2-37"})
    @ParameterizedTest
    @CsvSource({
        "1, , PHYSICAL",
        "1, pa, PHYSICAL",
        "1, va, VIRTUAL",
        "2, pa, PHYSICAL",
        "2, ipa, INTERMEDIATE",
    })
    void aBaseAddressIsOfTheKindThatIsStated(int level, String word, AddressKind kind) throws Exception {
        String text = with(SP, "exception-level = <2>", "exception-level = <" + level + ">");
        assertThat(Manifests.partition(with(text, HEAP, heap(word)))
                        .memoryRegions()
                        .getLast()
                        .kind())
                .isEqualTo(kind);
    }

    @Shows({"FFA-3.2-35", "FFA-3.4-6"})
    @ParameterizedTest
    @CsvSource({"1, ipa, va", "2, va, ipa", "2, iova, ipa"})
    void aKindThatThePartitionDoesNotHaveIsRefused(int level, String word, String way) {
        String text = with(SP, "exception-level = <2>", "exception-level = <" + level + ">");
        check(
                text,
                HEAP,
                heap(word),
                "/memory-regions/heap",
                KIND,
                "Table 3.2",
                "for a partition at this exception level, \"" + way);
        String ring = "ring { " + KIND + " = \"va\";";
        check(DEVICE, "ring {", ring, "/memory-regions/ring", KIND, "Table 3.6", "for a device, \"ipa\"");
    }

    @Test
    void aKindWithoutABaseAddressSaysNothing() {
        String placed = "heap { pages-count = <4>; attributes = <0x3>; " + KIND + " = \"ipa\"; };";
        check(SP, HEAP, placed, "/memory-regions/heap", KIND, "Table 3.2", "found without base-address");
    }

    private static String heap(String word) {
        String kind = word == null ? "" : KIND + " = \"" + word + "\";";
        return "heap { base-address = <0x7300000>; pages-count = <4>; attributes = <0x3>; " + kind + " };";
    }

    @Shows({"FFA-3.4-10", "FFA-3.4-14"})
    @Test
    void aNonSecureDeviceHasNonSecureRegionsOnly() {
        assertThat(Manifests.errors(with(DEVICE, "partita,secure;", "")))
                .extracting(p -> p.at().node())
                .containsExactly("/memory-regions/ring", "/device-regions/dma");
    }

    @Shows("FFA-3.4-1")
    @Test
    void anIndependentDeviceIsRead() throws Exception {
        var device = Manifests.device(DEVICE);
        assertThat(device.sepid()).isEqualTo(0xc001);
        assertThat(device.secure()).isTrue();
        assertThat(device.granuleShift()).isEqualTo(12);
        assertThat(device.deviceRegions())
                .singleElement()
                .satisfies(r -> assertThat(r.streams()).containsExactly(0x10, 0x11));
        assertThat(device.memoryRegions())
                .singleElement()
                .satisfies(r -> assertThat(r.base()).hasValue(0x7300000));
    }
}
