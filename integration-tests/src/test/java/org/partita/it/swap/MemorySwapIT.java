package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.api.memory.Holding;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * Providers are exchanged while four threads share, lend, retrieve, relinquish and reclaim, some of it in fragments, in
 * time slices and through buffers of their own: every transaction ends as it would have without, and at the end everybody
 * owns what it owned.
 */
@PlatformTest(value = MemoryPlatform.class, fresh = true)
class MemorySwapIT {
    private static final int CYCLES_BETWEEN = 10;
    private static final List<String> ROLES = List.of(
            "interface/memory-management",
            "memory-feature/fragments",
            "memory-feature/time-slicing",
            "memory-feature/dynamic-buffers",
            "hardware/memory",
            "interface/setup",
            "manager/hypervisor",
            "manager/spmd",
            "manager/spmc",
            "conduit/SMC",
            "conduit/ERET",
            "instance/nonsecure-physical",
            "instance/secure-virtual");

    private static BundleContext framework;
    private static Platform platform;
    private static TestPartitions partitions;
    private static Path folder;
    private static List<Holding> start;
    private static final List<MemoryCycles> CYCLES = new ArrayList<>();

    @BeforeAll
    static void load(@Inject BundleContext context) throws Exception {
        framework = context;
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        folder = Files.createTempDirectory("partita-memory-swaps");
        // one VM only lends to an SP: two at once would find the Hypervisor's TX buffer BUSY (FF-A 11.2.1.2 item 13)
        pair(Dts.vm("lender0", 0x201), 0x90000000L, Dts.sp("borrower0", 0x9101), 0x06900000L);
        pair(Dts.vm("lender1", 0x202), 0x90100000L, Dts.vm("borrower1", 0x203), 0x90200000L);
        pair(Dts.sp("lender2", 0x9202), 0x06940000L, Dts.sp("borrower2", 0x9102), 0x06980000L);
        pair(Dts.sp("lender3", 0x9203), 0x069C0000L, Dts.sp("borrower3", 0x9103), 0x06A00000L);
        start = platform.holdings();
    }

    private static void pair(Dts lender, long ofLender, Dts borrower, long ofBorrower) {
        int from = quiet(lender, ofLender);
        CYCLES.add(new MemoryCycles(platform, from, quiet(borrower, ofBorrower), ofLender + 0x2000));
    }

    private static int quiet(Dts manifest, long base) {
        int nonSecure = base < 0x80000000L ? 0 : 8;
        manifest.memory("rx", base, 1, 1 | nonSecure)
                .memory("tx", base + 0x1000, 1, 3 | nonSecure)
                .memory("heap", base + 0x2000, MemoryCycles.PAGES, 3 | nonSecure)
                .buffers();
        return partitions.callback(manifest, request -> {
            throw new IllegalStateException("nobody sends me requests");
        });
    }

    @AfterAll
    static void unload() {
        partitions.close();
        CYCLES.clear();
    }

    @TestFactory
    Stream<DynamicTest> everyTransactionEndsAsItWouldHaveWithoutSwaps() {
        return ROLES.stream()
                .flatMap(role -> Stream.of(Exchange.values())
                        .map(way -> DynamicTest.dynamicTest(role + " " + way, () -> exchange(role, way))));
    }

    private static void exchange(String role, Exchange way) throws Exception {
        int rounds = Integer.getInteger("partita.scale", 1) > 1 ? 20 : 3;
        Copies copies = Copies.of(bundle(role));
        CYCLES.forEach(MemoryCycles::start);
        try {
            for (int round = 0; round < rounds; round++) {
                RoleStatus before = status(role);
                way.make(platform, before, bundle(role), copies, folder);
                assertThat(status(role).state()).as(status(role).reason()).isEqualTo("serving");
                assertThat(status(role).since()).isGreaterThan(before.since());
                for (MemoryCycles c : CYCLES) {
                    c.awaitMore(CYCLES_BETWEEN);
                }
            }
        } finally {
            CYCLES.forEach(MemoryCycles::stop);
        }
        CYCLES.forEach(MemoryCycles::judge);
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(start);
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
