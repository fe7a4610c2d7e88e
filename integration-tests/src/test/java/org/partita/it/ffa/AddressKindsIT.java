package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.admin.Platform;
import org.partita.api.memory.Mapping;
import org.partita.api.partition.DirectRequest;
import org.partita.it.platform.AnyShapePlatform;
import org.partita.it.platform.Dts;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** Base addresses that are PA, VA or IPA (FF-A Table 3.2), in the translation regimes that use them. */
@PlatformTest(value = AnyShapePlatform.class, fresh = true)
class AddressKindsIT extends ShapeContract {
    private static final long LOW = 0x1000;
    private static final int READ_WRITE_NS = 11;

    private static Dts kernel() {
        return Dts.vm("kernel", 1).without("id");
    }

    /** Writes x4 at x3 if it is not 0, and answers with what is there. */
    private static void access(DirectRequest request) {
        var memory = request.context().memory();
        if (request.x(4) != 0) {
            memory.write64(request.x(3), request.x(4));
        }
        request.respond(3, memory.read64(request.x(3)));
    }

    private static Mapping only(Platform platform, int id) {
        List<Mapping> regions = platform.partition(id).regions();
        assertThat(regions).hasSize(1);
        return regions.getFirst();
    }

    @ParameterizedTest(name = "exception-level {0}, execution-state {1}, {2}")
    @CsvSource({"1, 0, va", "1, 1, va", "2, 0, ipa", "2, 1, ipa"})
    @Shows({"FFA-3.2-35", "FFA-3.2-37", "FFA-2.2.1-2", "FFA-2.2.1-3"})
    void anSpsVaOrIpaLiesInPagesThatTheSpmcChooses(int level, int state, String kind) throws Exception {
        for (int id : List.of(0x8011, 0x8012)) {
            manifests.callback(
                    Dts.sp("sp" + id, id)
                            .cells("exception-level", level)
                            .cells("execution-state", state)
                            .memory("low", LOW, 4, 3, kind),
                    AddressKindsIT::access);
        }
        manifests.callback(Dts.vm("vm", 1), request -> {});
        Platform platform = booted("EL3", "S-EL2", true);
        Mapping one = only(platform, 0x8011);
        Mapping two = only(platform, 0x8012);
        assertThat(List.of(one.address(), two.address())).containsOnly(LOW);
        assertThat(one.physical()).isNotEqualTo(LOW);
        assertThat(Math.abs(one.physical() - two.physical())).isGreaterThanOrEqualTo(one.size());
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(0x8011, LOW + 0x3FF8, 0x11);
            vm.direct(0x8012, LOW + 0x3FF8, 0x22);
            vm.direct(0x8011, LOW + 0x3FF8);
            assertThat(vm.registers().x3).isEqualTo(0x11);
            vm.direct(0x8012, LOW + 0x3FF8);
            assertThat(vm.registers().x3).isEqualTo(0x22);
        }
    }

    @Test
    @Shows({"FFA-3.2-37", "FFA-3.2-35", "FFA-8.4-3", "FFA-2.1-9"})
    void aVmMapsBuffersByTheirIpaAndFindsThemThere() throws Exception {
        manifests
                .callback(Dts.vm("vm", 1).memory("low", LOW, 2, READ_WRITE_NS, "ipa"), AddressKindsIT::access)
                .callback(Dts.vm("other", 2), request -> {});
        Platform platform = booted("EL3", "S-EL2", true);
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(0x84000066, LOW, LOW + 0x1000, 1).success();
            vm.raw(0x84000068).success(2);
        }
        try (Abi other = new Abi(platform, 2)) {
            other.direct64(1, LOW + 0x1000);
            // ID, execution contexts and properties of VM 1 (FF-A Table 8.25): it sends and receives direct requests
            assertThat(other.registers().x3).isEqualTo(0x00000003_0001_0001L);
        }
    }

    @ParameterizedTest(name = "xlat-granule {0}")
    @CsvSource({"0, 0x1000", "1, 0x4000", "2, 0x10000"})
    @Shows({"FFA-3.2-36", "FFA-3.2-34", "FFA-3.2-38"})
    void aPaIsIdentityMappedAndSoIsWhatTheManagerPlaces(int granule, String size) throws Exception {
        long bytes = Long.decode(size);
        int pages = (int) (bytes >>> 12);
        manifests.callback(
                Dts.sp("sp", 0x8011)
                        .cells("xlat-granule", granule)
                        .memory("given", 0x06800000L, pages, 3, "pa")
                        .memory("usual", 0x06900000L, pages, 3)
                        .memory("placed", pages, 3),
                request -> {});
        Platform platform = booted("EL3", "S-EL2", true);
        List<Mapping> regions = platform.partition(0x8011).regions();
        assertThat(regions).hasSize(3).allMatch(m -> m.address() == m.physical() && m.address() % bytes == 0);
        assertThat(regions).extracting(Mapping::physical).contains(0x06800000L, 0x06900000L);
    }

    @Test
    @Shows({"FFA-3.2-37", "FFA-3.5.2-4"})
    void whatIsPlacedKeepsAwayFromTheAddressesThatAnIpaTakes() throws Exception {
        // where the first free Secure page is
        manifests.callback(
                Dts.sp("sp", 0x8011)
                        .memory("placed", 1, 3)
                        .memory("low", 0x06000000L, 4, 3, "ipa")
                        .bootInformation(0),
                AddressKindsIT::access);
        manifests.callback(Dts.vm("vm", 1), request -> {});
        Platform platform = booted("EL3", "S-EL2", true);
        List<Mapping> regions = platform.partition(0x8011).regions();
        assertThat(regions).extracting(Mapping::name).contains("placed", "low", "boot-information");
        for (Mapping a : regions) {
            for (Mapping b : regions) {
                assertThat(a == b || a.address() >= b.end() || b.address() >= a.end())
                        .as("addresses of %s and %s", a, b)
                        .isTrue();
                assertThat(a == b || a.physical() >= b.physical() + b.size() || b.physical() >= a.physical() + a.size())
                        .as("pages of %s and %s", a, b)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest(name = "{2} of an SP with exception-level {0}: {1}")
    @CsvSource({"1, 0, ipa, va", "1, 1, ipa, va", "2, 0, va, ipa", "2, 1, va, ipa", "2, 0, physical, ipa"})
    @Shows({"FFA-3.2-35", "FFA-3.1-2"})
    void aKindThatTheRegimeDoesNotTranslateIsRefused(int level, int state, String kind, String way) throws Exception {
        manifests.callback(
                Dts.sp("sp", 0x8011)
                        .cells("exception-level", level)
                        .cells("execution-state", state)
                        .memory("low", LOW, 1, 3, kind),
                request -> {});
        assertThat(problems("EL3", "S-EL2", true))
                .containsPattern("sp\\.dts:\\d+ /memory-regions/low partita,address-kind: found \"" + kind + "\".*\""
                        + way + "\".*Table 3\\.2");
    }

    @Test
    @Shows({"FFA-3.2-35", "FFA-2.3-1", "FFA-2.3-7"})
    void anEndpointAtAPhysicalInstanceHasNoIpa() throws Exception {
        manifests
                .callback(kernel().memory("low", LOW, 1, READ_WRITE_NS, "ipa"), request -> {})
                .callback(
                        Dts.sp("sp", 0x8011).cells("execution-ctx-count", 2).memory("low", LOW, 1, 3, "ipa"),
                        request -> {});
        assertThat(problems("EL3", "EL3", false))
                .containsPattern("kernel\\.dts:\\d+ /memory-regions/low: found an IPA; EL1 below EL3.*Table 3\\.2")
                .containsPattern("sp\\.dts:\\d+ /memory-regions/low: found an IPA; S-EL1 below EL3.*Table 3\\.2");
    }
}
