package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.OperationStatus;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.api.memory.Holding;
import org.partita.api.memory.MemoryOperation.Stage;
import org.partita.api.provider.Roles;
import org.partita.api.smmu.StreamTableEntry;
import org.partita.it.memory.Dma;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * Providers are exchanged while four threads share, lend, retrieve, relinquish and reclaim, some of it in fragments, in
 * time slices, through buffers of their own and with devices: every transaction ends as it would have without, and at the
 * end everybody owns what it owned, with the contents that it had.
 */
@PlatformTest(value = MemoryPlatform.class, fresh = true)
class MemorySwapIT {
    private static final int CYCLES_BETWEEN = 10;
    private static final int INDEPENDENT = 0xC001;
    private static final int WITNESS_PAGES = 8;

    /** What this traffic doesn't ask, and why; exchanged all the same, but less often. */
    private static final Map<String, String> NOT_ASKED = Map.of(
            Roles.CONDUIT_HVC, "the conduit of these endpoints is SMC (FF-A 2.4)",
            Roles.INTERFACE_DIRECT_MESSAGING, "nobody sends a message",
            Roles.INTERFACE_CYCLES, "no context waits, yields or is run",
            Roles.MANIFEST_DEVICETREE, "manifests are read while partitions are loaded");

    private static BundleContext framework;
    private static Platform platform;
    private static TestPartitions partitions;
    private static Path folder;
    private static List<Holding> start;
    private static List<StreamTableEntry> streams;
    private static final List<MemoryCycles> CYCLES = new ArrayList<>();
    private static final List<Contents> HEAPS = new ArrayList<>();
    private static final List<Contents> WITNESSES = new ArrayList<>();
    private static List<Long> checksums;

    @BeforeAll
    static void load(@Inject BundleContext context) throws Exception {
        framework = context;
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        folder = Files.createTempDirectory("partita-memory-swaps");
        // one VM only lends to the Secure world: two at once would find the Hypervisor's TX buffer BUSY (FF-A 11.2.1.2
        // item 13)
        pair(Dts.vm("lender0", 0x201), 0x90000000L, Dts.sp("borrower0", 0x9101), 0x06900000L, 0xC101, INDEPENDENT);
        pair(Dts.vm("lender1", 0x202), 0x90100000L, Dts.vm("borrower1", 0x203), 0x90200000L, 0x4102, MemoryCycles.NONE);
        pair(Dts.sp("lender2", 0x9202), 0x06940000L, Dts.sp("borrower2", 0x9102), 0x06980000L, 0xC103, INDEPENDENT);
        pair(Dts.sp("lender3", 0x9203), 0x069C0000L, Dts.sp("borrower3", 0x9103), 0x06A00000L, 0xC104, INDEPENDENT);
        witness(Dts.vm("witness0", 0x204), 0x90300000L, 0x1C010000L, 0x70);
        witness(Dts.sp("witness1", 0x9204), 0x06A40000L, 0x1C003000L, 0x71);
        start = platform.holdings();
        streams = platform.devices().streams();
        checksums = checksums();
    }

    private static void pair(Dts lender, long ofLender, Dts borrower, long ofBorrower, int device, int independent) {
        borrower.node("partita,stream-endpoints { compatible = \"partita,stream-endpoints\";"
                + " dev { partita,sepid = <0x%x>; smmu-id = <0>; stream-ids = <0x%x>; }; };"
                        .formatted(device, 0x50 + (device & 0xF)));
        CYCLES.add(new MemoryCycles(platform, heap(lender, ofLender), heap(borrower, ofBorrower), device, independent));
    }

    private static Contents heap(Dts manifest, long base) {
        int nonSecure = nonSecure(base);
        manifest.memory("rx", base, 1, 1 | nonSecure)
                .memory("tx", base + 0x1000, 1, 3 | nonSecure)
                .memory("heap", base + 0x2000, MemoryCycles.PAGES, 3 | nonSecure)
                .buffers();
        Contents heap = new Contents(quiet(manifest), base + 0x2000, MemoryCycles.PAGES).fill(platform);
        HEAPS.add(heap);
        return heap;
    }

    /** A partition that does nothing; its device, which sees what it sees, reads its memory without its help. */
    private static void witness(Dts manifest, long base, long registers, int stream) {
        int nonSecure = nonSecure(base);
        manifest.memory("ram", base, WITNESS_PAGES, 3 | nonSecure)
                .device("dev", registers, 1, 3 | nonSecure, "smmu-id = <0>; stream-ids = <0x%x>;".formatted(stream));
        Contents ram = new Contents(quiet(manifest), base, WITNESS_PAGES).fill(platform);
        HEAPS.add(ram);
        WITNESSES.add(ram);
    }

    private static int nonSecure(long base) {
        return base < 0x80000000L ? 0 : 8;
    }

    private static int quiet(Dts manifest) {
        return partitions.callback(manifest, request -> {
            throw new IllegalStateException("nobody sends me requests");
        });
    }

    /** Of all pages that are used, but for RX and TX, where each call leaves something else. */
    private static List<Long> checksums() {
        return HEAPS.stream().map(h -> h.seen(platform)).toList();
    }

    /** Of pages that nobody touches, while others go on. */
    private static List<Long> untouched() {
        return WITNESSES.stream()
                .map(w -> Contents.checksum(Dma.of(platform, w.endpoint()).bytes(w.base(), w.length())))
                .toList();
    }

    @AfterAll
    static void unload() {
        partitions.close();
        CYCLES.clear();
        HEAPS.clear();
        WITNESSES.clear();
    }

    /** A new role is exchanged too, and has to be one that memory management asks, or to be named as one that it doesn't. */
    @TestFactory
    Stream<DynamicTest> everyTransactionEndsAsItWouldHaveWithoutSwaps() {
        return platform.wiring().stream()
                .filter(r -> r.bundleId() >= 0)
                .map(RoleStatus::role)
                .flatMap(role -> Stream.of(Exchange.values())
                        .map(way -> DynamicTest.dynamicTest(role + " " + way, () -> exchange(role, way))));
    }

    private static void exchange(String role, Exchange way) throws Exception {
        boolean asked = !NOT_ASKED.containsKey(role);
        int few = asked ? 3 : 1;
        int rounds = Integer.getInteger("partita.scale", 1) > 1 ? 20 : few;
        Copies copies = Copies.of(bundle(role));
        CYCLES.forEach(MemoryCycles::start);
        try {
            for (int round = 0; round < rounds; round++) {
                RoleStatus before = status(role);
                List<Long> untouched = untouched();
                Bundle bundle = bundle(role);
                halfWay(round, () -> way.make(platform, before, bundle, copies, folder));
                assertThat(status(role).state()).as(status(role).reason()).isEqualTo("serving");
                assertThat(status(role).since()).isGreaterThan(before.since());
                assertThat(untouched())
                        .as("checksums of pages that nobody touches")
                        .isEqualTo(untouched);
                for (MemoryCycles c : CYCLES) {
                    c.awaitMore(CYCLES_BETWEEN);
                }
                assertThat(status(role).served() > 0)
                        .as("whether the new provider was asked; if not: %s", NOT_ASKED.get(role))
                        .isEqualTo(asked);
                platform.devices().consumeEvents();
            }
        } finally {
            CYCLES.forEach(MemoryCycles::stop);
        }
        CYCLES.forEach(MemoryCycles::judge);
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(start);
        assertThat(platform.devices().streams()).isEqualTo(streams);
        assertThat(checksums()).as("checksums of all that was used").isEqualTo(checksums);
    }

    /** An exchange while a function of one of the threads is paused, while half a descriptor has come, or at any moment. */
    private static void halfWay(int round, Step exchange) throws Exception {
        if (round % 3 == 2) {
            exchange.make();
            return;
        }
        MemoryCycles cycles = CYCLES.get(round % CYCLES.size());
        HalfWay place = new HalfWay(round % 3 == 0 ? Stage.PAUSED : Stage.RECEIVING);
        cycles.standAt(place);
        try {
            place.await();
            List<OperationStatus> halfDone = ofLender(cycles);
            assertThat(halfDone).extracting(OperationStatus::stage).contains(place.stage());
            exchange.make();
            assertThat(ofLender(cycles)).isEqualTo(halfDone);
        } finally {
            place.goOn();
        }
    }

    private static List<OperationStatus> ofLender(MemoryCycles cycles) {
        return platform.operations().stream()
                .filter(o -> o.caller() == cycles.lender())
                .toList();
    }

    /** A part of an exchange. */
    private interface Step {
        void make() throws Exception;
    }

    private static RoleStatus status(String role) {
        return platform.wiring().stream()
                .filter(r -> r.role().equals(role))
                .findFirst()
                .orElseThrow();
    }

    private static Bundle bundle(String role) {
        return framework.getBundle(status(role).bundleId());
    }
}
