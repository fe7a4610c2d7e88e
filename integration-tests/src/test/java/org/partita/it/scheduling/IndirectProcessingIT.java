package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** What a VM does with an indirect message (FF-A 4.5.1) while the test is the primary scheduler and has all PEs. */
@PlatformTest(SchedulingPlatform.class)
class IndirectProcessingIT {
    private static final int SCHEDULER = 3;
    private static final int SENDER = 2;
    private static final int VM = 0x41;
    private static final long TARGET = 0x00410000L;
    private static final int PES = 4;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final Deque<Abi> taken = new ArrayDeque<>();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private Abi scheduler;
    private Abi sender;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        while (!taken.isEmpty()) {
            taken.pop().close();
        }
        partitions.close();
    }

    private Abi take(int id, int vcpu) {
        Abi client = Vm.take(platform, id, vcpu);
        taken.push(client);
        return client;
    }

    /** A VM that runs the program for each message, with its RX released; the scheduler gets PE 0, the sender the last one. */
    private void target(int contexts, BiConsumer<PartitionContext, Ffa> program) {
        partitions.threaded(Vm.manifest("target", VM, 0x90000000L).cells("execution-ctx-count", contexts), context -> {
            Ffa ffa = new Ffa(context);
            for (; ; ) {
                if (ffa.msgWait() == FunctionId.FFA_MSG_SEND) {
                    ffa.rxRelease();
                    program.accept(context, ffa);
                }
            }
        });
        scheduler = take(SCHEDULER, 0);
        for (int pe = 1; pe < PES - 1; pe++) {
            take(SCHEDULER, pe);
        }
        sender = take(SENDER, 0);
    }

    private void message() {
        Vm.send(sender, SENDER, VM, "work").success();
    }

    private String next() throws InterruptedException {
        return String.valueOf(seen.poll(20, TimeUnit.SECONDS));
    }

    private String state(int vcpu) {
        return platform.partition(VM).contexts().get(vcpu).state();
    }

    @Shows({"FFA-4.1.1-1", "FFA-4.3.3-5"})
    @Test
    void theSenderGoesOnBeforeTheSchedulerHasRunTheReceiver() throws Exception {
        target(1, (context, ffa) -> seen.add("received"));
        message();
        sender.raw(FunctionId.FFA_ID_GET.id32()).success(SENDER);
        assertThat(seen).isEmpty();
        assertThat(state(0)).isEqualTo("idle");
        scheduler.raw(Vm.RUN, TARGET);
        assertThat(next()).isEqualTo("received");
    }

    @Shows({"FFA-4.5.1-1", "FFA-4.5.1-6"})
    @Test
    void frameworkMessagesAreCompleteBeforeTheVmGoesOnAndItsWaitEndsIt() throws Exception {
        target(1, (context, ffa) -> {
            seen.add("ID " + ffa.id());
            seen.add("has FFA_MSG_SEND " + ffa.features(FunctionId.FFA_MSG_SEND.id32()));
            seen.add("version " + ffa.version());
        });
        message();
        scheduler.raw(Vm.RUN, TARGET);
        assertThat(scheduler.words()).containsExactly(0x8400006BL, TARGET, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(next()).isEqualTo("ID 65");
        assertThat(next()).isEqualTo("has FFA_MSG_SEND true");
        assertThat(next()).isEqualTo("version 1.0");
        assertThat(state(0)).isEqualTo("idle");
    }

    /** Busy, which is shown as yielded, until FFA_RUN. */
    @Shows({"FFA-2.12-10", "FFA-4.5.1-4", "FFA-9.2.1-2"})
    @Test
    void aVmThatHasYieldedStaysBusyUntilItIsRun() throws Exception {
        target(1, (context, ffa) -> seen.add("completed by " + ffa.yieldCycles()));
        message();
        scheduler.raw(Vm.RUN, TARGET);
        assertThat(scheduler.words()).containsExactly(0x8400006CL, TARGET, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(state(0)).isEqualTo("yielded");
        assertThat(seen).isEmpty();
        scheduler.raw(Vm.RUN, TARGET);
        assertThat(next()).isEqualTo("completed by FFA_RUN");
        assertThat(state(0)).isEqualTo("idle");
    }

    /** Its own IDs reach the scheduler, whatever it has in w1 (FF-A Tables 9.7, 9.8). */
    @Shows({"FFA-9.2-13", "FFA-9.2-16"})
    @Test
    void aVmThatNamesSomebodyInItsYieldIsNotHeard() throws Exception {
        target(1, (context, ffa) -> {
            context.registers().set(Vm.YIELD, 0x00990000L, 1, 1, 1, 1, 1, 1);
            context.call();
            seen.add("completed by " + FunctionId.of(context.registers().function()));
        });
        message();
        scheduler.raw(Vm.RUN, TARGET);
        assertThat(scheduler.words()).containsExactly(0x8400006CL, TARGET, 0L, 0L, 0L, 0L, 0L, 0L);
        scheduler.raw(Vm.RUN, TARGET);
        assertThat(next()).isEqualTo("completed by FFA_RUN");
    }

    /** The interrupt is the one that tells that the RX buffer of the VM 2 is free. */
    @Shows({"FFA-9.2-11", "FFA-10.1.1-4"})
    @Test
    void anInterruptForItCompletesTheYield() throws Exception {
        target(1, (context, ffa) -> {
            context.interrupts().mask(true);
            seen.add("sent " + ffa.send(SENDER, 1, false));
            seen.add("sent " + ffa.send(SENDER, 1, true));
            seen.add("completed by " + ffa.yieldCycles());
            context.interrupts().end(context.interrupts().acknowledge());
            context.interrupts().mask(false);
        });
        message();
        scheduler.raw(Vm.RUN, TARGET).raw(0x84000061, TARGET);
        assertThat(scheduler.words()).startsWith(0x8400006CL, TARGET);
        sender.raw(Vm.POLL).raw(Vm.RX_RELEASE).success();
        scheduler.raw(Vm.RUN, TARGET);
        assertThat(next()).isEqualTo("sent true");
        assertThat(next()).isEqualTo("sent false");
        assertThat(next()).isEqualTo("completed by FFA_INTERRUPT");
    }

    @Shows({"FFA-2.9-3", "FFA-2.9-14", "FFA-9.3-12"})
    @Test
    void eachVcpuHasAContextOfItsOwn() throws Exception {
        target(PES, (context, ffa) -> {
            long at = context.vcpu();
            ffa.yieldCycles();
            seen.add("vCPU " + at);
        });
        for (int vcpu = 0; vcpu < 3; vcpu++) {
            message();
            scheduler.raw(Vm.RUN, TARGET | vcpu);
            assertThat(scheduler.words()).startsWith(0x8400006CL, TARGET | vcpu);
            assertThat(state(vcpu)).isEqualTo("yielded");
        }
        assertThat(seen).isEmpty();
        for (int vcpu : new int[] {1, 0, 2}) {
            scheduler.raw(Vm.RUN, TARGET | vcpu);
            assertThat(scheduler.words()).startsWith(0x8400006BL, TARGET | vcpu);
            assertThat(next()).isEqualTo("vCPU " + vcpu);
        }
        assertThat(state(3)).isEqualTo("idle");
        scheduler.raw(Vm.RUN, TARGET | PES).refused(Status.INVALID_PARAMETERS, "FFA-9.3-12");
    }
}
