package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus.ManagerStatus;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** The way of direct Framework messages (FF-A Table 4.8) and the kinds of instances that they cross (2.3). */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class FrameworkMessageIT {
    @Inject
    BundleContext framework;

    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        platform.trace().clear();
    }

    @AfterEach
    void stop() {
        platform.trace().stop();
    }

    private List<String> path() {
        platform.trace().stop();
        return platform.trace().show(100).stream()
                .map(c -> c.from() + " " + c.to() + " " + c.instance() + " " + c.function())
                .toList();
    }

    @Test
    @Shows({"FFA-2.2-13", "FFA-2.2-11"})
    void managersOfTheReferencePlatformAreAtTheirLevels() {
        assertThat(platform.status().managers())
                .containsExactlyInAnyOrder(
                        new ManagerStatus("SPMD", "EL3", "1.0"),
                        new ManagerStatus("SPMC", "S-EL2", "1.0"),
                        new ManagerStatus("Hypervisor", "EL2", "1.0"));
    }

    @Test
    @Shows({"FFA-4.4-4", "FFA-2.4-1", "FFA-2.3-5"})
    void aVmAsksTheHypervisorWithoutARelayer() {
        platform.trace().start("");
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(0x84000069).success(1);
        }
        assertThat(path())
                .containsExactly(
                        "client1 Hypervisor NONSECURE_VIRTUAL FFA_ID_GET",
                        "Hypervisor client1 NONSECURE_VIRTUAL FFA_SUCCESS");
    }

    @Test
    @Shows({"FFA-4.4-5", "FFA-2.3-6", "FFA-2.3-3", "FFA-2.2-6"})
    void aVmsBuffersReachTheSpmThroughTheHypervisor() {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            partitions.callback(Dts.vm("mapper", 0xC1).memory("ram", 0x90000000L, 2, 11), request -> {});
            platform.trace().start("");
            try (Abi vm = new Abi(platform, 0xC1)) {
                vm.raw(0x84000066, 0x90000000L, 0x90001000L, 1).success();
            }
            assertThat(path())
                    .containsExactly(
                            "mapper Hypervisor NONSECURE_VIRTUAL FFA_RXTX_MAP",
                            "Hypervisor SPMD NONSECURE_PHYSICAL FFA_RXTX_MAP",
                            "SPMD SPMC SECURE_PHYSICAL FFA_RXTX_MAP",
                            "SPMC SPMD SECURE_PHYSICAL FFA_SUCCESS",
                            "SPMD Hypervisor NONSECURE_PHYSICAL FFA_SUCCESS",
                            "Hypervisor mapper NONSECURE_VIRTUAL FFA_SUCCESS");
        }
    }

    @Test
    @Shows({"FFA-4.4-6", "FFA-2.3-4"})
    void anSpAsksTheSpmWithoutARelayer() {
        platform.trace().start("");
        try (Abi sp = new Abi(platform, 0x8002)) {
            sp.raw(0x84000068).success(2);
            sp.raw(0x84000065).success();
        }
        assertThat(path())
                .containsExactly(
                        "echo.0 SPMC SECURE_VIRTUAL FFA_PARTITION_INFO_GET",
                        "SPMC echo.0 SECURE_VIRTUAL FFA_SUCCESS",
                        "echo.0 SPMC SECURE_VIRTUAL FFA_RX_RELEASE",
                        "SPMC echo.0 SECURE_VIRTUAL FFA_SUCCESS");
    }

    @Test
    @Shows({"FFA-4.4-9", "FFA-8.6-2", "FFA-2.4-6"})
    void theHypervisorAsksTheSpmForSpsAndReleasesItsOwnBuffer() {
        platform.trace().start("Hypervisor");
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(0x84000068).success(4);
            vm.raw(0x84000065).success();
        }
        assertThat(path())
                .containsExactly(
                        "client1 Hypervisor NONSECURE_VIRTUAL FFA_PARTITION_INFO_GET",
                        "Hypervisor SPMD NONSECURE_PHYSICAL FFA_PARTITION_INFO_GET",
                        "SPMD Hypervisor NONSECURE_PHYSICAL FFA_SUCCESS",
                        "Hypervisor SPMD NONSECURE_PHYSICAL FFA_RX_RELEASE",
                        "SPMD Hypervisor NONSECURE_PHYSICAL FFA_SUCCESS",
                        "Hypervisor client1 NONSECURE_VIRTUAL FFA_SUCCESS",
                        "client1 Hypervisor NONSECURE_VIRTUAL FFA_RX_RELEASE",
                        "Hypervisor client1 NONSECURE_VIRTUAL FFA_SUCCESS");
    }
}
