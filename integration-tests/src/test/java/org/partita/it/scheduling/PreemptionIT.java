package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Status;
import org.partita.api.gic.InterruptStatus;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * Preemption during message processing and managed exit: Figures 4.10, 4.11 and 4.13, and Secure interrupts (FF-A 9.4, Figure 12.3).
 * Devices raise their interrupts from within the partitions' code, so that each comes exactly where the figure has it.
 */
@PlatformTest(SchedulingPlatform.class)
class PreemptionIT {
    private static final int CLIENT = 0x51;
    private static final int OWNER = 0x52;
    private static final int SP = 0x8051;
    private static final int SECOND = 0x8052;
    private static final int NON_SECURE = 60;
    private static final int SECURE = 61;
    private static final int REQUEST = 0xC400006F;
    private static final int RUN = 0x8400006D;
    private static final long INTERRUPT = 0x84000062L;
    private static final long RESPONSE = 0xC4000070L;
    private static final long SP_0 = 0x80510000L;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final Interruptible owner = new Interruptible(x3 -> x3);

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        partitions.threaded(
                Dts.vm("owner", OWNER).device("button", 0x1c014000L, 1, 11, "interrupts = <60 0x8a0>;"), owner);
        partitions.callback(
                Dts.vm("client", CLIENT)
                        .cells("messaging-method", Dts.SENDS)
                        .cells("execution-ctx-count", 4)
                        .flag("partita,pinned"),
                request -> {});
    }

    @AfterEach
    void unload() {
        platform.trace().stop();
        partitions.close();
    }

    private Interruptible sp(Dts manifest, Interruptible.Program program) {
        Interruptible code = new Interruptible(program);
        partitions.threaded(manifest, code);
        return code;
    }

    private static Dts preemptible() {
        return Dts.sp("sp", SP);
    }

    private void raise(PartitionContext context, int intid) {
        platform.interrupts().pulse(intid, context.pe());
        context.preemptionPoint();
    }

    private Abi client(int vcpu) {
        return Vm.take(platform, CLIENT, vcpu);
    }

    private static Abi request(Abi client, int to, long x3) {
        return client.raw(REQUEST, Abi.ids(CLIENT, to), 0, x3);
    }

    /** Crossings on a PE since the trace began: who, whom, what. */
    private List<String> crossings(int pe) {
        return platform.trace().show(1000).stream()
                .filter(c -> c.pe() == pe)
                .map(PreemptionIT::line)
                .toList();
    }

    private static String line(Crossing c) {
        return c.from() + " " + c.conduit() + " " + c.to() + " " + c.function();
    }

    private InterruptStatus status(int intid) {
        return platform.interrupts().interrupts().stream()
                .filter(i -> i.line().intid() == intid)
                .findFirst()
                .orElseThrow();
    }

    // ---- Figure 4.10

    @Shows({"FFA-4.5.3-3", "FFA-4.5.3-8", "FFA-4.5.2-3", "FFA-10.2-7", "FFA-7.4-8"})
    @Test
    void aRequestThatIsPreemptedIsResumedByItsSender() {
        sp(preemptible(), (context, x3) -> {
            raise(context, NON_SECURE);
            return x3 + 1;
        });
        try (Abi client = client(0)) {
            platform.trace().start("");
            request(client, SP, 41);
            assertThat(client.words()).containsExactly(INTERRUPT, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
            assertThat(platform.partition(SP).contexts().get(0).state()).isEqualTo("preempted");
            client.raw(RUN, SP_0);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(SP, CLIENT), 0L, 42L);
            assertThat(crossings(0))
                    .containsExactly(
                            "client.0 SMC Hypervisor FFA_MSG_SEND_DIRECT_REQ",
                            "Hypervisor SMC SPMD FFA_MSG_SEND_DIRECT_REQ",
                            "SPMD ERET SPMC FFA_MSG_SEND_DIRECT_REQ",
                            "SPMC ERET sp FFA_MSG_SEND_DIRECT_REQ",
                            "SPMC SMC SPMD FFA_INTERRUPT",
                            "SPMD ERET Hypervisor FFA_INTERRUPT",
                            "Hypervisor ERET client.0 FFA_INTERRUPT",
                            "client.0 SMC Hypervisor FFA_RUN",
                            "Hypervisor SMC SPMD FFA_RUN",
                            "SPMD ERET SPMC FFA_RUN",
                            "SPMC ERET sp FFA_RUN",
                            "sp SMC SPMC FFA_MSG_SEND_DIRECT_RESP",
                            "SPMC SMC SPMD FFA_MSG_SEND_DIRECT_RESP",
                            "SPMD ERET Hypervisor FFA_MSG_SEND_DIRECT_RESP",
                            "Hypervisor ERET client.0 FFA_MSG_SEND_DIRECT_RESP");
        }
        Vm.await("the interrupt is handled", () -> owner.handled() == 1);
        assertThat(owner.last()).isEqualTo(NON_SECURE);
    }

    @Shows({"FFA-7.4-7", "FFA-7.4-9", "FFA-7.4-10", "FFA-4.1.2-6"})
    @Test
    void physicalInstancesTellWhoWasInterrupted() {
        sp(preemptible(), (context, x3) -> {
            raise(context, NON_SECURE);
            return x3;
        });
        try (Abi client = client(0)) {
            platform.trace().start("FFA_INTERRUPT");
            request(client, SP, 0);
            List<Crossing> told =
                    platform.trace().show(100).stream().filter(c -> c.pe() == 0).toList();
            assertThat(told)
                    .extracting(Crossing::registers)
                    .containsExactly(
                            List.of(INTERRUPT, SP_0, 0L, 0L, 0L, 0L, 0L, 0L),
                            List.of(INTERRUPT, SP_0, 0L, 0L, 0L, 0L, 0L, 0L),
                            List.of(INTERRUPT, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
            client.raw(RUN, SP_0);
        }
    }

    /** As in the figure: preempted on CPU 0, resumed on CPU 1. */
    @Shows({"FFA-4.5.3-2", "FFA-2.9-7", "FFA-2.9-9", "FFA-2.12-9"})
    @Test
    void aUpContextIsResumedOnAnotherPe() {
        AtomicReference<String> pes = new AtomicReference<>("");
        sp(preemptible(), (context, x3) -> {
            pes.set("PE " + context.pe());
            raise(context, NON_SECURE);
            pes.set(pes.get() + ", PE " + context.pe());
            return x3 * 2;
        });
        try (Abi first = client(0);
                Abi second = client(1)) {
            platform.trace().start("");
            request(first, SP, 21);
            assertThat(first.words()).containsExactly(INTERRUPT, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
            assertThat(crossings(1)).isEmpty();
            second.raw(RUN, SP_0);
            assertThat(second.words()).startsWith(RESPONSE, Abi.ids(SP, CLIENT), 0L, 42L);
            assertThat(crossings(0))
                    .containsExactly(
                            "client.0 SMC Hypervisor FFA_MSG_SEND_DIRECT_REQ",
                            "Hypervisor SMC SPMD FFA_MSG_SEND_DIRECT_REQ",
                            "SPMD ERET SPMC FFA_MSG_SEND_DIRECT_REQ",
                            "SPMC ERET sp FFA_MSG_SEND_DIRECT_REQ",
                            "SPMC SMC SPMD FFA_INTERRUPT",
                            "SPMD ERET Hypervisor FFA_INTERRUPT",
                            "Hypervisor ERET client.0 FFA_INTERRUPT");
            assertThat(crossings(1))
                    .containsExactly(
                            "client.1 SMC Hypervisor FFA_RUN",
                            "Hypervisor SMC SPMD FFA_RUN",
                            "SPMD ERET SPMC FFA_RUN",
                            "SPMC ERET sp FFA_RUN",
                            "sp SMC SPMC FFA_MSG_SEND_DIRECT_RESP",
                            "SPMC SMC SPMD FFA_MSG_SEND_DIRECT_RESP",
                            "SPMD ERET Hypervisor FFA_MSG_SEND_DIRECT_RESP",
                            "Hypervisor ERET client.1 FFA_MSG_SEND_DIRECT_RESP");
        }
        assertThat(pes.get()).isEqualTo("PE 0, PE 1");
    }

    @Shows({"FFA-4.5.3-5", "FFA-4.5.3-1"})
    @Test
    void registersAreRestoredWhenAContextIsResumed() {
        AtomicBoolean same = new AtomicBoolean();
        sp(preemptible(), (context, x3) -> {
            Registers r = context.registers();
            r.set(0x84000063, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77);
            raise(context, NON_SECURE);
            same.set(r.function() == 0x84000063 && r.x1 == 0x11 && r.x4 == 0x44 && r.x7 == 0x77);
            return 0;
        });
        try (Abi client = client(0)) {
            request(client, SP, 0);
            client.raw(RUN, SP_0);
        }
        assertThat(same).isTrue();
    }

    @Shows({"FFA-2.12-11", "FFA-9.3-14"})
    @Test
    void aPreemptedContextTakesNoOtherMessageAndIsResumedByNobodyElse() {
        sp(preemptible(), (context, x3) -> {
            raise(context, NON_SECURE);
            return 7;
        });
        try (Abi client = client(0);
                Abi other = Vm.take(platform, 3, 1)) {
            request(client, SP, 0);
            other.raw(REQUEST, Abi.ids(3, SP), 0).failed(Status.BUSY);
            other.raw(RUN, SP_0).refused(Status.DENIED, "FFA-9.3-14");
            client.raw(RUN, SP_0);
            assertThat(client.words().get(3)).isEqualTo(7L);
        }
    }

    /** Reading A06: the innermost SP of a chain is preempted, and the Sender in the Normal world resumes it by the first one. */
    @Shows({"FFA-4.5.2-2", "FFA-4.5.3-3", "FFA-9.3.1-9", "FFA-2.12-3"})
    @Test
    void aChainOfRequestsKeepsItsPairing() {
        partitions.threaded(Dts.sp("second", SECOND), new Interruptible((context, x3) -> {
            raise(context, NON_SECURE);
            return x3 + 1;
        }));
        sp(preemptible(), (context, x3) -> {
            new Ffa(context).sendDirect(SECOND, x3 * 10, 0, 0, 0, 0);
            return context.registers().x3 + 100;
        });
        try (Abi client = client(0)) {
            request(client, SP, 4);
            assertThat(client.words().get(0)).isEqualTo(INTERRUPT);
            assertThat(platform.partition(SECOND).contexts().get(0).state()).isEqualTo("preempted");
            assertThat(platform.partition(SP).contexts().get(0).state()).isEqualTo("busy");
            client.raw(RUN, SP_0);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(SP, CLIENT), 0L, 141L);
        }
    }

    /** A service in S-EL0 that runs to completion (FF-A Table 3.1, 12.1.1.1). */
    @Shows({"FFA-3.2-27", "FFA-12.1.1.1-14"})
    @Test
    void aServiceThatRunsToCompletionIsNotPreempted() {
        AtomicReference<InterruptStatus> seen = new AtomicReference<>();
        sp(Dts.application("sp", SP).cells("run-time-model", 0), (context, x3) -> {
            raise(context, NON_SECURE);
            seen.set(status(NON_SECURE));
            return x3 + 1;
        });
        try (Abi client = client(0)) {
            request(client, SP, 41);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(SP, CLIENT), 0L, 42L);
        }
        assertThat(seen.get().pending()).isTrue();
        Vm.await("the interrupt is handled", () -> owner.handled() == 1);
    }

    /** A preemptible one (FF-A Table 3.1, 12.1.1.1). */
    @Shows({"FFA-3.2-28", "FFA-12.1.1.1-6", "FFA-12.1.1.1-11"})
    @Test
    void aPreemptibleServiceInSEl0IsResumed() {
        sp(Dts.application("sp", SP).cells("run-time-model", 1), (context, x3) -> {
            raise(context, NON_SECURE);
            return x3 + 1;
        });
        try (Abi client = client(0)) {
            request(client, SP, 41);
            assertThat(client.words().get(0)).isEqualTo(INTERRUPT);
            client.raw(RUN, SP_0);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(SP, CLIENT), 0L, 42L);
        }
    }

    /** The interrupt of a service in S-EL0 completes its wait, and w2 tells which it is (FF-A Table 7.10). */
    @Shows({"FFA-7.4-9", "FFA-7.4-10"})
    @Test
    void aServiceInSEl0IsToldWhichInterruptItIs() {
        Interruptible sensor = new Interruptible(x3 -> x3);
        partitions.threaded(
                Dts.application("sensor", SECOND).device("sensor", 0x1c004000L, 1, 3, "interrupts = <61 0x940>;"),
                sensor);
        platform.trace().start("sensor");
        platform.interrupts().pulse(SECURE, 0);
        Vm.await("the interrupt is handled", () -> sensor.handled() == 1);
        Crossing told = platform.trace().show(10).getFirst();
        assertThat(line(told)).isEqualTo("SPMC ERET sensor FFA_INTERRUPT");
        assertThat(told.registers()).containsExactly(INTERRUPT, 0L, (long) SECURE, 0L, 0L, 0L, 0L, 0L);
    }

    // ---- Figures 4.11 and 4.13

    private static Dts exiting() {
        return Dts.sp("sp", SP).cells("ns-interrupts-action", 1);
    }

    /** Stops at a managed exit and answers how much is left, with the exit's own interrupt acknowledged. */
    private long work(PartitionContext context, long x3, AtomicReference<InterruptStatus> seen) {
        platform.interrupts().pulse(NON_SECURE, context.pe());
        Interrupts interrupts = context.interrupts();
        interrupts.mask(true);
        for (long left = x3; left > 0; left--) {
            context.preemptionPoint();
            int id = interrupts.acknowledge();
            if (id == Interrupts.MANAGED_EXIT) {
                seen.set(status(NON_SECURE));
                interrupts.end(id);
                return left;
            }
        }
        return 0;
    }

    @Shows({"FFA-4.5.4-1", "FFA-4.5.4-2", "FFA-4.5.4-3", "FFA-4.5.4-4", "FFA-4.5.4-6"})
    @Test
    void aManagedExitEndsWithAResponse() {
        AtomicReference<InterruptStatus> seen = new AtomicReference<>();
        sp(exiting(), (context, x3) -> work(context, x3, seen));
        try (Abi client = client(0)) {
            platform.trace().start("");
            request(client, SP, 5);
            assertThat(client.words().get(0)).isEqualTo(RESPONSE);
            assertThat(client.words().get(3)).isPositive();
            assertThat(seen.get().pending())
                    .as("pending until the exit has completed")
                    .isTrue();
            assertThat(seen.get().active()).isFalse();
            assertThat(platform.partition(SP).contexts().get(0).state()).isEqualTo("idle");
            assertThat(crossings(0))
                    .containsExactly(
                            "client.0 SMC Hypervisor FFA_MSG_SEND_DIRECT_REQ",
                            "Hypervisor SMC SPMD FFA_MSG_SEND_DIRECT_REQ",
                            "SPMD ERET SPMC FFA_MSG_SEND_DIRECT_REQ",
                            "SPMC ERET sp FFA_MSG_SEND_DIRECT_REQ",
                            "sp SMC SPMC FFA_MSG_SEND_DIRECT_RESP",
                            "SPMC SMC SPMD FFA_MSG_SEND_DIRECT_RESP",
                            "SPMD ERET Hypervisor FFA_MSG_SEND_DIRECT_RESP",
                            "Hypervisor ERET client.0 FFA_MSG_SEND_DIRECT_RESP");
        }
        Vm.await("the interrupt is handled", () -> owner.handled() == 1);
    }

    /** A direct request and its response, on a PE to which client and SP have pinned a context each. */
    private static List<String> roundTrip(int pe) {
        return List.of(
                "client." + pe + " SMC Hypervisor FFA_MSG_SEND_DIRECT_REQ",
                "Hypervisor SMC SPMD FFA_MSG_SEND_DIRECT_REQ",
                "SPMD ERET SPMC FFA_MSG_SEND_DIRECT_REQ",
                "SPMC ERET sp." + pe + " FFA_MSG_SEND_DIRECT_REQ",
                "sp." + pe + " SMC SPMC FFA_MSG_SEND_DIRECT_RESP",
                "SPMC SMC SPMD FFA_MSG_SEND_DIRECT_RESP",
                "SPMD ERET Hypervisor FFA_MSG_SEND_DIRECT_RESP",
                "Hypervisor ERET client." + pe + " FFA_MSG_SEND_DIRECT_RESP");
    }

    @Shows({"FFA-4.5.4-3", "FFA-4.5.4-7"})
    @Test
    void whatAManagedExitHasLeftGoesOnInTheContextOfAnotherPe() {
        AtomicReference<InterruptStatus> seen = new AtomicReference<>();
        AtomicBoolean first = new AtomicBoolean(true);
        sp(
                exiting().cells("execution-ctx-count", 4),
                (context, x3) -> first.getAndSet(false) ? work(context, x3, seen) : context.vcpu() * 1000L + x3);
        try (Abi zero = client(0);
                Abi one = client(1)) {
            platform.trace().start("");
            long left = request(zero, SP, 5).words().get(3);
            assertThat(left).isPositive();
            assertThat(crossings(1)).isEmpty();
            assertThat(request(one, SP, left).words()).startsWith(RESPONSE, Abi.ids(SP, CLIENT), 0L, 1000 + left);
            assertThat(crossings(0)).containsExactlyElementsOf(roundTrip(0));
            assertThat(crossings(1)).containsExactlyElementsOf(roundTrip(1));
        }
    }

    // ---- Secure interrupts

    private Dts sensor() {
        return Dts.sp("sensor", SECOND).device("sensor", 0x1c004000L, 1, 3, "interrupts = <61 0x940>;");
    }

    @Shows({"FFA-9.4-1", "FFA-9.4.1-1", "FFA-9.4.1-2", "FFA-4.5.3-9", "FFA-9.1-3"})
    @Test
    void aSecureInterruptPreemptsTheNormalWorldWhichIsResumedAsItWas() {
        Interruptible sensor = new Interruptible(x3 -> x3);
        partitions.threaded(sensor(), sensor);
        AtomicBoolean same = new AtomicBoolean();
        partitions.threaded(Dts.vm("server", 0x53), new Interruptible((context, x3) -> {
            Registers r = context.registers();
            r.set(0x84000063, 1, 2, 3, 4, 5, 6, 7);
            raise(context, SECURE);
            same.set(r.function() == 0x84000063 && r.x1 == 1 && r.x7 == 7 && sensor.handled() == 1);
            return x3;
        }));
        try (Abi client = client(0)) {
            platform.trace().start("");
            request(client, 0x53, 9);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(0x53, CLIENT), 0L, 9L);
            assertThat(crossings(0))
                    .containsExactly(
                            "client.0 SMC Hypervisor FFA_MSG_SEND_DIRECT_REQ",
                            "Hypervisor ERET server FFA_MSG_SEND_DIRECT_REQ",
                            "SPMD ERET SPMC FFA_INTERRUPT",
                            "SPMC ERET sensor FFA_INTERRUPT",
                            "sensor SMC SPMC FFA_MSG_WAIT",
                            "SPMC SMC SPMD FFA_NORMAL_WORLD_RESUME",
                            "server SMC Hypervisor FFA_MSG_SEND_DIRECT_RESP",
                            "Hypervisor ERET client.0 FFA_MSG_SEND_DIRECT_RESP");
        }
        assertThat(same).isTrue();
        assertThat(sensor.last()).isEqualTo(SECURE);
    }

    @Shows({"FFA-4.5.3-9", "FFA-4.5.3-1", "FFA-7.4-1"})
    @Test
    void aSecureInterruptForAnIdleSpIsHandledInTheMiddleOfAnotherSpsRequest() {
        Interruptible sensor = new Interruptible(x3 -> x3);
        partitions.threaded(sensor(), sensor);
        sp(preemptible(), (context, x3) -> {
            raise(context, SECURE);
            return sensor.handled();
        });
        try (Abi client = client(0)) {
            platform.trace().start("");
            request(client, SP, 0);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(SP, CLIENT), 0L, 1L);
            assertThat(crossings(0).subList(3, 6))
                    .containsExactly(
                            "SPMC ERET sp FFA_MSG_SEND_DIRECT_REQ",
                            "SPMC ERET sensor FFA_INTERRUPT",
                            "sensor SMC SPMC FFA_MSG_WAIT");
        }
    }

    // ---- what is no figure

    @Shows({"FFA-4.5.3-7", "FFA-4.5.3-10", "FFA-4.5.3-4", "FFA-2.12-8", "FFA-4.5.1-3"})
    @Test
    void theSchedulersInterruptPreemptsWhomItRuns() {
        partitions.threaded(Vm.manifest("target", 0x54, 0x90000000L), context -> {
            Ffa ffa = new Ffa(context);
            for (; ; ) {
                ffa.msgWait();
                raise(context, 42);
            }
        });
        try (Abi scheduler = Vm.take(platform, 3, 0);
                Abi second = Vm.take(platform, 3, 1);
                Abi third = Vm.take(platform, 3, 2);
                Abi sender = Vm.take(platform, 2)) {
            assertThat(List.of(second, third)).hasSize(2);
            Vm.send(sender, 2, 0x54, "work").success();
            scheduler.raw(RUN, 0x00540000L);
            assertThat(scheduler.words()).containsExactly(INTERRUPT, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
            assertThat(platform.partition(0x54).contexts().get(0).state()).isEqualTo("preempted");
            scheduler.raw(RUN, 0x00540000L);
            assertThat(scheduler.words().get(0)).isEqualTo(0x8400006BL);
        }
    }

    @Test
    void anInterruptForNobodyIsDisabledAndNobodyLivesOn() {
        sp(preemptible(), (context, x3) -> {
            platform.interrupts().level(NON_SECURE, context.pe(), true);
            context.preemptionPoint();
            return x3;
        });
        try (Abi client = client(0)) {
            partitions.unload(OWNER);
            request(client, SP, 3);
            client.raw(RUN, SP_0);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(SP, CLIENT), 0L, 3L);
        }
        Vm.await("disabled", () -> platform.interrupts().unhandled().contains(NON_SECURE));
        platform.interrupts().level(NON_SECURE, 0, false);
    }

    @Test
    void interruptIdsAndPesThatThereAreNotAreNamed() {
        assertThatThrownBy(() -> platform.interrupts().pulse(1000, 0))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("1000")
                .hasMessageContaining("hw:gic");
        assertThatThrownBy(() -> platform.interrupts().pulse(NON_SECURE, 9))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("no PE 9");
    }
}
