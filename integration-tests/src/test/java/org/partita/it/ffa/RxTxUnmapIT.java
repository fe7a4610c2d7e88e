package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.Status;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Leftovers;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** FFA_RXTX_UNMAP (FF-A 8.5). */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class RxTxUnmapIT {
    private static final int MAP = 0x84000066;
    private static final int UNMAP = 0x84000067;
    private static final int VM = 0x21;
    private static final int SP = 0x8021;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        partitions.callback(Dts.vm("unmapper", VM).memory("ram", 0x90000000L, 32, 11), request -> {});
        partitions.callback(Dts.sp("secure-unmapper", SP).memory("ram", 0x06800000L, 32, 3), request -> {});
        map();
    }

    private void map() {
        try (Abi vm = new Abi(platform, VM);
                Abi sp = new Abi(platform, SP)) {
            vm.raw(MAP, 0x90000000L, 0x90001000L, 1).success();
            sp.raw(MAP, 0x06800000L, 0x06801000L, 1).success();
        }
    }

    @AfterEach
    void unload() {
        platform.trace().stop();
        partitions.close();
    }

    @ParameterizedTest(name = "endpoint {0}")
    @CsvSource({"0x21", "0x8021"})
    @Shows({"FFA-8.5-1", "FFA-8.5-2", "FFA-8.5-3", "FFA-8.5-10", "FFA-4.2.2.2-5"})
    void theOwnerUnmapsItsPairAndMayMapAgain(String endpoint) {
        int id = Integer.decode(endpoint);
        try (Abi owner = new Abi(platform, id)) {
            owner.raw(UNMAP, (long) id << 16).success();
            assertThat(platform.partition(id).rxtx()).isEqualTo("not mapped");
            long ram = id == VM ? 0x90000000L : 0x06800000L;
            owner.raw(MAP, ram + 0x2000, ram + 0x3000, 1).success();
        }
    }

    @ParameterizedTest(name = "endpoint {0}")
    @CsvSource({"0x22, 0x90100000", "0x8022, 0x06900000"})
    @Shows({"FFA-8.5-2", "FFA-8.5-3", "FFA-4.2.2.2-1", "FFA-4.2.2.2-5"})
    void aPairFromTheManifestIsUnmappedAndMappedLikeAnyOther(String endpoint, String address) {
        int id = Integer.decode(endpoint);
        long ram = Long.decode(address);
        int normal = id == 0x22 ? 8 : 0;
        Dts dts = id == 0x22 ? Dts.vm("given", id) : Dts.sp("given", id);
        partitions.callback(
                dts.memory("rx", ram, 1, 1 + normal)
                        .memory("tx", ram + 0x1000, 1, 3 + normal)
                        .buffers(),
                request -> {});
        try (Abi owner = new Abi(platform, id)) {
            for (int i = 0; i < 2; i++) {
                owner.raw(UNMAP).success();
                assertThat(platform.partition(id).rxtx()).isEqualTo("not mapped");
                owner.raw(MAP, ram + 0x1000, ram, 1).success();
            }
        }
    }

    @Test
    @Shows({"FFA-8.5-5", "FFA-4.2.2.2-9"})
    void theHypervisorForwardsAVmsUnmapWithItsId() {
        platform.trace().clear();
        platform.trace().start("FFA_RXTX_UNMAP");
        try (Abi vm = new Abi(platform, VM)) {
            vm.raw(UNMAP, 0).success();
        }
        assertThat(platform.trace().show(100).stream().map(RxTxUnmapIT::line))
                .containsExactly(
                        "unmapper SMC Hypervisor w1=0x0",
                        "Hypervisor SMC SPMD w1=0x210000",
                        "SPMD ERET SPMC w1=0x210000");
    }

    private static String line(Crossing c) {
        return "%s %s %s w1=0x%x"
                .formatted(c.from(), c.conduit(), c.to(), c.registers().get(1));
    }

    @ParameterizedTest(name = "endpoint {0}")
    @CsvSource({"0x21", "0x8021"})
    @Shows("FFA-8.5-15")
    void unmapWithoutAPairIsInvalid(String endpoint) throws Exception {
        try (Abi owner = new Abi(platform, Integer.decode(endpoint))) {
            owner.raw(UNMAP, 0).success();
            Leftovers.none(framework, () -> owner.raw(UNMAP, 0).refused(Status.INVALID_PARAMETERS, "FFA-8.5-15"));
        }
    }

    @ParameterizedTest(name = "endpoint {0}: w1 = {1}: {2}")
    @CsvSource({
        "0x8021, 0x80020000, FFA-8.5-12",
        "0x8021, 0x00210000, FFA-8.5-12",
        "0x8021, 0x77770000, FFA-8.5-12",
        "0x21, 0x80210000, FFA-8.5-12",
        "0x21, 0x00010000, FFA-8.5-12",
        "0x8021, 0x80210001, FFA-8.5-13",
        "0x21, 0x00210021, FFA-8.5-13",
        "0x21, 0x00000001, FFA-8.5-13",
    })
    @Shows({"FFA-8.5-12", "FFA-8.5-13"})
    void aWrongIdIsInvalidAndAllPairsStay(String endpoint, String w1, String rule) throws Exception {
        try (Abi owner = new Abi(platform, Integer.decode(endpoint))) {
            Leftovers.none(framework, () -> owner.raw(UNMAP, Long.decode(w1)).refused(Status.INVALID_PARAMETERS, rule));
            assertThat(platform.partition(VM).rxtx()).startsWith("RX 0x90001000");
            assertThat(platform.partition(SP).rxtx()).startsWith("RX 0x6801000");
            assertThat(platform.partition(0x8002).rxtx()).startsWith("RX 0x6110000");
        }
    }

    @Test
    @Shows({"FFA-8.5-11", "FFA-8.5-14"})
    void thereIsNo64BitCallAndReservedRegistersAreIgnored() {
        try (Abi sp = new Abi(platform, SP)) {
            sp.raw(0xC4000067, (long) SP << 16).refused(Status.NOT_SUPPORTED, "FFA-8.5-11");
            sp.raw(UNMAP, (long) SP << 16, 1, 1, 1, 1, 1, 1).success();
        }
    }
}
