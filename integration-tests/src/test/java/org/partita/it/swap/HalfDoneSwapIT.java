package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import org.partita.it.memory.MemoryAbi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * Descriptors that have come in part, descriptions that were sent in part, paused functions and mapped buffers outlive
 * each provider: the next one completes what the one before has begun (FF-A 12.2). The Hypervisor has some of them, the
 * SPM the others.
 */
@PlatformTest(value = MemoryPlatform.class, fresh = true)
class HalfDoneSwapIT {
    private static final long BUFFER_OF_SP = 0x07802000L;

    /** Without any of them the rest could not be done. */
    private static final List<String> COMPLETING = List.of(
            Roles.INTERFACE_MEMORY_MANAGEMENT,
            Roles.MEMORY_FEATURE_FRAGMENTS,
            Roles.MEMORY_FEATURE_TIME_SLICING,
            Roles.MEMORY_FEATURE_DYNAMIC_BUFFERS,
            Roles.HARDWARE_MEMORY);

    private static BundleContext framework;
    private static Platform platform;
    private static TestPartitions partitions;
    private static Path folder;
    private static List<Holding> start;
    private static Contents ofVm;
    private static Contents ofSp;
    private static int vm;
    private static int sp;

    @BeforeAll
    static void load(@Inject BundleContext context) throws Exception {
        framework = context;
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        folder = Files.createTempDirectory("partita-half-done");
        ofVm = lender(Dts.vm("lender0", 0x211), 0x90000000L);
        vm = quiet(Dts.vm("borrower0", 0x212), 0x91000000L, 1);
        ofSp = lender(Dts.sp("lender1", 0x9211), 0x07000000L);
        sp = quiet(Dts.sp("borrower1", 0x9212), BUFFER_OF_SP - 0x2000, 1);
        start = platform.holdings();
    }

    private static Contents lender(Dts manifest, long base) {
        int id = quiet(manifest, base, HalfDone.PAGES);
        return new Contents(id, base + 0x2000, HalfDone.PAGES).fill(platform);
    }

    private static int quiet(Dts manifest, long base, int pages) {
        int nonSecure = base < 0x80000000L ? 0 : 8;
        manifest.memory("rx", base, 1, 1 | nonSecure)
                .memory("tx", base + 0x1000, 1, 3 | nonSecure)
                .memory("heap", base + 0x2000, pages, 3 | nonSecure)
                .buffers();
        return partitions.callback(manifest, request -> {
            throw new IllegalStateException("nobody sends me requests");
        });
    }

    @AfterAll
    static void unload() {
        partitions.close();
    }

    @TestFactory
    @Shows("FFA-12.2.1.3-2")
    Stream<DynamicTest> anotherProviderCompletesWhatIsHalfDone() {
        return platform.wiring().stream()
                .filter(r -> r.bundleId() >= 0)
                .map(RoleStatus::role)
                .flatMap(role -> Stream.of(Exchange.UPDATE, Exchange.SWAP)
                        .map(way -> DynamicTest.dynamicTest(role + " " + way, () -> exchange(role, way))));
    }

    private static void exchange(String role, Exchange way) throws Exception {
        Copies copies = Copies.of(bundle(role));
        // the VM gets its description in RX, the SP in a buffer of its own
        MemoryAbi secure = new MemoryAbi(platform, sp, 0).through(BUFFER_OF_SP, 1);
        try (HalfDone ofHypervisor = new HalfDone(platform, ofVm, vm, new MemoryAbi(platform, vm, 0));
                HalfDone ofSpm = new HalfDone(platform, ofSp, sp, secure)) {
            ofHypervisor.begin();
            ofSpm.begin();
            List<OperationStatus> halfDone = platform.operations();
            ofHypervisor.bufferIsMapped();
            ofSpm.bufferIsMapped();
            RoleStatus before = status(role);

            way.make(platform, before, bundle(role), copies, folder);

            assertThat(status(role).state()).as(status(role).reason()).isEqualTo("serving");
            assertThat(status(role).version()).isNotEqualTo(before.version());
            assertThat(platform.operations()).isEqualTo(halfDone);
            ofHypervisor.bufferIsMapped();
            ofSpm.bufferIsMapped();
            ofHypervisor.complete();
            ofSpm.complete();
            if (COMPLETING.contains(role)) {
                assertThat(status(role).served())
                        .as("what the new provider was asked")
                        .isPositive();
            }
        }
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(start);
        assertThat(platform.operations()).allMatch(o -> o.stage() == Stage.SENT);
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
