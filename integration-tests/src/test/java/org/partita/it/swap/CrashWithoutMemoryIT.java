package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Holding;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** A partition crashes while the memory model fails: its memory can't be zeroed (FF-A 5.4.1). */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
class CrashWithoutMemoryIT {
    private static final int SP = 0x8031;
    private static final long HEAP = 0x0690_0000L;

    @Inject
    BundleContext framework;

    @Test
    void theRequesterIsToldAndTheMemoryIsZeroedWhenThePartitionIsUnloaded() throws Exception {
        new Running(framework).platform();
        Workshop shop = new Workshop(framework, Map.of());
        Platform platform = shop.platform();
        try {
            List<Holding> before = platform.holdings();
            try (TestPartitions partitions = new TestPartitions(framework, platform)) {
                partitions.callback(Dts.sp("mortal", SP).memory("heap", HEAP, 2, 3), request -> {
                    request.context().memory().write64(HEAP, 42);
                    throw new IllegalStateException("a fatal error");
                });
                shop.update(
                        Roles.HARDWARE_MEMORY, shop.build(Roles.HARDWARE_MEMORY).watched("WatchedMemory"));
                failAfterTheFirstAccess(shop);
                try (Abi vm = new Abi(platform, 1)) {
                    vm.direct(SP, 1).failed(Status.ABORTED);
                }
                shop.watchNothing();
                assertThat(platform.holdings().stream().filter(h -> h.base() == HEAP))
                        .as("it keeps its memory, since that has not been zeroed")
                        .allMatch(h -> h.state(SP) == AccessState.OWNER_EXCLUSIVE);
            }
            assertThat(platform.holdings()).isEqualTo(before);
            assertThat(firstWordOf(platform)).isZero();
        } finally {
            shop.close();
        }
    }

    /** The partition's own; what follows is the zeroing. */
    private static void failAfterTheFirstAccess(Workshop shop) {
        shop.watch(step -> {
            if (step.equals("page")) {
                shop.watch(later -> {
                    if (later.equals("page")) {
                        throw new IllegalStateException("meant by the test");
                    }
                });
            }
        });
    }

    /** What the next partition there finds. */
    private long firstWordOf(Platform platform) {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            partitions.callback(
                    Dts.sp("next", SP).memory("heap", HEAP, 2, 3),
                    request -> request.respond(3, request.context().memory().read64(HEAP)));
            try (Abi vm = new Abi(platform, 1)) {
                vm.direct64(SP);
                return vm.registers().x3;
            }
        }
    }
}
