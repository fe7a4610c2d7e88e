package org.partita.interfaces.cycles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.cycles.Completion.of;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.call.Delivery;
import org.partita.api.call.IndirectMessage;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.ffa.FunctionId;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** FFA_RUN (FF-A 9.3): who may run whom, and what becomes of a target in each of its states. */
final class RunTest {
    private static final int RUN = 0x8400006D;
    private static final long VM1 = 0x00010000L;
    private static final long SP = 0x80010000L;

    private final PlatformModel platform = PlatformModel.withHypervisor().peCount(2);
    private final EndpointModel vm = platform.vm(1).direct(true, false).indirectly();
    private final EndpointModel other = platform.vm(2);
    private final EndpointModel scheduler = platform.vm(3).contexts(2);
    private final EndpointModel sp = platform.sp(0x8001);
    private final CpuCycles cycles = new CpuCycles();

    @BeforeEach
    void schedule() {
        platform.scheduledBy(scheduler);
        scheduler.context().in(RunState.BUSY);
    }

    private void refused(CallModel call, String refusal) {
        assertThat(call.pass(cycles)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(call.refusal()).is(refusal);
    }

    private CallModel run(long target) {
        return scheduler.call(RUN, target);
    }

    private void message() {
        var pair = platform.pairOf(ManagerKind.HYPERVISOR, 1).mappedAt(0x1000, 0x2000);
        pair.takeRx();
        pair.handOverRx(new IndirectMessage(2, 3, 40));
    }

    private void delivered(CallModel call, EndpointModel to, Delivery how) {
        assertThat(call.pass(cycles)).isEqualTo(Outcome.DELIVER);
        assertThat(call.delivery()).isEqualTo(how);
        assertThat(call.target()).isSameAs(to.context());
    }

    // ---- who and whom

    @Shows({"FFA-9.3.1-10", "FFA-9.3-2"})
    @Test
    void whoNeitherSchedulesNorSendsDirectlyRunsNobody() {
        EndpointModel silent = platform.vm(5).direct(false, false).indirectly();

        refused(silent.call(RUN, SP), "NOT_SUPPORTED FFA-9.3-2");
        refused(silent.call(RUN, 0x00990000L), "NOT_SUPPORTED FFA-9.3-2");
    }

    @Shows("FFA-9.3-12")
    @Test
    void anUnknownEndpointAnUnknownVcpuAndTheCallerItselfAreNoTargets() {
        refused(run(0x00990000L), "INVALID_PARAMETERS FFA-9.3-12");
        refused(run(VM1 | 1), "INVALID_PARAMETERS FFA-9.3-12");
        refused(run(0x00030001L), "INVALID_PARAMETERS FFA-9.3-12");
        refused(run(SP | 0xFFFF), "INVALID_PARAMETERS FFA-9.3-12");
    }

    @Shows({"FFA-9.3-14", "FFA-9.3-2"})
    @Test
    void aSenderOfDirectRequestsRunsOnlyWhatServesIt() {
        message();
        refused(other.call(RUN, VM1), "DENIED FFA-9.3-14");
        refused(other.call(RUN, SP), "DENIED FFA-9.3-14");
        sp.context().serves(vm.context()).in(RunState.PREEMPTED);
        refused(other.call(RUN, SP), "DENIED FFA-9.3-14");
    }

    @Shows("FFA-4.5.2-4")
    @Test
    void whileItProcessesARequestAnEndpointRunsNobodyElse() {
        message();
        scheduler.context().serves(other.context());

        refused(run(VM1), "DENIED FFA-4.5.2-4");
    }

    @Shows({"FFA-9.3-14", "FFA-9.3.1-8"})
    @Test
    void theSchedulerDoesNotResumeWhatServesSomebodyElse() {
        sp.context().serves(vm.context()).in(RunState.PREEMPTED);

        CallModel call = run(SP);
        refused(call, "DENIED FFA-9.3-14");
        assertThat(call.hops()).containsExactly("FFA_RUN to SPMC");
    }

    @Shows("FFA-9.3-14")
    @Test
    void aPinnedContextRunsOnItsPeOnly() {
        other.contexts(2).pinnedToPes();

        refused(run(0x00020001L), "DENIED FFA-9.3-14");
    }

    // ---- states of the target

    @Shows("FFA-9.3-14")
    @Test
    void aTargetThatIsNotInitializedOrHasNothingToDoIsDenied() {
        refused(run(VM1), "DENIED FFA-9.3-14");
        vm.context().in(RunState.CREATED);
        message();
        refused(run(VM1), "DENIED FFA-9.3-14");
    }

    @Shows({"FFA-9.3-15", "FFA-9.3.1-11"})
    @Test
    void aTargetAtWorkIsBusy() {
        vm.context().in(RunState.BUSY).on(1);
        refused(run(VM1), "BUSY FFA-9.3-15");
    }

    @Shows("FFA-9.3-16")
    @Test
    void aTargetThatHasAbortedIsNotRun() {
        vm.context().in(RunState.ABORTED);
        refused(run(VM1), "ABORTED FFA-9.3-16");
        sp.abort();
        refused(run(SP), "ABORTED FFA-9.3-16");
    }

    @Shows({"FFA-9.3.1-7", "FFA-9.1-16", "FFA-10.1-8", "FFA-10.1-21", "FFA-4.2.2.4-30"})
    @Test
    void theWaitOfAnIdleVmIsCompletedWithItsMessage() {
        message();
        CallModel call = run(VM1);

        delivered(call, vm, Delivery.RUN);
        assertThat(of(call)).containsExactly(0x8400006EL, 0x00020001L, 0, 40, 0, 3, 0, 0);
        assertThat(platform.pairOf(ManagerKind.HYPERVISOR, 1).messagePending()).isFalse();
        assertThat(platform.pairOf(ManagerKind.HYPERVISOR, 1).rxFull()).isTrue();
    }

    @Shows({"FFA-9.1-13", "FFA-9.1-3", "FFA-9.3.1-6"})
    @Test
    void theWaitOfAnIdleVmIsCompletedWithAnInterruptBeforeItsMessage() {
        message();
        vm.context().virtual().pend(33);
        CallModel call = run(VM1);

        delivered(call, vm, Delivery.RUN);
        assertThat(of(call)).containsExactly(0x84000062L, 0, 0, 0, 0, 0, 0, 0);
        assertThat(platform.pairOf(ManagerKind.HYPERVISOR, 1).messagePending()).isTrue();
    }

    @Shows({"FFA-9.2-10", "FFA-9.3-10"})
    @Test
    void aVmThatHasYieldedGoesOnByFfaRun() {
        vm.context().in(RunState.YIELDED).waiting(FunctionId.FFA_YIELD);
        CallModel call = run(VM1);

        delivered(call, vm, Delivery.RUN);
        assertThat(of(call)).containsExactly(0x8400006DL, VM1, 0, 0, 0, 0, 0, 0);
    }

    @Shows({"FFA-4.3.2-2", "FFA-10.1-10"})
    @Test
    void aSenderWhoseSendTheSchedulerHasNotAnsweredGoesOnWithSuccess() {
        vm.context().in(RunState.YIELDED).waiting(FunctionId.FFA_MSG_SEND);
        CallModel call = run(VM1);

        delivered(call, vm, Delivery.RUN);
        assertThat(of(call)).containsExactly(0x84000061L, 0, 0, 0, 0, 0, 0, 0);
    }

    @Shows({"FFA-4.3.3-4", "FFA-9.3.1-7"})
    @Test
    void aPreemptedVmGoesOnWhereItStopped() {
        vm.context().in(RunState.PREEMPTED);
        delivered(run(VM1), vm, Delivery.RESUME);
    }

    @Shows({"FFA-9.3.1-8", "FFA-9.3.1-9", "FFA-9.3.1-2"})
    @Test
    void theSchedulerVmRunsAnSpThroughTheSpm() {
        sp.context().virtual().pend(40);
        CallModel call = run(SP);

        delivered(call, sp, Delivery.RUN);
        assertThat(call.hops()).containsExactly("FFA_RUN to SPMC");
        assertThat(of(call)).containsExactly(0x84000062L, 0, 0, 0, 0, 0, 0, 0);
    }

    @Shows({"FFA-9.3.1-9", "FFA-4.1.2-7"})
    @Test
    void aSenderResumesTheReceiverThatWasPreempted() {
        sp.context().serves(vm.context()).in(RunState.PREEMPTED);
        delivered(vm.call(RUN, SP), sp, Delivery.RESUME);
    }

    @Test
    void whoResumesAnSpResumesTheInnermostOfItsRequests() {
        EndpointModel inner = platform.sp(0x8002);
        sp.context().serves(vm.context());
        inner.context().serves(sp.context()).in(RunState.PREEMPTED);
        delivered(vm.call(RUN, SP), inner, Delivery.RESUME);
    }

    // ---- schedulers elsewhere

    @Shows({"FFA-9.3.1-3", "FFA-9.3.1-5"})
    @Test
    void theHypervisorRunsAnSpThroughTheSpm() {
        sp.context().in(RunState.PREEMPTED);
        CallModel call = CallModel.ofManager(platform, ManagerKind.HYPERVISOR, RUN, SP);

        delivered(call, sp, Delivery.RESUME);
        assertThat(call.hops()).containsExactly("FFA_RUN to SPMC");
    }

    @Test
    void theHypervisorRunsItsVmItself() {
        message();
        CallModel call = CallModel.ofManager(platform, ManagerKind.HYPERVISOR, RUN, VM1);

        assertThat(call.pass(ManagerKind.HYPERVISOR, cycles)).isEqualTo(Outcome.DELIVER);
        assertThat(of(call)).containsExactly(0x8400006EL, 0x00020001L, 0, 40, 0, 3, 0, 0);
    }

    @Shows("FFA-9.3-12")
    @Test
    void theHypervisorRunsNoVmThroughTheSpm() {
        CallModel call = CallModel.ofManager(platform, ManagerKind.HYPERVISOR, RUN, VM1);
        refused(call, "INVALID_PARAMETERS FFA-9.3-12");
    }

    @Shows({"FFA-9.3.1-4", "FFA-9.3.1-5"})
    @Test
    void anOsKernelThatSchedulesRunsAnSp() {
        PlatformModel p = PlatformModel.withKernel();
        p.scheduledBy(p.kernel());
        EndpointModel target = p.sp(0x8001);
        target.context().in(RunState.PREEMPTED);
        CallModel call = p.kernel().call(RUN, SP);

        delivered(call, target, Delivery.RESUME);
        assertThat(call.hops()).containsExactly("FFA_RUN to SPMC");
    }

    @ParameterizedTest
    @EnumSource(
            value = RunState.class,
            names = {"IDLE", "YIELDED"})
    void whoIsNoSchedulerAnyMoreRunsNoVm(RunState state) {
        message();
        vm.context().in(state).waiting(FunctionId.FFA_YIELD);
        platform.scheduledBy(other);
        CallModel call = run(VM1);

        assertThat(call.pass(cycles)).isEqualTo(Outcome.COMPLETE);
        assertThat(call.refusal()).isEqualTo("DENIED FFA-9.3-14");
        assertThat(vm.context().state()).isEqualTo(state);
    }
}
