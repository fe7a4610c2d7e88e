package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.api.provider.Roles;
import org.partita.api.smmu.EventQueueState;
import org.partita.api.smmu.SmmuEvent.Type;
import org.partita.api.smmu.StreamId;
import org.partita.api.smmu.StreamTableEntry;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * The SMMU and the memory behind it are exchanged while devices access memory: each access is made once and by the same
 * translations, streams stay bound, and events that nobody has read are still there.
 */
@PlatformTest(value = MemoryPlatform.class, fresh = true)
class SmmuSwapIT {
    private static final int ACCESSES_BETWEEN = 200;
    private static final long DESCRIPTORS = 0x06300000L;
    private static final long RING_OF_DRIVER = 0x06220000L;
    private static final StreamId INDEPENDENT = new StreamId(0, true, 0x30);
    private static final StreamId DEPENDENT = new StreamId(0, true, 0x20);
    private static final StreamId OF_DRIVER = new StreamId(0, true, 0x10);

    private static BundleContext framework;
    private static Platform platform;
    private static Path folder;

    @BeforeAll
    static void boot(@Inject BundleContext context) throws Exception {
        framework = context;
        platform = new Running(framework).platform();
        folder = Files.createTempDirectory("partita-smmu-swaps");
    }

    @ParameterizedTest
    @EnumSource(Exchange.class)
    void devicesNoticeNothingOfAnExchangedSmmu(Exchange way) throws Exception {
        exchange(Roles.HARDWARE_SMMU, way);
    }

    @ParameterizedTest
    @EnumSource(Exchange.class)
    void devicesNoticeNothingOfExchangedMemory(Exchange way) throws Exception {
        exchange(Roles.HARDWARE_MEMORY, way);
    }

    private static void exchange(String role, Exchange way) throws Exception {
        int rounds = Integer.getInteger("partita.scale", 1) > 1 ? 20 : 3;
        Copies copies = Copies.of(bundle(role));
        List<StreamTableEntry> streams = platform.devices().streams();
        platform.devices().consumeEvents();
        List<DmaLoad> loads = List.of(
                new DmaLoad(platform, INDEPENDENT, DESCRIPTORS), new DmaLoad(platform, OF_DRIVER, RING_OF_DRIVER));
        loads.forEach(DmaLoad::start);
        try {
            for (int round = 0; round < rounds; round++) {
                assertThat(platform.devices().read(DEPENDENT, round, 1).event()).isNotNull();
                RoleStatus before = status(role);
                EventQueueState queued = secureQueue();
                way.make(platform, before, bundle(role), copies, folder);
                assertThat(status(role).state()).as(status(role).reason()).isEqualTo("serving");
                assertThat(status(role).since()).isGreaterThan(before.since());
                assertThat(secureQueue()).isEqualTo(queued);
                for (DmaLoad load : loads) {
                    load.awaitMore(ACCESSES_BETWEEN);
                }
            }
        } finally {
            loads.forEach(DmaLoad::stop);
        }
        loads.forEach(DmaLoad::judge);
        assertThat(platform.devices().streams()).isEqualTo(streams);
        assertThat(secureQueue().events()).hasSize(rounds).allMatch(e -> e.type() == Type.F_TRANSLATION);
        assertThat(secureQueue().events()).extracting(e -> e.address()).isSorted();
        assertThat(platform.status().health()).isEqualTo("ok");
    }

    private static EventQueueState secureQueue() {
        return platform.devices().events().stream()
                .filter(EventQueueState::secure)
                .findFirst()
                .orElseThrow();
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
