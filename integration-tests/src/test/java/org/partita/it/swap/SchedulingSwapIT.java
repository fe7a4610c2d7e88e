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
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.it.scheduling.Correspondent;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * Providers are exchanged while six VMs send each other numbered messages, which a VM with the primary scheduler gives their cycles:
 * every message arrives once and is answered once.
 */
@PlatformTest(value = SchedulingPlatform.class, fresh = true)
class SchedulingSwapIT {
    private static final int PAIRS = 3;
    private static final long MESSAGES_BETWEEN = 10;
    private static final List<String> ROLES = List.of(
            "scheduler",
            "interface/cycles",
            "interface/indirect-messaging",
            "interface/setup",
            "manager/hypervisor",
            "instance/nonsecure-virtual",
            "conduit/SMC",
            "conduit/ERET",
            "hardware/memory");

    private static BundleContext framework;
    private static Platform platform;
    private static TestPartitions partitions;
    private static Path folder;
    private static final List<Correspondent> PAIR = new ArrayList<>();

    @BeforeAll
    static void load(@Inject BundleContext context) throws Exception {
        framework = context;
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        folder = Files.createTempDirectory("partita-scheduling-swaps");
        for (int i = 0; i < PAIRS; i++) {
            PAIR.add(new Correspondent(platform, partitions, 0x51 + 2 * i, 0x90000000L + i * 0x100000L));
        }
    }

    @AfterAll
    static void unload() {
        partitions.close();
        PAIR.clear();
    }

    @TestFactory
    Stream<DynamicTest> everyMessageIsAnsweredOnce() {
        return ROLES.stream()
                .flatMap(role -> Stream.of(Exchange.values())
                        .map(way -> DynamicTest.dynamicTest(role + " " + way, () -> exchange(role, way))));
    }

    private static void exchange(String role, Exchange way) throws Exception {
        int rounds = Integer.getInteger("partita.scale", 1) > 1 ? 20 : 3;
        Copies copies = Copies.of(bundle(role));
        Correspondent.start(platform, PAIR);
        try {
            for (int round = 0; round < rounds; round++) {
                RoleStatus before = status(role);
                way.make(platform, before, bundle(role), copies, folder);
                assertThat(status(role).state()).as(status(role).reason()).isEqualTo("serving");
                PAIR.forEach(p -> p.awaitMore(MESSAGES_BETWEEN));
            }
        } finally {
            PAIR.forEach(Correspondent::stop);
        }
        PAIR.forEach(Correspondent::judge);
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
