package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.partition.Ffa;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** FFA_RUN and FFA_YIELD (FF-A 9.2, 9.3). Where a test schedules, it has all PEs, so that nobody else does. */
@PlatformTest(SchedulingPlatform.class)
class RunIT {
    private static final int SCHEDULER = 3;
    private static final int SENDER = 2;
    private static final int VM = 0x41;
    private static final int OTHER = 0x42;
    private static final int ECHO = 0x8003;
    private static final long TARGET = 0x00410000L;
    private static final int PES = 4;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final Deque<Abi> taken = new ArrayDeque<>();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    /** A step of the VM's code with a message: where it is to go, and what it has got. */
    private interface Program {
        void run(Ffa ffa);
    }

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        giveBack();
        partitions.close();
    }

    private void giveBack() {
        while (!taken.isEmpty()) {
            taken.pop().close();
        }
    }

    private String next() throws InterruptedException {
        return String.valueOf(seen.poll(20, TimeUnit.SECONDS));
    }

    /** A VM that runs the program for each message, with its RX released. */
    private void vm(String name, int id, long base, Program program) {
        partitions.threaded(Vm.manifest(name, id, base), context -> {
            Ffa ffa = new Ffa(context);
            for (; ; ) {
                if (ffa.msgWait() == FunctionId.FFA_MSG_SEND) {
                    ffa.rxRelease();
                    program.run(ffa);
                }
            }
        });
    }

    private void vm(Program program) {
        vm("target", VM, 0x90000000L, program);
    }

    private Abi take(int id, int vcpu) {
        Abi client = Vm.take(platform, id, vcpu);
        taken.push(client);
        return client;
    }

    /** Takes all PEs, the last one for VM 2, which sends the target a message; the scheduler on PE 0. */
    private Abi schedulerWithAMessageForTheTarget() {
        Abi scheduler = take(SCHEDULER, 0);
        for (int pe = 1; pe < PES - 1; pe++) {
            take(SCHEDULER, pe);
        }
        Vm.send(take(SENDER, 0), SENDER, VM, "work").success();
        return scheduler;
    }

    // ---- who and whom

    @Shows("FFA-9.3-12")
    @Test
    void anUnknownContextAndAnOwnOneAreNotRun() {
        Abi scheduler = take(SCHEDULER, 0);
        scheduler.raw(Vm.RUN, 0x00990000L).refused(Status.INVALID_PARAMETERS, "FFA-9.3-12");
        scheduler.raw(Vm.RUN, 0x00010001L).refused(Status.INVALID_PARAMETERS, "FFA-9.3-12");
        scheduler.raw(Vm.RUN, Abi.ids(ECHO, 4)).refused(Status.INVALID_PARAMETERS, "FFA-9.3-12");
        scheduler.raw(Vm.RUN, 0x00030001L).refused(Status.INVALID_PARAMETERS, "FFA-9.3-12");
        scheduler.raw(Vm.RUN, 0x00030000L).refused(Status.INVALID_PARAMETERS, "FFA-9.3-12");
    }

    @Shows({"FFA-9.3-7", "FFA-9.3-13"})
    @Test
    void anSpRunsNobody() {
        take(ECHO, 0).raw(Vm.RUN, 0x00010000L).refused(Status.NOT_SUPPORTED, "FFA-9.3-7");
    }

    @Shows({"FFA-9.3.1-10", "FFA-9.3-2"})
    @Test
    void aVmThatOnlyHasIndirectMessagesRunsNobody() {
        partitions.callback(
                Vm.manifest("indirect", OTHER, 0x90100000L).cells("messaging-method", Dts.INDIRECT),
                r -> r.respond(3, 0));
        take(OTHER, 0).raw(Vm.RUN, Abi.ids(ECHO, 0)).refused(Status.NOT_SUPPORTED, "FFA-9.3-2");
    }

    @Shows({"FFA-9.3-14", "FFA-9.3-2", "FFA-2.11-4"})
    @Test
    void aVmThatIsNotTheSchedulerRunsNoIdleVm() {
        take(1, 0).raw(Vm.RUN, 0x00020000L).refused(Status.DENIED, "FFA-9.3-14");
    }

    @Shows({"FFA-9.3-14", "FFA-9.3.1-6", "FFA-2.11-2"})
    @Test
    void anIdleContextWithoutAMessageIsNotRun() {
        vm(ffa -> {});
        Abi scheduler = take(SCHEDULER, 0);
        scheduler.raw(Vm.RUN, TARGET).refused(Status.DENIED, "FFA-9.3-14");
        assertThat(platform.partition(VM).contexts().get(0).state()).isEqualTo("idle");
    }

    @Shows({"FFA-9.3-14", "FFA-9.3.1-8"})
    @Test
    void anIdleSpIsNotRun() {
        take(SCHEDULER, 0).raw(Vm.RUN, Abi.ids(ECHO, 0)).refused(Status.DENIED, "FFA-9.3-14");
    }

    @Shows({"FFA-9.3-15", "FFA-9.3.1-11"})
    @Test
    void aContextAtWorkOnAnotherPeIsBusy() {
        take(SENDER, 0);
        take(SCHEDULER, 1).raw(Vm.RUN, 0x00020000L).refused(Status.BUSY, "FFA-9.3-15");
    }

    // ---- running

    @Shows({"FFA-9.3-1", "FFA-9.3-8", "FFA-9.3.1-1", "FFA-9.1.1.1.1-3", "FFA-9.3.1-7"})
    @Test
    void aVmThatIsRunGivesTheCyclesBackByItsWait() throws Exception {
        vm(ffa -> seen.add("worked"));
        Abi scheduler = schedulerWithAMessageForTheTarget();
        scheduler.raw(Vm.RUN, TARGET);
        assertThat(scheduler.words()).containsExactly(0x8400006BL, TARGET, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(next()).isEqualTo("worked");
        assertThat(platform.partition(VM).contexts().get(0).state()).isEqualTo("idle");
    }

    @Shows({"FFA-9.2-1", "FFA-9.2-10", "FFA-9.2.1-2", "FFA-9.2.1-4", "FFA-9.2-13"})
    @Test
    void aVmThatYieldsIsRunAgain() throws Exception {
        vm(ffa -> {
            seen.add(String.valueOf(ffa.yieldCycles()));
            seen.add(String.valueOf(ffa.yieldCycles()));
        });
        Abi scheduler = schedulerWithAMessageForTheTarget();
        scheduler.raw(Vm.RUN, TARGET);
        assertThat(scheduler.words()).containsExactly(0x8400006CL, TARGET, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(seen).isEmpty();
        scheduler.raw(Vm.RUN, TARGET);
        assertThat(scheduler.words()).containsExactly(0x8400006CL, TARGET, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(next()).isEqualTo("FFA_RUN");
        scheduler.raw(Vm.RUN, TARGET);
        assertThat(scheduler.words()).containsExactly(0x8400006BL, TARGET, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(next()).isEqualTo("FFA_RUN");
    }

    @Shows({"FFA-10.1.3-2", "FFA-10.1.3-3", "FFA-10.1-16", "FFA-10.1-11", "FFA-4.5.1-2"})
    @Test
    void aVmThatSendsGoesOnWhenTheSchedulerAnswers() throws Exception {
        vm("receiver", OTHER, 0x90100000L, ffa -> seen.add("received"));
        vm(ffa -> seen.add("sent " + ffa.send(OTHER, 5, false)));
        Abi scheduler = schedulerWithAMessageForTheTarget();
        scheduler.raw(Vm.RUN, TARGET);
        assertThat(scheduler.words()).containsExactly(0x8400006EL, 0x00410042L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(seen).isEmpty();
        scheduler.raw(0x84000061, TARGET);
        assertThat(scheduler.words()).containsExactly(0x8400006BL, TARGET, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(next()).isEqualTo("sent true");
        assertThat(seen).isEmpty();
        scheduler.raw(Vm.RUN, 0x00420000L);
        assertThat(next()).isEqualTo("received");
    }

    @Shows({"FFA-10.1.3-3", "FFA-7.2-16", "FFA-7.2-18"})
    @Test
    void theSchedulersErrorIsWhatTheSenderGets() throws Exception {
        vm("receiver", OTHER, 0x90100000L, ffa -> seen.add("received"));
        vm(ffa -> seen.add("sent " + ffa.send(OTHER, 5, false)));
        Abi scheduler = schedulerWithAMessageForTheTarget();
        scheduler.raw(Vm.RUN, TARGET);
        scheduler.raw(0x84000060, TARGET, Integer.toUnsignedLong(Status.BUSY.code()));
        assertThat(next()).isEqualTo("sent false");
    }

    @Shows("FFA-7.3-7")
    @Test
    void theSchedulerAnswersNobodyWhoHasNotSent() {
        vm(Ffa::yieldCycles);
        Abi scheduler = schedulerWithAMessageForTheTarget();
        scheduler.raw(Vm.RUN, TARGET);
        scheduler.raw(0x84000061, TARGET).refused(Status.DENIED, "FFA-7.3-7");
        scheduler.raw(0x84000061, 0x00990000L).refused(Status.DENIED, "FFA-7.3-7");
        scheduler.raw(Vm.RUN, TARGET);
        assertThat(scheduler.words()).startsWith(0x8400006BL);
    }

    // ---- crashes

    @Shows("FFA-9.3-16")
    @Test
    void theSchedulerIsToldThatWhomItRunsHasAborted() {
        vm(ffa -> {
            throw new IllegalStateException("crash of the test");
        });
        Abi scheduler = schedulerWithAMessageForTheTarget();
        scheduler.raw(Vm.RUN, TARGET).refused(Status.ABORTED, "FFA-9.3-16");
        scheduler.raw(Vm.RUN, TARGET).refused(Status.ABORTED, "FFA-9.3-16");
    }

    @Shows({"FFA-9.3-16", "FFA-9.3-12"})
    @Test
    void theSchedulerThatLetASenderGoOnIsToldThatItHasAborted() {
        vm("receiver", OTHER, 0x90100000L, ffa -> {});
        vm(ffa -> {
            ffa.send(OTHER, 5, false);
            throw new IllegalStateException("crash of the test");
        });
        Abi scheduler = schedulerWithAMessageForTheTarget();
        scheduler.raw(Vm.RUN, TARGET);
        scheduler.raw(0x84000061, TARGET).refused(Status.ABORTED, "FFA-9.3-16");
        scheduler.raw(Vm.RUN, 0x00990000L).refused(Status.INVALID_PARAMETERS, "FFA-9.3-12");
    }

    // ---- clients that leave

    @Test
    void whatComesWhileAClientHasTheContextIsLeftToItsCode() throws Exception {
        vm(ffa -> seen.add("received"));
        for (int i = 0; i < 20; i++) {
            try (Abi vm = Vm.take(platform, VM);
                    Abi sender = Vm.take(platform, SENDER)) {
                assertThat(vm.client().waiting()).isFalse();
                Vm.send(sender, SENDER, VM, "work").success();
            }
            assertThat(next()).isEqualTo("received");
            Vm.awaitState(platform, VM, 0, "idle");
        }
    }

    @Test
    void aClientThatRanOnLentCyclesLeavesWhatHasComeToTheCodeAndTheCyclesToTheirLender() throws Exception {
        vm(ffa -> seen.add("received"));
        for (int i = 0; i < 20; i++) {
            try (Abi sender = Vm.take(platform, SENDER);
                    Abi vm = Vm.take(platform, VM)) {
                vm.raw(Vm.YIELD);
                assertThat(vm.words()).containsExactly(0x8400006DL, TARGET, 0L, 0L, 0L, 0L, 0L, 0L);
                Vm.send(sender, SENDER, VM, "work").success();
            }
            assertThat(next()).isEqualTo("received");
            for (int pe = 0; pe < PES; pe++) {
                Vm.awaitState(platform, SCHEDULER, pe, "idle");
            }
            Vm.awaitState(platform, VM, 0, "idle");
        }
    }
}
