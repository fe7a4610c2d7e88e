package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.partita.api.admin.PlatformStatus.ManagerStatus;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.Status;
import org.partita.api.partition.Ffa;
import org.partita.it.platform.Dts;
import org.partita.it.platform.El3SpmcPlatform;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** SPMD and SPMC share EL3 (FF-A 2.2.2.3). */
@PlatformTest(El3SpmcPlatform.class)
@LeavesNothingBehind
class El3SpmcIT extends ApplicationSpContract {
    @Override
    int sender() {
        return 1;
    }

    @Test
    @Shows({"FFA-2.2-14", "FFA-2.2-11", "FFA-2.2.2.3-1"})
    void bothManagersAreInEl3() {
        assertThat(platform.status().managers())
                .contains(new ManagerStatus("SPMD", "EL3", "1.0"), new ManagerStatus("SPMC", "EL3", "1.0"));
    }

    @Test
    @Shows({"FFA-2.2-14", "FFA-2.2.2.3-2", "FFA-4.4-15"})
    void aRequestFromAVmCrossesNoSecurePhysicalInstance() {
        platform.trace().start("");
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(ECHO, 4);
            assertThat(vm.registers().x3).isEqualTo(4);
        }
        platform.trace().stop();
        assertThat(platform.trace().show(100))
                .extracting(Crossing::instance)
                .isNotEmpty()
                .doesNotContain(FfaInstance.SECURE_PHYSICAL);
        assertThat(path())
                .startsWith("client1 SMC Hypervisor", "Hypervisor SMC SPMD")
                .contains("SPMC ERET echo", "echo SVC SPMC")
                .endsWith("SPMD ERET Hypervisor", "Hypervisor ERET client1");
    }

    @Test
    @Shows({"FFA-4.4-17", "FFA-10.2.1.2.3-1", "FFA-10.2.1.3.2-2"})
    void anSpAsksAVm() {
        partitions.callback(Dts.vm("answering", 0xA1), request -> request.respond(3, request.x(3) + 1));
        partitions.callback(Dts.application("first", FIRST), request -> {
            Ffa ffa = new Ffa(request.context());
            results.add(ffa.sendDirect(0xA1, request.x(3), 0, 0, 0, 0).name());
            request.respond(3, request.context().registers().x3);
        });
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(FIRST, 6);
            assertThat(vm.registers().x3).isEqualTo(7);
        }
        assertThat(results).containsExactly("RESPONSE");
    }

    @Test
    @Shows({"FFA-4.4-14", "FFA-8.6-2", "FFA-8.3-9"})
    void vmsAreServedByTheHypervisorAsAnywhere() {
        partitions.callback(Dts.vm("answering", 0xA1), request -> request.respond(3, request.x(3) + 1));
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(0xA1, 6);
            assertThat(vm.registers().x3).isEqualTo(7);
            vm.raw(0x84000068).success(5);
            vm.raw(0x84000065).success();
            vm.raw(0x84000065).refused(Status.DENIED, "FFA-8.3-9");
        }
    }

    @Test
    @Shows("FFA-2.2.2.3-1")
    void aSecondSpInSEl1IsRefused() {
        assertThatThrownBy(() -> {
                    partitions.callback(kernelLevel("kernel-a", FIRST), request -> {});
                    partitions.callback(kernelLevel("kernel-b", SECOND), request -> {});
                })
                .hasMessageContaining("S-EL1")
                .hasMessageContaining("FFA-2.2");
        assertThat(platform.partitions()).noneMatch(p -> p.name().equals("kernel-b"));
    }

    private static Dts kernelLevel(String name, int id) {
        return Dts.sp(name, id).cells("execution-ctx-count", 2);
    }
}
