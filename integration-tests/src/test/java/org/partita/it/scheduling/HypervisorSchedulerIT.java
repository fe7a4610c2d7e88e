package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** The primary scheduler as part of the Hypervisor (FF-A 2.11, 4.3.3), and in turn as part of a VM. */
@PlatformTest(value = SchedulingPlatform.class, fresh = true)
class HypervisorSchedulerIT {
    private static final int PAIRS = 3;
    private static final int SWAPS = 12;
    private static final long MESSAGES_BETWEEN = 20;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework)
                .restarted(Map.of("choose", new String[] {"scheduler=" + SchedulingPlatform.HYPERVISOR}));
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        platform.trace().stop();
        partitions.close();
    }

    @Shows({"FFA-4.3.3-3", "FFA-10.1.3-1", "FFA-10.1-10", "FFA-4.3-1", "FFA-2.11-6"})
    @Test
    void aMessageIsProcessedAndAnsweredWithoutASchedulerVm() {
        platform.trace().clear();
        platform.trace().start("");
        try (Abi vm = Vm.take(platform, 1)) {
            Vm.send(vm, 1, 2, "hello").success();
            Vm.await("the answer", () -> vm.raw(Vm.POLL).registers().function() == Vm.SEND);
            assertThat(Vm.text(vm)).isEqualTo("re: hello");
            vm.raw(Vm.RX_RELEASE).success();
        }
        // the answer is there before the call that sent it has returned
        Vm.awaitState(platform, 2, 0, "idle");
        platform.trace().stop();
        assertThat(crossings())
                .containsSubsequence("messenger1 SMC Hypervisor FFA_MSG_SEND", "Hypervisor ERET messenger1 FFA_SUCCESS")
                .containsSubsequence(
                        "Hypervisor ERET messenger2 FFA_MSG_SEND",
                        "messenger2 SMC Hypervisor FFA_MSG_SEND",
                        "Hypervisor ERET messenger2 FFA_SUCCESS",
                        "messenger2 SMC Hypervisor FFA_MSG_WAIT")
                .noneMatch(c -> c.contains("scheduler"));
    }

    /** FF-A Table 4.1: Sender and Receiver of Framework messages, Relayer, and Scheduler. */
    @Shows("FFA-4.1-5")
    @Test
    void theHypervisorPlaysEveryRole() {
        platform.trace().clear();
        platform.trace().start("Hypervisor");
        try (Abi vm = Vm.take(platform, 1)) {
            vm.raw(0x84000069).success(1);
            vm.raw(0x84000068);
            assertThat(vm.succeeded()).isTrue();
            vm.raw(Vm.RX_RELEASE).success();
            vm.raw(0xC400006F, Abi.ids(1, 0x8003), 0, 5);
            assertThat(vm.registers().x3).isEqualTo(5);
            Vm.send(vm, 1, 2, "hello").success();
            Vm.await("the answer", () -> vm.raw(Vm.POLL).registers().function() == Vm.SEND);
            vm.raw(Vm.RX_RELEASE).success();
        }
        // the answer is there before the call that sent it has returned
        Vm.awaitState(platform, 2, 0, "idle");
        platform.trace().stop();
        assertThat(crossings())
                .containsSubsequence("messenger1 SMC Hypervisor FFA_ID_GET", "Hypervisor ERET messenger1 FFA_SUCCESS")
                .containsSubsequence("Hypervisor SMC SPMD FFA_PARTITION_INFO_GET", "SPMD ERET Hypervisor FFA_SUCCESS")
                .containsSubsequence(
                        "messenger1 SMC Hypervisor FFA_MSG_SEND_DIRECT_REQ",
                        "Hypervisor SMC SPMD FFA_MSG_SEND_DIRECT_REQ")
                .containsSubsequence(
                        "messenger1 SMC Hypervisor FFA_MSG_SEND",
                        "Hypervisor ERET messenger2 FFA_MSG_SEND",
                        "messenger2 SMC Hypervisor FFA_MSG_WAIT")
                .noneMatch(c -> c.contains("scheduler"));
    }

    private List<String> crossings() {
        return platform.trace().show(1000).stream()
                .map(c -> c.from() + " " + c.conduit() + " " + c.to() + " " + c.function())
                .toList();
    }

    @Shows({"FFA-9.2.1-3", "FFA-9.2-10", "FFA-9.2-1"})
    @Test
    void aVmThatYieldsIsRunAgain() {
        try (Abi vm = Vm.take(platform, 1)) {
            vm.raw(Vm.YIELD);
            assertThat(vm.words()).containsExactly(0x8400006DL, 0x00010000L, 0L, 0L, 0L, 0L, 0L, 0L);
        }
    }

    /** Its code runs on its caller's stack: the cycles are those of the client, which waits in its context. */
    @Shows({"FFA-9.2.1-3", "FFA-9.2-1"})
    @Test
    void aClientOfACallbackVmThatYieldsIsRunAgain() {
        partitions.callback(Dts.vm("client", 0x51).cells("messaging-method", Dts.SENDS), request -> {});
        try (Abi vm = Vm.take(platform, 0x51)) {
            vm.raw(Vm.YIELD);
            assertThat(vm.words()).containsExactly(0x8400006DL, 0x00510000L, 0L, 0L, 0L, 0L, 0L, 0L);
        }
        Vm.awaitState(platform, 0x51, 0, "idle");
    }

    @Shows({"FFA-9.3-2", "FFA-9.3-14", "FFA-7.3-1", "FFA-2.11-4"})
    @Test
    void theVmThatWouldBeTheSchedulerIsNot() {
        try (Abi vm = Vm.take(platform, 3)) {
            vm.raw(Vm.RUN, 0x00010000L).refused(Status.DENIED, "FFA-9.3-14");
            vm.raw(0x84000061, 0x00010000L).refused(Status.DENIED, "FFA-7.3-1");
        }
    }

    @Shows("FFA-2.11-1")
    @Test
    void vmsSendEachOtherMessagesAndNoneIsLost() {
        List<Correspondent> pairs = pairs();
        Correspondent.start(platform, pairs);
        pairs.forEach(p -> p.awaitMore(10 * MESSAGES_BETWEEN));
        pairs.forEach(Correspondent::stop);
        pairs.forEach(Correspondent::judge);
    }

    private List<Correspondent> pairs() {
        return IntStream.range(0, PAIRS)
                .mapToObj(i -> new Correspondent(platform, partitions, 0x51 + 2 * i, 0x90000000L + i * 0x100000L))
                .toList();
    }

    @Test
    void noMessageIsLostWhileTheSchedulerMovesBetweenHypervisorAndVm() {
        List<Correspondent> pairs = pairs();
        Correspondent.start(platform, pairs);
        for (int i = 0; i < SWAPS; i++) {
            platform.swap("scheduler", i % 2 == 0 ? SchedulingPlatform.ENDPOINT : SchedulingPlatform.HYPERVISOR, false);
            pairs.forEach(p -> p.awaitMore(MESSAGES_BETWEEN));
        }
        pairs.forEach(Correspondent::stop);
        pairs.forEach(Correspondent::judge);
        Vm.awaitState(platform, 3, 0, "idle");
    }
}
