package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.Status;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.DirectResult;
import org.partita.api.partition.Ffa;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Leftovers;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Direct Partition messages in the four configurations of FF-A Table 4.9, and requests inside requests. */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class DirectConfigurationsIT {
    private static final int VM = 0x41;
    private static final int SP = 0x8041;
    private static final int OTHER_SP = 0x8042;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final List<String> results = new ArrayList<>();

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        platform.trace().stop();
        partitions.close();
    }

    /** Sends on to x3, x4 being the next one's x3, and adds 1 to x5 of the response. */
    private void pass(DirectRequest request) {
        if (request.x(3) == 0) {
            request.respond(5, request.x(5) + 1);
            return;
        }
        Ffa ffa = new Ffa(request.context());
        int me = request.context().id();
        DirectResult result = ffa.sendDirect((int) request.x(3), request.x(4), 0, request.x(5) + 1, 0, 0);
        results.add("%x: %s".formatted(me, result));
        if (result == DirectResult.RESPONSE) {
            request.respond(5, request.context().registers().x5 + 1);
        }
    }

    private List<String> path() {
        platform.trace().stop();
        return platform.trace().show(100).stream()
                .map(c -> c.from() + " " + c.conduit() + " " + c.to())
                .toList();
    }

    @Test
    @Shows({"FFA-4.4-14", "FFA-10.2.1.2.1-7", "FFA-10.2.1.2.1-8", "FFA-10.3.1.2.1-8", "FFA-6.1.3-12"})
    void vmToVmThroughTheHypervisor() {
        partitions.callback(Dts.vm("second", VM), this::pass);
        platform.trace().clear();
        platform.trace().start("");
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct64(VM, 0, 0, 5);
            assertThat(vm.words()).containsExactly(0xC4000070L, 0x00410001L, 0L, 0L, 0L, 6L, 0L, 0L);
        }
        assertThat(path())
                .containsExactly(
                        "client1 SMC Hypervisor",
                        "Hypervisor ERET second",
                        "second SMC Hypervisor",
                        "Hypervisor ERET client1");
    }

    @Test
    @Shows({"FFA-4.4-15", "FFA-2.2-4", "FFA-2.2-6", "FFA-2.2-7", "FFA-10.2.1.3.3-1"})
    void vmToSpThroughHypervisorAndSpm() {
        partitions.callback(Dts.sp("service", SP), this::pass);
        platform.trace().clear();
        platform.trace().start("");
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct64(SP, 0, 0, 5);
            assertThat(vm.words()).containsExactly(0xC4000070L, 0x80410001L, 0L, 0L, 0L, 6L, 0L, 0L);
        }
        assertThat(path())
                .containsExactly(
                        "client1 SMC Hypervisor",
                        "Hypervisor SMC SPMD",
                        "SPMD ERET SPMC",
                        "SPMC ERET service",
                        "service SMC SPMC",
                        "SPMC SMC SPMD",
                        "SPMD ERET Hypervisor",
                        "Hypervisor ERET client1");
    }

    @Test
    @Shows({"FFA-4.4-16", "FFA-2.2-3", "FFA-10.2.1.3.1-1", "FFA-10.3.1.3.1-1", "FFA-4.4.2-2"})
    void spToSpThroughTheSpmcAlone() {
        partitions.callback(Dts.sp("service", SP), this::pass);
        platform.trace().clear();
        platform.trace().start("");
        try (Abi echo = new Abi(platform, 0x8002)) {
            echo.direct64(SP, 0, 0, 5);
            assertThat(echo.words()).containsExactly(0xC4000070L, 0x80418002L, 0L, 0L, 0L, 6L, 0L, 0L);
        }
        assertThat(path())
                .containsExactly("echo.0 SMC SPMC", "SPMC ERET service", "service SMC SPMC", "SPMC ERET echo.0");
    }

    @Test
    @Shows({"FFA-4.4-17", "FFA-10.2.1.2.3-1", "FFA-10.2.1.3.2-2", "FFA-10.3.1.2.2-2"})
    void spToVmThroughSpmAndHypervisor() {
        partitions.callback(Dts.vm("second", VM), this::pass);
        partitions.callback(Dts.sp("first", SP), this::pass);
        platform.trace().clear();
        platform.trace().start("");
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct64(SP, VM, 0, 1L << 40);
            assertThat(vm.registers().x5).isEqualTo((1L << 40) + 3);
        }
        assertThat(path().subList(4, 12))
                .containsExactly(
                        "first SMC SPMC",
                        "SPMC SMC SPMD",
                        "SPMD ERET Hypervisor",
                        "Hypervisor ERET second",
                        "second SMC Hypervisor",
                        "Hypervisor SMC SPMD",
                        "SPMD ERET SPMC",
                        "SPMC ERET first");
        List<List<Long>> registers =
                platform.trace().show(100).stream().map(Crossing::registers).toList();
        assertThat(registers.subList(4, 8))
                .containsOnly(List.of(0xC400006FL, 0x80410041L, 0L, 0L, 0L, (1L << 40) + 1, 0L, 0L));
        assertThat(registers.subList(8, 12))
                .containsOnly(List.of(0xC4000070L, 0x00418041L, 0L, 0L, 0L, (1L << 40) + 2, 0L, 0L));
    }

    @Test
    @Shows({"FFA-4.4-17", "FFA-10.2.1.1.4-1", "FFA-10.3.1.2.2-2", "FFA-10.2.1.2.1-4"})
    void anInjectedCallOfAnSpReachesAVmAndLeavesThePeAsItWas() throws Exception {
        partitions.callback(Dts.vm("second", VM), this::pass);
        Leftovers.none(framework, () -> {
            for (int round = 0; round < 3; round++) {
                try (Abi echo = new Abi(platform, 0x8002)) {
                    echo.direct64(VM, 0, 0, 5);
                    assertThat(echo.words()).containsExactly(0xC4000070L, 0x00418002L, 0L, 0L, 0L, 6L, 0L, 0L);
                    echo.direct(2).refused(Status.DENIED, "FFA-10.2.1.2.1-4");
                }
                try (Abi vm = new Abi(platform, 1)) {
                    vm.direct(0x8002, 3);
                    assertThat(vm.registers().x3).isEqualTo(3);
                }
            }
        });
    }

    @Test
    @Shows({"FFA-10.2.1.2.3-1", "FFA-10.2.1.2.1-4", "FFA-10.2.1.2.1-2"})
    void spToVmIsCheckedByTheHypervisor() throws Exception {
        partitions.callback(Dts.sp("first", SP), request -> send(request, (int) request.x(3)));
        Leftovers.none(framework, () -> {
            try (Abi vm = new Abi(platform, 1)) {
                vm.direct(SP, 2);
                vm.direct(SP, 0x777);
            }
        });
        assertThat(results).containsExactly("8041 to 2: DENIED", "8041 to 777: INVALID_PARAMETERS");
    }

    @Test
    @Shows({"FFA-4.5.2-2", "FFA-10.2.1.4-2", "FFA-10.2.1.4-1", "FFA-4.5.2-1"})
    void aReceiverSendsARequestOfItsOwnBeforeItAnswers() throws Exception {
        partitions.callback(Dts.sp("first", SP), this::pass);
        partitions.callback(Dts.sp("second", OTHER_SP), this::pass);
        partitions.callback(Dts.vm("third", VM), this::pass);
        Leftovers.none(framework, () -> {
            try (Abi vm = new Abi(platform, 1)) {
                vm.direct64(SP, OTHER_SP, 0, 10);
                assertThat(vm.words()).containsExactly(0xC4000070L, 0x80410001L, 0L, 0L, 0L, 13L, 0L, 0L);
                vm.direct64(SP, VM, 0, 20);
                assertThat(vm.registers().x5).isEqualTo(23);
            }
        });
        assertThat(results).containsExactly("8041: RESPONSE", "8041: RESPONSE");
    }

    @Test
    @Shows({"FFA-10.2-16", "FFA-4.5.2-2", "FFA-2.12-11"})
    void aRequestThatComesBackToABlockedSpIsBusy() throws Exception {
        partitions.callback(Dts.sp("first", SP), this::pass);
        partitions.callback(Dts.sp("second", OTHER_SP), this::pass);
        Leftovers.none(framework, () -> {
            try (Abi vm = new Abi(platform, 1)) {
                vm.direct64(SP, OTHER_SP, SP, 1);
                assertThat(vm.registers().x0).isEqualTo(0xC4000070L);
            }
        });
        assertThat(results).containsExactly("8042: BUSY", "8041: RESPONSE");
    }

    @Test
    @Shows({"FFA-10.2-16", "FFA-2.12-11"})
    void aCycleOfThreeRequestsIsBusyWhereItCloses() throws Exception {
        partitions.callback(Dts.sp("first", SP), request -> send(request, OTHER_SP));
        partitions.callback(Dts.sp("second", OTHER_SP), request -> send(request, SP));
        Leftovers.none(framework, () -> {
            try (Abi vm = new Abi(platform, 1)) {
                vm.direct(SP);
                assertThat(vm.registers().x0).isEqualTo(0x84000070L);
            }
        });
        assertThat(results).containsExactly("8042 to 8041: BUSY", "8041 to 8042: RESPONSE");
    }

    @Test
    @Shows({"FFA-10.2-16", "FFA-4.1.2-1"})
    void theVmThatWaitsForItsAnswerIsBusyForTheSp() throws Exception {
        partitions.callback(Dts.vm("asker", VM), this::pass);
        partitions.callback(Dts.sp("first", SP), request -> send(request, VM));
        Leftovers.none(framework, () -> {
            try (Abi vm = new Abi(platform, VM)) {
                vm.direct(SP);
                assertThat(vm.registers().x0).isEqualTo(0x84000070L);
            }
        });
        assertThat(results).containsExactly("8041 to 41: BUSY");
    }

    private void send(DirectRequest request, int to) {
        DirectResult result = new Ffa(request.context()).sendDirect(to, 0, 0, 0, 0, 0);
        results.add("%x to %x: %s".formatted(request.context().id(), to, result));
    }

    @Test
    @Shows({"FFA-4.5-1", "FFA-4.4.2-1"})
    void frameworkMessagesWorkWhileARequestIsProcessed() {
        partitions.callback(Dts.sp("first", SP), request -> {
            Ffa ffa = new Ffa(request.context());
            request.respond(3, ffa.id());
            request.respond(4, ffa.version().encode());
            request.respond(5, ffa.features(0x84000068) ? 1 : 0);
        });
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(SP);
            assertThat(vm.words()).containsExactly(0x84000070L, 0x80410001L, 0L, (long) SP, 0x10000L, 1L, 0L, 0L);
        }
    }
}
