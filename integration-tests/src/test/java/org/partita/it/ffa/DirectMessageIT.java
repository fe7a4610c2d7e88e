package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.Status;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class DirectMessageIT {
    private static final int VM1 = 1;
    private static final int ECHO = 0x8002;

    @Inject
    BundleContext framework;

    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
    }

    @Test
    @Shows("FFA-10.2.1.4-2")
    @Shows("FFA-10.3-1")
    void vmSendsADirectRequestToAnSpAndGetsItsResponse() {
        try (Abi vm = new Abi(platform, VM1)) {
            vm.direct(ECHO, 1, 2, 3, 4, 5);
            assertThat(vm.registers().x0).isEqualTo(0x84000070L);
            assertThat(vm.registers().x1).isEqualTo(0x80020001L);
            assertThat(vm.registers().x2).isZero();
            assertThat(List.of(
                            vm.registers().x3,
                            vm.registers().x4,
                            vm.registers().x5,
                            vm.registers().x6,
                            vm.registers().x7))
                    .containsExactly(1L, 2L, 3L, 4L, 5L);
        }
    }

    @Test
    @Shows("FFA-10.2.1.2.2-2")
    @Shows("FFA-10.3.1.3.2-2")
    void theRequestCrossesEveryInstanceDownAndTheResponseEveryInstanceUp() {
        platform.trace().start("");
        try (Abi vm = new Abi(platform, VM1)) {
            vm.direct(ECHO, 7);
        } finally {
            platform.trace().stop();
        }
        assertThat(platform.trace().show(100).stream().map(DirectMessageIT::line))
                .containsExactly(
                        "client1 -> Hypervisor SMC FFA_MSG_SEND_DIRECT_REQ",
                        "Hypervisor -> SPMD SMC FFA_MSG_SEND_DIRECT_REQ",
                        "SPMD -> SPMC ERET FFA_MSG_SEND_DIRECT_REQ",
                        "SPMC -> echo.0 ERET FFA_MSG_SEND_DIRECT_REQ",
                        "echo.0 -> SPMC SMC FFA_MSG_SEND_DIRECT_RESP",
                        "SPMC -> SPMD SMC FFA_MSG_SEND_DIRECT_RESP",
                        "SPMD -> Hypervisor ERET FFA_MSG_SEND_DIRECT_RESP",
                        "Hypervisor -> client1 ERET FFA_MSG_SEND_DIRECT_RESP");
    }

    private static String line(Crossing c) {
        return c.from() + " -> " + c.to() + " " + c.conduit() + " " + c.function();
    }

    @Test
    @Shows("FFA-10.2.1.2.1-2")
    void unknownReceiverIsInvalid() {
        try (Abi vm = new Abi(platform, VM1)) {
            vm.direct(0x7777).refused(Status.INVALID_PARAMETERS, "FFA-10.2.1.2.1-2");
        }
    }
}
