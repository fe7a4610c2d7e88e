package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Partitions that come while PEs are taken. */
@PlatformTest(SchedulingPlatform.class)
class LoadIT {
    private static final int HOLDER = 0x61;
    private static final int VM = 0x62;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        partitions.close();
    }

    /** A context that may migrate begins on the one PE that is left (FF-A 2.9). */
    @Test
    void aPartitionBootsOnWhicheverPeIsFree() {
        partitions.callback(Vm.onEachPe("holder", HOLDER), request -> {});
        try (Abi _ = Vm.take(platform, HOLDER, 0);
                Abi _ = Vm.take(platform, HOLDER, 1);
                Abi _ = Vm.take(platform, HOLDER, 2)) {
            partitions.callback(Dts.vm("vm", VM), request -> {});
            assertThat(platform.partition(VM).contexts())
                    .singleElement()
                    .matches(c -> c.state().equals("idle"), "is idle")
                    .matches(c -> c.pe() == 3, "ran on PE 3");
        }
    }
}
