package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
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

/** FFA_RXTX_MAP (FF-A 8.4) by a VM, which the Hypervisor forwards, and by an SP. */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class RxTxMapIT {
    private static final int MAP = 0x84000066;
    private static final int MAP_64 = 0xC4000066;
    private static final int VM = 0x21;
    private static final int SP = 0x8021;
    private static final long VM_TX = 0x90000000L;
    private static final long VM_RX = 0x90010000L;
    private static final long SP_TX = 0x06850000L;
    private static final long SP_RX = 0x06860000L;
    private static final int READ_WRITE = 3;
    private static final int NON_SECURE = 8;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private byte[] seen = {};

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        Dts vm = Dts.vm("mapper", VM)
                .memory("ram", 0x90000000L, 128, READ_WRITE | NON_SECURE)
                .memory("constants", 0x90100000L, 4, 1 | NON_SECURE);
        partitions.callback(vm, request -> {});
        Dts sp = Dts.sp("secure-mapper", SP)
                .memory("ram", 0x06800000L, 128, READ_WRITE)
                .memory("normal", 0x90200000L, 32, READ_WRITE | NON_SECURE);
        partitions.callback(sp, request -> {
            seen = new byte[8];
            request.context().memory().read(request.x(3), MemorySegment.ofArray(seen));
        });
    }

    @AfterEach
    void unload() {
        platform.trace().stop();
        partitions.close();
    }

    @Test
    @Shows({"FFA-8.4-2", "FFA-8.4-11", "FFA-4.2.2.2-4", "FFA-4.2.2.4-9", "FFA-4.2.2-9"})
    void anSpMapsItsSecurePagesAndBothBuffersAreEmpty() {
        try (Abi sp = new Abi(platform, SP)) {
            sp.raw(MAP, SP_TX, SP_RX, 1).success();
            assertThat(platform.partition(SP).rxtx()).isEqualTo("RX 0x6860000 empty, TX 0x6850000, 4096 bytes each");
        }
    }

    @Test
    @Shows({"FFA-8.4-3", "FFA-8.4-11", "FFA-4.2.2.2-4", "FFA-4.2.2-5"})
    void aVmMapsItsPages() {
        try (Abi vm = new Abi(platform, VM)) {
            vm.raw(MAP, VM_TX, VM_RX, 2).success();
            assertThat(platform.partition(VM).rxtx()).isEqualTo("RX 0x90010000 empty, TX 0x90000000, 8192 bytes each");
        }
    }

    @Test
    @Shows({"FFA-8.4-13", "FFA-8.4-15", "FFA-4.2.2.4-5", "FFA-4.2.2-1", "FFA-4.2.2-2"})
    void resultsAreWrittenToThePageThatW2Names() {
        try (Abi sp = new Abi(platform, SP)) {
            sp.raw(MAP, SP_TX, SP_RX, 1).success();
            sp.raw(0x84000068, 0x65676964L, 0x0040b1a2L, 0x5e2f0c9dL, 0x01800000L)
                    .success(1);
        }
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(SP, SP_RX);
            assertThat(seen).containsExactly(0x01, 0x80, 1, 0, 1, 0, 0, 0);
            vm.direct(SP, SP_TX);
            assertThat(seen).containsOnly(0);
        }
    }

    @Test
    @Shows({"FFA-8.4-5", "FFA-8.4-14", "FFA-8.4-16", "FFA-4.2.2.2-8", "FFA-4.2.2-6"})
    void theHypervisorForwardsAVmsMapOnceWithoutAddresses() {
        platform.trace().clear();
        platform.trace().start("FFA_RXTX_MAP");
        try (Abi vm = new Abi(platform, VM)) {
            vm.raw(MAP_64, VM_TX, VM_RX, 1).success();
        }
        List<Crossing> up = platform.trace().show(100);
        assertThat(up.stream().map(c -> c.from() + " " + c.conduit() + " " + c.to()))
                .containsExactly("mapper SMC Hypervisor", "Hypervisor SMC SPMD", "SPMD ERET SPMC");
        assertThat(up.get(1).registers()).containsExactly(0x84000066L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(up.get(2).registers()).isEqualTo(up.get(1).registers());
    }

    @Test
    @Shows({"FFA-8.4-23", "FFA-4.2.2-3"})
    void aSecondPairIsDeniedAndTheFirstStays() throws Exception {
        try (Abi vm = new Abi(platform, VM);
                Abi sp = new Abi(platform, SP)) {
            vm.raw(MAP, VM_TX, VM_RX, 1).success();
            sp.raw(MAP, SP_TX, SP_RX, 1).success();
            String before = platform.partition(VM).rxtx();
            Leftovers.none(framework, () -> {
                vm.raw(MAP, VM_TX + 0x20000, VM_RX + 0x20000, 1).refused(Status.DENIED, "FFA-8.4-23");
                sp.raw(MAP, SP_TX, SP_RX, 1).refused(Status.DENIED, "FFA-8.4-23");
            });
            assertThat(platform.partition(VM).rxtx()).isEqualTo(before);
        }
    }

    @ParameterizedTest(name = "TX {0}, RX {1}, w3 {2}, w4 {3}: {4}")
    @CsvSource({
        "0x90000000, 0x90010000, 0, 0, FFA-8.4-17",
        "0x90000000, 0x90010000, 0x40, 0, FFA-8.4-18",
        "0x90000000, 0x90010000, 0x41, 0, FFA-8.4-18",
        "0x90000000, 0x90010000, 0x80000001, 0, FFA-8.4-18",
        "0x90000000, 0x90010000, 1, 1, FFA-8.4-19",
        "0x90000800, 0x90010000, 1, 0, FFA-4.2.2.3-2",
        "0x90000000, 0x90010004, 1, 0, FFA-4.2.2.3-2",
        "0, 0x90010000, 1, 0, FFA-8.4-20",
        "0x90000000, 0, 1, 0, FFA-8.4-20",
        "0x90000000, 0x90000000, 1, 0, FFA-8.4-20",
        "0x90000000, 0x90001000, 2, 0, FFA-8.4-20",
        "0x90001000, 0x90000000, 2, 0, FFA-8.4-20"
    })
    @Shows({"FFA-8.4-17", "FFA-8.4-18", "FFA-8.4-19", "FFA-8.4-20", "FFA-4.2.2.3-2"})
    void wrongEncodingIsInvalidAndNothingIsMapped(String tx, String rx, String count, long w4, String rule)
            throws Exception {
        try (Abi vm = new Abi(platform, VM)) {
            Leftovers.none(
                    framework,
                    () -> vm.raw(MAP, Long.decode(tx), Long.decode(rx), Long.decode(count), w4)
                            .refused(Status.INVALID_PARAMETERS, rule));
            assertThat(platform.partition(VM).rxtx()).isEqualTo("not mapped");
        }
    }

    @ParameterizedTest(name = "x{0}")
    @CsvSource({"4", "5", "6", "7"})
    @Shows("FFA-8.4-19")
    void eachReservedRegisterHasToBeZero(int register) {
        try (Abi sp = new Abi(platform, SP)) {
            long[] arguments = {SP_TX, SP_RX, 1, 0, 0, 0, 0};
            arguments[register - 1] = 1L << 40;
            sp.raw(MAP_64, arguments).refused(Status.INVALID_PARAMETERS, "FFA-8.4-19");
        }
    }

    @Test
    @Shows({"FFA-8.4-12", "FFA-8.4-6"})
    void onlyTheLowHalvesCountIn32BitCalls() {
        try (Abi vm = new Abi(platform, VM)) {
            vm.raw(MAP_64, VM_TX | 1L << 32, VM_RX, 1).refused(Status.DENIED, "FFA-8.4-6");
            vm.raw(MAP, VM_TX | 1L << 32, VM_RX | 1L << 33, 1L << 32 | 1).success();
        }
    }

    @ParameterizedTest(name = "SP: TX {0}, RX {1}")
    @CsvSource({
        "0x06880000, 0x06810000", // beyond its region
        "0x06800000, 0x0687f000", // RX reaches beyond it
        "0x90200000, 0x90210000", // Non-secure memory that it may access
        "0x06800000, 0x06110000", // RX of another SP
    })
    @Shows({"FFA-8.4-6", "FFA-4.2.2-9"})
    void anSpMapsOnlySecureMemoryOfItsOwn(String tx, String rx) throws Exception {
        try (Abi sp = new Abi(platform, SP)) {
            Leftovers.none(
                    framework,
                    () -> sp.raw(MAP, Long.decode(tx), Long.decode(rx), 2).refused(Status.DENIED, "FFA-8.4-6"));
            assertThat(platform.partition(SP).rxtx()).isEqualTo("not mapped");
        }
    }

    @ParameterizedTest(name = "VM: TX {0}, RX {1}")
    @CsvSource({
        "0x90100000, 0x90010000", // TX that it can't write
        "0x90000000, 0x81010000", // RX of another VM
        "0x06000000, 0x06001000", // Secure memory
        "0xA0000000, 0xA0010000", // memory that is not mapped
    })
    @Shows({"FFA-8.4-6", "FFA-2.1-4"})
    void aVmMapsOnlyMemoryOfItsOwn(String tx, String rx) throws Exception {
        try (Abi vm = new Abi(platform, VM)) {
            Leftovers.none(
                    framework,
                    () -> vm.raw(MAP, Long.decode(tx), Long.decode(rx), 1).refused(Status.DENIED, "FFA-8.4-6"));
            assertThat(platform.partition(VM).rxtx()).isEqualTo("not mapped");
        }
    }

    @Test
    @Shows({"FFA-2.7-1", "FFA-2.7-2", "FFA-4.2.2.3-1", "FFA-4.2.2.3-2"})
    void granuleOf64KAsksForWholeGranules() {
        int id = partitions.callback(
                Dts.sp("coarse", 0x8022).cells("xlat-granule", 2).memory("ram", 0x06A00000L, 128, READ_WRITE),
                request -> {});
        try (Abi sp = new Abi(platform, id)) {
            sp.raw(MAP, 0x06A00000L, 0x06A20000L, 17).refused(Status.INVALID_PARAMETERS, "FFA-4.2.2.3-1");
            sp.raw(MAP, 0x06A00000L, 0x06A20000L, 1).refused(Status.INVALID_PARAMETERS, "FFA-4.2.2.3-1");
            sp.raw(MAP, 0x06A00000L, 0x06A21000L, 16).refused(Status.INVALID_PARAMETERS, "FFA-4.2.2.3-2");
            sp.raw(MAP, 0x06A00000L, 0x06A20000L, 16).success();
        }
    }

    @Test
    @Shows({"FFA-4.2.2.2-1", "FFA-4.2.2.2-2"})
    void buffersOfTheManifestAreThereAndOthersAreNot() {
        assertThat(platform.partition(0x8002).rxtx()).startsWith("RX 0x6110000 empty, TX 0x6111000");
        assertThat(platform.partition(SP).rxtx()).isEqualTo("not mapped");
        try (Abi echo = new Abi(platform, 0x8002)) {
            echo.raw(0x84000068)
                    .success(platform.partitions().stream()
                            .filter(p -> p.world().equals("secure"))
                            .count());
            echo.raw(0x84000065).success();
        }
    }
}
