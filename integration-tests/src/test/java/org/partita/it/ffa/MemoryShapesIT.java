package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.it.memory.MemoryAbi;
import org.partita.it.platform.AnyShapeMemoryPlatform;
import org.partita.it.platform.AnyShapePlatform;
import org.partita.it.platform.Dts;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** Memory management where managers and partitions are at other levels than on the platform ffa-memory (FF-A 5.3, 5.5.1). */
@PlatformTest(value = AnyShapeMemoryPlatform.class, fresh = true)
class MemoryShapesIT extends ShapeContract {
    private static final int KERNEL = 0;
    private static final int SPM = 0x8000;
    private static final int ONE = 0x8011;
    private static final int TWO = 0x8012;
    private static final long RAM = 0x90000000L;
    private static final long OF_ONE = 0x06800000L;
    private static final long OF_TWO = 0x06900000L;
    private static final long UART = 0x1C090000L;
    private static final long FLASH = 0x20000000L;
    private static final int RXTX_MAP = 0x84000066;

    @BeforeEach
    void addDevices() {
        String[] ranges = {
            "secure-sram 0x06000000 32M secure",
            "dram 0x80000000 2032M nonsecure",
            "uart 0x1c090000 64K secure device",
            "flash 0x20000000 64K nonsecure device"
        };
        running.with("org.partita.hardware.memory", Map.of("ranges", ranges));
    }

    private static Dts equipped(Dts manifest, long base) {
        return manifest.memory("rx", base, 1, 1)
                .memory("tx", base + 0x1000, 1, 3)
                .memory("heap", base + 0x2000, 4, 3)
                .buffers();
    }

    private static Dts kernel() {
        return Dts.vm("kernel", 1).without("id").memory("ram", RAM, 8, 11);
    }

    private Platform withKernelAnd(String spmc, Dts... sps) throws Exception {
        for (Dts sp : sps) {
            manifests.callback(sp, request -> {});
        }
        manifests.callback(kernel(), request -> {});
        Platform platform = booted("EL3", spmc, false);
        try (Abi abi = new Abi(platform, KERNEL)) {
            abi.raw(RXTX_MAP, RAM, RAM + 0x1000, 1).success();
        }
        return platform;
    }

    private static AccessState state(Platform platform, long physical, int component) {
        return holding(platform, physical).state(component);
    }

    private static Holding holding(Platform platform, long physical) {
        return platform.holdings().stream()
                .filter(h -> physical >= h.base() && physical < h.base() + h.pages() * 4096)
                .findFirst()
                .orElseThrow();
    }

    private static List<Mapping> mapped(Platform platform, int id, long physical) {
        return platform.partition(id).regions().stream()
                .filter(m -> m.physical() <= physical && physical < m.physical() + m.size())
                .toList();
    }

    @ParameterizedTest(name = "SPMC {0}")
    @CsvSource({"S-EL1", "S-EL2", "EL3"})
    @Shows({"FFA-5.3-4", "FFA-5.10.1-8"})
    void anSpInSEl0GetsAndLosesPagesInTheStageThatItsSpmcManages(String spmc) throws Exception {
        Platform platform = withKernelAnd(
                spmc, equipped(Dts.application("one", ONE), OF_ONE), equipped(Dts.application("two", TWO), OF_TWO));
        borrows(platform, KERNEL, RAM + 0x4000);
        borrows(platform, TWO, OF_TWO + 0x3000);
    }

    private static void borrows(Platform platform, int from, long page) throws Exception {
        try (MemoryAbi lender = new MemoryAbi(platform, from, 0);
                MemoryAbi sp = new MemoryAbi(platform, ONE, 0)) {
            lender.write(page, 42);
            long handle = lender.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(page, 1)), writer(ONE));
            assertThat(handle).as("allocated by the SPM").isPositive();
            assertThat(mapped(platform, ONE, page)).isEmpty();
            long there = sp.mapped(from, handle);
            assertThat(mapped(platform, ONE, page)).singleElement().satisfies(m -> {
                assertThat(m.address()).isEqualTo(there);
                assertThat(m.secure()).isEqualTo(from != KERNEL);
            });
            assertThat(sp.read(there)).isEqualTo(42);
            sp.relinquish(handle).success();
            assertThat(mapped(platform, ONE, page)).isEmpty();
            lender.reclaim(handle).success();
        }
    }

    @Test
    @Shows({"FFA-5.4-5", "FFA-5.4-4"})
    void withoutAHypervisorTheKernelOwnsAllNormalMemory() throws Exception {
        Platform platform = withKernelAnd("S-EL2", equipped(Dts.sp("one", ONE), OF_ONE));
        assertThat(platform.holdings())
                .filteredOn(h -> !h.secure())
                .isNotEmpty()
                .allMatch(h -> h.owner() == KERNEL);
        assertThat(platform.holdings())
                .filteredOn(Holding::secure)
                .extracting(Holding::owner)
                .contains(SPM, ONE)
                .allMatch(owner -> owner == SPM || owner == ONE);
        assertThat(holding(platform, OF_ONE + 0x3000).owner()).isEqualTo(ONE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"FFA_MEM_DONATE", "FFA_MEM_LEND", "FFA_MEM_SHARE"})
    @Shows({"FFA-5.5.1-6", "FFA-5.5.1-7", "FFA-4.2.2.4-4", "FFA-5.10.1-10", "FFA-5.5.1-14"})
    void theSpmdHandsTheKernelsCallToTheSpmcUnchanged(FunctionId function) throws Exception {
        Platform platform = withKernelAnd("S-EL2", equipped(Dts.sp("one", ONE), OF_ONE));
        EndpointAccess to = function == FunctionId.FFA_MEM_DONATE ? receiver(ONE) : writer(ONE);
        long page = RAM + 0x4000;
        try (MemoryAbi kernel = new MemoryAbi(platform, KERNEL, 0)) {
            platform.trace().clear();
            platform.trace().start("");
            kernel.send(function, SendFlags.NONE, List.of(pages(page, 1)), List.of(to));
            long handle = kernel.handle();
            List<Crossing> crossings = new ArrayList<>(platform.trace().show(100));
            assertThat(path(platform))
                    .containsExactly(
                            "kernel SMC @ NONSECURE_PHYSICAL SPMD",
                            "SPMD ERET @ SECURE_PHYSICAL SPMC",
                            "SPMC SMC @ SECURE_PHYSICAL SPMD",
                            "SPMD ERET @ NONSECURE_PHYSICAL kernel");
            assertThat(crossings.get(1).registers()).isEqualTo(crossings.get(0).registers());
            assertThat(crossings.get(3).registers()).isEqualTo(crossings.get(2).registers());
            assertThat(handle).as("allocated by the SPM").isPositive();
            assertThat(platform.grants()).singleElement().satisfies(g -> {
                assertThat(g.sender()).isEqualTo(KERNEL);
                assertThat(g.ranges()).containsExactly(pages(page, 1));
            });
            kernel.reclaim(handle).success();
            assertThat(state(platform, page, KERNEL)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
        }
    }

    @Test
    @Shows({"FFA-5.5.1-8", "FFA-6-2"})
    void withoutMemoryManagementInTheSpmcItsFunctionsAreNotSupported() throws Exception {
        manifests.callback(equipped(Dts.sp("one", ONE), OF_ONE), request -> {});
        manifests.callback(kernel(), request -> {});
        Map<String, Object> keys = AnyShapePlatform.keys("EL3", "S-EL2", false, manifests);
        keys.put("vacancy.grace", 50);
        Platform platform = running.restarted(keys);
        Bundle provider = bundle("org.partita.interfaces.memorymanagement");
        try (MemoryAbi kernel = new MemoryAbi(platform, KERNEL, 0)) {
            kernel.abi().raw(RXTX_MAP, RAM, RAM + 0x1000, 1).success();
            long handle = kernel.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(RAM + 0x4000, 1)), writer(ONE));
            kernel.reclaim(handle).success();
            provider.stop();
            kernel.send(FunctionId.FFA_MEM_SHARE, SendFlags.NONE, List.of(pages(RAM + 0x4000, 1)), List.of(writer(ONE)))
                    .refused(Status.NOT_SUPPORTED, "FFA-6-2");
        } finally {
            provider.start();
        }
    }

    private Bundle bundle(String name) {
        return Arrays.stream(framework.getBundles())
                .filter(b -> b.getSymbolicName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int id(byte[] descriptors, int at) {
        return (descriptors[at] & 0xFF) | (descriptors[at + 1] & 0xFF) << 8;
    }

    /** The SP that resides with the SPMC is a component of its own, behind an interface that no other has. */
    @Test
    @Shows({"FFA-5.5.1-9", "FFA-5.5.2-6"})
    void theResidentSpSendsThroughItsPrivateInterface() throws Exception {
        manifests.callback(
                Dts.spmc(
                        "spmc",
                        "exec_state = <0>",
                        "partita,sp-id = <0x8011>",
                        "description = \"resident\"",
                        "load_address = <0x0 0x6800000>",
                        "binary_size = <0x20000>"),
                request -> {});
        Platform platform = withKernelAnd("S-EL1", equipped(Dts.application("two", TWO), OF_TWO));
        try (Abi kernel = new Abi(platform, KERNEL)) {
            kernel.raw(0x84000068).success(3);
            byte[] descriptors = platform.readRx(KERNEL, 24);
            assertThat(List.of(id(descriptors, 0), id(descriptors, 8), id(descriptors, 16)))
                    .containsExactlyInAnyOrder(KERNEL, ONE, TWO)
                    .doesNotContain(SPM);
            kernel.raw(0x84000065).success();
        }
        try (MemoryAbi resident = new MemoryAbi(platform, ONE, 0);
                MemoryAbi user = new MemoryAbi(platform, TWO, 0)) {
            resident.abi().raw(RXTX_MAP, OF_ONE, OF_ONE + 0x1000, 1).success();
            resident.write(OF_ONE + 0x3000, 42);
            platform.trace().clear();
            platform.trace().start("");
            long handle = resident.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(OF_ONE + 0x3000, 1)), writer(TWO));
            assertThat(path(platform)).containsExactly("resident.0 privately SPMC", "SPMC privately resident.0");
            assertThat(user.read(user.mapped(ONE, handle))).isEqualTo(42);
            user.relinquish(handle).success();
            resident.reclaim(handle).success();
        }
    }

    // ---- devices

    @ParameterizedTest(name = "{0}")
    @CsvSource({"FFA_MEM_DONATE, 11.1", "FFA_MEM_LEND, 11.2", "FFA_MEM_SHARE, 11.3"})
    @Shows({"FFA-2.10-4", "FFA-2.10-8", "FFA-2.10-9", "FFA-2.10-10"})
    @Shows({"FFA-11.1.1.2-4", "FFA-11.2.1.2-4", "FFA-11.3.1.2-4"})
    void aDeviceStaysWhereItIsFromBootOn(FunctionId function, String section) throws Exception {
        Dts driver = equipped(Dts.sp("one", ONE), OF_ONE).device("uart", UART, 1, 3);
        Platform platform = withKernelAnd("S-EL2", driver, equipped(Dts.sp("two", TWO), OF_TWO));
        List<Mapping> before = platform.partition(ONE).regions();
        assertThat(before).anyMatch(m -> m.device() && m.physical() == UART);
        String denied = "FFA-" + section + ".1.2-4";
        EndpointAccess to = function == FunctionId.FFA_MEM_DONATE ? receiver(TWO) : writer(TWO);
        try (MemoryAbi sp = new MemoryAbi(platform, ONE, 0);
                MemoryAbi kernel = new MemoryAbi(platform, KERNEL, 0)) {
            sp.send(function, SendFlags.NONE, List.of(pages(UART, 1)), List.of(to))
                    .refused(Status.DENIED, denied);
            kernel.send(function, SendFlags.NONE, List.of(pages(FLASH, 1)), List.of(to))
                    .refused(Status.DENIED, denied);
            assertThat(platform.partition(ONE).regions()).isEqualTo(before);
            sp.send(function, SendFlags.NONE, List.of(pages(OF_ONE + 0x3000, 1)), List.of(to));
            sp.reclaim(sp.handle()).success();
        }
    }
}
