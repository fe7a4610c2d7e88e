package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.scheduling.MmCommunicationDriver.COMMUNICATE;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.PartitionInfo;
import org.partita.it.platform.Running;
import org.partita.it.platform.StmmPlatform;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** The flows of FF-A Figures 12.1, 12.2 and 12.3, crossing by crossing; docs/readings.md says how they are read. */
@PlatformTest(StmmPlatform.class)
class StmmFiguresIT {
    private static final int UEFI = 1;
    private static final int STMM = 0x8001;
    private static final int PREEMPTIBLE = 0x8002;
    private static final int NON_SECURE = 40;
    private static final int SECURE = 48;
    private static final long FIRST_BUFFER = 0x81020000L;
    private static final long SECOND_BUFFER = 0x81024000L;
    private static final UUID VENDOR = UUID.fromString("8be4df61-93ca-11d2-aa0d-00e098032b8c");
    private static final int ACCESS = 7;

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

    /** Crossings on PE 0 since the trace began. */
    private List<String> crossings() {
        platform.trace().stop();
        return platform.trace().show(1000).stream()
                .filter(c -> c.pe() == 0)
                .map(StmmFiguresIT::line)
                .toList();
    }

    private static String line(Crossing c) {
        return c.from() + " " + c.conduit() + " " + c.to() + " " + c.function();
    }

    /** A function of the Normal world on its way to the SPMC. */
    private static Stream<String> down(String function) {
        return Stream.of(
                "uefi.0 SMC Hypervisor " + function, "Hypervisor SMC SPMD " + function, "SPMD ERET SPMC " + function);
    }

    /** What completes it, on its way back. */
    private static Stream<String> up(String function) {
        return Stream.of(
                "SPMC SMC SPMD " + function, "SPMD ERET Hypervisor " + function, "Hypervisor ERET uefi.0 " + function);
    }

    private static List<String> flow(Stream<Stream<String>> steps) {
        return steps.flatMap(s -> s).toList();
    }

    @Shows({"FFA-12.1.1.1-17", "FFA-12.1.1.1-2"})
    @Test
    void figure1TheDriverDiscoversStmmSpsAndSharesABufferWithEach() {
        try (MmCommunicationDriver driver = new MmCommunicationDriver(platform, UEFI, 0)) {
            platform.trace().start("");
            List<PartitionInfo> found = driver.discover();
            driver.share(STMM, FIRST_BUFFER, 2);
            driver.share(PREEMPTIBLE, SECOND_BUFFER, 1);
            List<String> crossings = crossings();
            assertThat(found).extracting(PartitionInfo::id).containsExactlyInAnyOrder(STMM, PREEMPTIBLE);
            assertThat(crossings)
                    .containsExactlyElementsOf(flow(Stream.of(
                            down("FFA_PARTITION_INFO_GET"),
                            // the Hypervisor copies what the SPM says from its own RX buffer, and gives that back
                            Stream.of(
                                    "SPMC SMC SPMD FFA_SUCCESS",
                                    "SPMD ERET Hypervisor FFA_SUCCESS",
                                    "Hypervisor SMC SPMD FFA_RX_RELEASE",
                                    "SPMD ERET SPMC FFA_RX_RELEASE",
                                    "SPMC SMC SPMD FFA_SUCCESS",
                                    "SPMD ERET Hypervisor FFA_SUCCESS",
                                    "Hypervisor ERET uefi.0 FFA_SUCCESS",
                                    "uefi.0 SMC Hypervisor FFA_RX_RELEASE",
                                    "Hypervisor ERET uefi.0 FFA_SUCCESS"),
                            shared("stmm"),
                            shared("stmm-preemptible"))));
        }
    }

    private static Stream<String> shared(String sp) {
        return flow(Stream.of(
                        down("FFA_MEM_SHARE"),
                        up("FFA_SUCCESS"),
                        down("FFA_MSG_SEND_DIRECT_REQ"),
                        Stream.of(
                                "SPMC ERET " + sp + " FFA_MSG_SEND_DIRECT_REQ",
                                sp + " SVC SPMC FFA_MEM_RETRIEVE_REQ",
                                "SPMC ERET " + sp + " FFA_MEM_RETRIEVE_RESP",
                                sp + " SVC SPMC FFA_RX_RELEASE",
                                "SPMC ERET " + sp + " FFA_SUCCESS",
                                sp + " SVC SPMC FFA_MSG_SEND_DIRECT_RESP"),
                        up("FFA_MSG_SEND_DIRECT_RESP")))
                .stream();
    }

    @Shows({"FFA-12.1.1.1-2", "FFA-12.1.1.1-6", "FFA-12.1.1.1-11", "FFA-12.1-1"})
    @Test
    void figure2AMessageIsProcessedByAnSpThatIsPreemptedAndResumed() {
        try (MmCommunicationDriver driver = new MmCommunicationDriver(platform, UEFI, 0)) {
            driver.share(PREEMPTIBLE, SECOND_BUFFER, 1);
            VariableMessage message = VariableMessage.set(VENDOR, "Boot0000", ACCESS, (byte) 1);
            driver.write(SECOND_BUFFER, message);
            platform.trace().start("");
            platform.interrupts().pulse(NON_SECURE, 0);
            driver.begin(PREEMPTIBLE, COMMUNICATE, 0, message.size());
            assertThat(driver.interrupted()).isTrue();
            assertThat(platform.partition(PREEMPTIBLE).contexts().get(0).state())
                    .isEqualTo("preempted");
            driver.resume(PREEMPTIBLE);
            assertThat(driver.response(PREEMPTIBLE)).isZero();
            List<String> crossings = crossings();
            assertThat(driver.read(SECOND_BUFFER, message.size()).status()).isZero();
            driver.communicate(PREEMPTIBLE, SECOND_BUFFER, 0, VariableMessage.set(VENDOR, "Boot0000", 0));
            assertThat(crossings)
                    .containsExactlyElementsOf(flow(Stream.of(
                            down("FFA_MSG_SEND_DIRECT_REQ"),
                            Stream.of("SPMC ERET stmm-preemptible FFA_MSG_SEND_DIRECT_REQ"),
                            up("FFA_INTERRUPT"),
                            down("FFA_RUN"),
                            Stream.of(
                                    "SPMC ERET stmm-preemptible FFA_RUN",
                                    "stmm-preemptible SVC SPMC FFA_MSG_SEND_DIRECT_RESP"),
                            up("FFA_MSG_SEND_DIRECT_RESP"))));
        }
    }

    @Shows({"FFA-12.1.1.1-3", "FFA-12.1.1.1-10"})
    @Test
    void figure3AServiceIsInvokedByAnInterruptAndRunsToCompletion() {
        try (MmCommunicationDriver driver = new MmCommunicationDriver(platform, UEFI, 0)) {
            platform.trace().start("");
            // both are there at the driver's next preemption point; the Secure one is more urgent, the other waits
            platform.interrupts().pulse(SECURE, 0);
            platform.interrupts().pulse(NON_SECURE, 0);
            driver.abi().raw(0x84000069).success(UEFI);
            assertThat(crossings())
                    .containsExactly(
                            "uefi.0 SMC Hypervisor FFA_ID_GET",
                            "Hypervisor ERET uefi.0 FFA_SUCCESS",
                            "SPMD ERET SPMC FFA_INTERRUPT",
                            "SPMC ERET stmm FFA_INTERRUPT",
                            "stmm SVC SPMC FFA_MSG_WAIT",
                            "SPMC SMC SPMD FFA_NORMAL_WORLD_RESUME");
        }
        Vm.await(
                "the other interrupt is handled",
                () -> platform.interrupts().interrupts().stream()
                        .noneMatch(i -> i.line().intid() == NON_SECURE && (i.pending() || i.active())));
    }
}
