package org.partita.interfaces.cycles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.cycles.Completion.of;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.Delivery;
import org.partita.api.call.IndirectMessage;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.ffa.FunctionId;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.ContextModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PairModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** FFA_MSG_WAIT where the cycles are the primary scheduler's (FF-A 9.1), and its answers to FFA_MSG_SEND (10.1.3). */
final class GivingBackTest {
    private static final int WAIT = 0x8400006B;
    private static final int ERROR = 0x84000060;
    private static final int SUCCESS = 0x84000061;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm = platform.vm(1).contexts(2).indirectly();
    private final EndpointModel scheduler = platform.vm(3);
    private final EndpointModel sp = platform.sp(0x8001);
    private final CpuCycles cycles = new CpuCycles();
    private final ContextModel second = (ContextModel) vm.context(1);
    private final ContextModel hypervisor = (ContextModel)
            CallModel.ofManager(platform, ManagerKind.HYPERVISOR, WAIT).context();

    @BeforeEach
    void schedule() {
        platform.scheduledBy(scheduler);
        scheduler.context().in(RunState.BUSY).waiting(FunctionId.FFA_RUN);
    }

    private PairModel message() {
        PairModel pair = platform.pairOf(ManagerKind.HYPERVISOR, 1).mappedAt(0x1000, 0x2000);
        pair.takeRx();
        pair.handOverRx(new IndirectMessage(2, 3, 40));
        return pair;
    }

    private void refused(CallModel call, String refusal) {
        assertThat(call.pass(cycles)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(call.refusal()).is(refusal);
    }

    private void returned(CallModel call, EndpointModel to, RunState then) {
        assertThat(call.pass(cycles)).isEqualTo(Outcome.DELIVER);
        assertThat(call.delivery()).isEqualTo(Delivery.RETURN);
        assertThat(call.target()).isSameAs(to.context());
        assertThat(call.restsIn()).isEqualTo(then);
    }

    // ---- FFA_MSG_WAIT

    @Shows({"FFA-9.1.1.1.1-2", "FFA-9.1.1.1.1-3", "FFA-9.1-4", "FFA-9.1-7", "FFA-9.1-22"})
    @Test
    void aWaitReturnsToTheSchedulerVmWithTheIdsOfTheCaller() {
        second.on(scheduler.context());
        CallModel call = vm.callOn(1, WAIT);

        returned(call, scheduler, RunState.IDLE);
        assertThat(of(call)).containsExactly(0x8400006BL, 0x00010001L, 0, 0, 0, 0, 0, 0);
    }

    @Shows({"FFA-9.1-20", "FFA-9.1-21", "FFA-9.1-5"})
    @Test
    void theSchedulerVmIsToldInNanosecondsWhenTheCallerHasToBeRun() {
        second.on(scheduler.context()).timer(0x1_0000_0002L);
        CallModel call = vm.callOn(1, WAIT);

        returned(call, scheduler, RunState.IDLE);
        assertThat(of(call)).containsExactly(0x8400006BL, 0x00010001L, 2, 1, 0, 0, 0, 0);
    }

    @Shows({"FFA-9.1-20", "FFA-9.1-21"})
    @Test
    void otherInstancesThanTheNonSecureVirtualOneSeeNoTimeout() {
        sp.context().on(scheduler.context()).timer(0x1_0000_0002L);
        CallModel call = sp.call(WAIT).from(sp.component());

        assertThat(call.handle(cycles)).isEqualTo(Outcome.FORWARD);
        assertThat(of(call)).containsExactly(0x8400006BL, 0x80010000L, 0, 0, 0, 0, 0, 0);
    }

    @Shows("FFA-9.1.1.1.1-1")
    @Test
    void aWaitReturnsToTheSchedulerInTheHypervisorWithoutACall() {
        second.on(hypervisor);

        assertThat(vm.callOn(1, WAIT).pass(cycles)).isEqualTo(Outcome.WAIT);
    }

    @Shows({"FFA-9.1.1.1.2-1", "FFA-9.1.1.1.2-2"})
    @Test
    void theSpmSendsTheWaitOfAnSpOnWithItsIds() {
        sp.context().on(scheduler.context());
        CallModel call = sp.call(WAIT).from(sp.component());

        assertThat(call.handle(cycles)).isEqualTo(Outcome.FORWARD);
        assertThat(of(call)).containsExactly(0x8400006BL, 0x80010000L, 0, 0, 0, 0, 0, 0);
    }

    @Shows("FFA-9.1.1.1.2-3")
    @Test
    void theHypervisorGivesTheWaitOfAnSpToItsScheduler() {
        sp.context().on(scheduler.context());
        CallModel call = sp.call(WAIT, 0x80010000L);

        assertThat(call.pass(ManagerKind.HYPERVISOR, cycles)).isEqualTo(Outcome.DELIVER);
        assertThat(call.delivery()).isEqualTo(Delivery.RETURN);
        assertThat(call.target()).isSameAs(scheduler.context());
        assertThat(of(call)).containsExactly(0x8400006BL, 0x80010000L, 0, 0, 0, 0, 0, 0);
    }

    @Shows("FFA-9.1-24")
    @ParameterizedTest
    @ValueSource(longs = {0, 0x00FF0000L, 0x80010001L, 0x80020000L})
    void theWaitOfAnSpNamesTheSp(long ids) {
        sp.context().on(scheduler.context());
        CallModel call = sp.call(WAIT, ids);

        assertThat(call.pass(ManagerKind.HYPERVISOR, cycles)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(call.refusal()).is("INVALID_PARAMETERS FFA-9.1-24");
    }

    @Test
    void theHypervisorThatLentTheCyclesOfAnSpHasThemBack() {
        sp.context().on(hypervisor);
        CallModel call = sp.call(WAIT, 0x80010000L);

        assertThat(call.pass(ManagerKind.HYPERVISOR, cycles)).isEqualTo(Outcome.WAIT);
        assertThat(call.restsIn()).isEqualTo(RunState.IDLE);
    }

    @Shows({"FFA-9.1-1", "FFA-9.1-16", "FFA-10.1-21"})
    @Test
    void aMessageThatWasNotToldCompletesTheWaitAtOnceAndStaysInRx() {
        PairModel pair = message();
        second.on(scheduler.context());
        CallModel call = vm.callOn(1, WAIT);

        assertThat(call.pass(cycles)).isEqualTo(Outcome.COMPLETE);
        assertThat(of(call)).containsExactly(0x8400006EL, 0x00020001L, 0, 40, 0, 3, 0, 0);
        assertThat(pair.rxFull()).isTrue();
    }

    @Shows("FFA-4.2.2.4-33")
    @Test
    void aWaitReleasesAMessageThatWasTold() {
        PairModel pair = message();
        assertThat(pair.message().tell()).isTrue();
        second.on(scheduler.context());

        returned(vm.callOn(1, WAIT), scheduler, RunState.IDLE);
        assertThat(pair.rxFull()).isFalse();
    }

    @Test
    void aMessageThatComesWhileTheCallerBeginsToWaitIsNotReleased() {
        PairModel pair = platform.pairOf(ManagerKind.HYPERVISOR, 1)
                .mappedAt(0x1000, 0x2000)
                .receivingAtNextLook(new IndirectMessage(2, 3, 40));

        vm.call(WAIT).pass(cycles);
        assertThat(pair.rxFull()).isTrue();
        assertThat(pair.message().bytes()).isEqualTo(40);
    }

    @Shows({"FFA-9.1-13", "FFA-9.1-3"})
    @Test
    void anInterruptForTheCallerCompletesTheWait() {
        vm.context().virtual().pend(33);
        CallModel call = vm.call(WAIT);

        assertThat(call.pass(cycles)).isEqualTo(Outcome.COMPLETE);
        assertThat(of(call)).containsExactly(0x84000062L, 0, 0, 0, 0, 0, 0, 0);
    }

    @Shows("FFA-7.4-9")
    @Test
    void onlyAnSpInSEl0IsToldWhichInterruptItIs() {
        EndpointModel application = platform.spAtEl0(0x8005);
        application.context().virtual().pend(33);
        CallModel call = application.call(WAIT);

        assertThat(call.pass(cycles)).isEqualTo(Outcome.COMPLETE);
        assertThat(of(call)).containsExactly(0x84000062L, 0, 33, 0, 0, 0, 0, 0);
    }

    @Shows("FFA-3.5.3-3")
    @Test
    void theFirstWaitSaysThatTheContextIsSetUpWhateverHasCome() {
        message();
        vm.context().in(RunState.CREATED);

        assertThat(vm.call(WAIT).pass(cycles)).isEqualTo(Outcome.WAIT);
    }

    // ---- the scheduler's answer to FFA_MSG_SEND

    @Shows({"FFA-10.1.3-3", "FFA-7.3-7", "FFA-10.1-10", "FFA-4.3.2-2"})
    @Test
    void successOfTheSchedulerLetsTheSenderThatItRanGoOn() {
        second.in(RunState.YIELDED).waiting(FunctionId.FFA_MSG_SEND);
        CallModel call = scheduler.call(SUCCESS, 0x00010001L);

        assertThat(call.pass(cycles)).isEqualTo(Outcome.DELIVER);
        assertThat(call.delivery()).isEqualTo(Delivery.RUN);
        assertThat(call.target()).isSameAs(second);
        assertThat(of(call)).containsExactly(0x84000061L, 0, 0, 0, 0, 0, 0, 0);
    }

    @Shows({"FFA-10.1.3-3", "FFA-7.2-16", "FFA-7.2-18"})
    @Test
    void errorOfTheSchedulerCompletesTheSend() {
        second.in(RunState.YIELDED).waiting(FunctionId.FFA_MSG_SEND);
        CallModel call = scheduler.call(ERROR, 0x00010001L, 0xFFFFFFFCL);

        assertThat(call.pass(cycles)).isEqualTo(Outcome.DELIVER);
        assertThat(of(call)).containsExactly(0x84000060L, 0, 0xFFFFFFFCL, 0, 0, 0, 0, 0);
    }

    @Shows({"FFA-10.1.3-3", "FFA-7.3-7"})
    @Test
    void successOfTheSchedulerReturnsToTheSenderWhoseCyclesItHas() {
        vm.context().in(RunState.BUSY).waiting(FunctionId.FFA_MSG_SEND);
        scheduler.context().on(vm.context());
        CallModel call = scheduler.call(SUCCESS, 0x00010000L);

        returned(call, vm, RunState.YIELDED);
        assertThat(of(call)).containsExactly(0x84000061L, 0, 0, 0, 0, 0, 0, 0);
        CallModel unnamed = scheduler.call(SUCCESS, 0);
        returned(unnamed, vm, RunState.YIELDED);
    }

    @Shows("FFA-7.3-7")
    @Test
    void theSchedulerAnswersNobodyWhoHasNotAsked() {
        refused(scheduler.call(SUCCESS, 0x00010001L), "DENIED FFA-7.3-7");
        second.in(RunState.YIELDED).waiting(FunctionId.FFA_YIELD);
        refused(scheduler.call(SUCCESS, 0x00010001L), "DENIED FFA-7.3-7");
        refused(scheduler.call(ERROR, 0x00990000L, 0xFFFFFFFCL), "DENIED FFA-7.3-7");
        refused(scheduler.call(SUCCESS, 0), "DENIED FFA-7.3-7");
    }

    @Shows("FFA-7.3-1")
    @Test
    void whoIsNotTheSchedulerAnswersNobody() {
        second.in(RunState.YIELDED).waiting(FunctionId.FFA_MSG_SEND);
        refused(sp.call(SUCCESS, 0x00010001L), "DENIED FFA-7.3-1");
        platform.scheduledBy(platform.vm(4));
        refused(scheduler.call(SUCCESS, 0x00010001L), "DENIED FFA-7.3-1");
    }

    @Shows({"FFA-4.3.2-2", "FFA-10.1-10"})
    @Test
    void aSenderWhoseSchedulerWaitsInsteadOfAnsweringHasSentAllTheSame() {
        vm.context().in(RunState.BUSY).waiting(FunctionId.FFA_MSG_SEND);
        scheduler.context().on(vm.context());
        CallModel call = scheduler.call(WAIT);

        returned(call, vm, RunState.IDLE);
        assertThat(of(call)).containsExactly(0x84000061L, 0, 0, 0, 0, 0, 0, 0);
    }
}
