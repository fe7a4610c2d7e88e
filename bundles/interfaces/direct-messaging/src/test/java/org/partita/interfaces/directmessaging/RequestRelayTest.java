package org.partita.interfaces.directmessaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

final class RequestRelayTest {
    private static final int REQUEST = 0x8400006F;
    private static final int REQUEST_64 = 0xC400006F;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm1 = platform.vm(1);
    private final EndpointModel vm2 = platform.vm(2);
    private final EndpointModel sp1 = platform.sp(0x8001);
    private final EndpointModel sp2 = platform.sp(0x8002);
    private final DirectMessaging messaging = new DirectMessaging();

    private static long ids(EndpointModel from, EndpointModel to) {
        return (long) from.id() << 16 | to.id();
    }

    private CallModel request(EndpointModel from, EndpointModel to) {
        return from.call(REQUEST, ids(from, to), 0, 3, 4, 5, 6, 7);
    }

    private void refused(CallModel call, String refusal) {
        assertThat(call.pass(messaging)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(call.refusal()).is(refusal);
        assertThat(call.registers.x1).isZero();
    }

    @Shows({"FFA-4.4-14", "FFA-10.2.1.2.1-7", "FFA-10.2.1.2.1-8"})
    @Test
    void aRequestFromVmToVmIsDeliveredByTheHypervisorWithUnchangedRegisters() {
        CallModel call = request(vm1, vm2);

        assertThat(call.pass(messaging)).isEqualTo(Outcome.DELIVER);
        assertThat(call.target()).isSameAs(vm2.context());
        assertThat(call.isResponse()).isFalse();
        assertThat(call.hops()).isEmpty();
        assertThat(call.registers)
                .hasToString("FFA_MSG_SEND_DIRECT_REQ x1=0x10002 x2=0x0 x3=0x3 x4=0x4 x5=0x5 x6=0x6 x7=0x7");
        assertThat(vm2.context().state()).isEqualTo(RunState.BUSY);
    }

    @Shows({"FFA-4.4-15", "FFA-10.2.1.2.2-2"})
    @Test
    void aRequestFromVmToSpIsForwardedWithTheSameParameters() {
        CallModel call = request(vm1, sp1);

        assertThat(call.pass(messaging)).isEqualTo(Outcome.DELIVER);
        assertThat(call.hops()).containsExactly("FFA_MSG_SEND_DIRECT_REQ to SPMC");
        assertThat(call.target()).isSameAs(sp1.context());
        assertThat(call.registers)
                .hasToString("FFA_MSG_SEND_DIRECT_REQ x1=0x18001 x2=0x0 x3=0x3 x4=0x4 x5=0x5 x6=0x6 x7=0x7");
    }

    @Shows("FFA-4.4-16")
    @Test
    void aRequestFromSpToSpStaysWithTheSpmc() {
        CallModel call = request(sp1, sp2);

        assertThat(call.pass(messaging)).isEqualTo(Outcome.DELIVER);
        assertThat(call.hops()).isEmpty();
        assertThat(call.target()).isSameAs(sp2.context());
    }

    @Shows({"FFA-4.4-17", "FFA-10.2.1.3.2-2"})
    @Test
    void aRequestFromSpToVmIsDeliveredByTheHypervisor() {
        CallModel call = request(sp1, vm2);

        assertThat(call.pass(messaging)).isEqualTo(Outcome.DELIVER);
        assertThat(call.hops()).containsExactly("FFA_MSG_SEND_DIRECT_REQ to HYPERVISOR");
        assertThat(call.target()).isSameAs(vm2.context());
    }

    @Shows("FFA-4.4-17")
    @Test
    void aRequestFromSpToTheOsKernelIsDeliveredByTheSpmd() {
        PlatformModel bare = PlatformModel.withKernel();
        EndpointModel sp = bare.sp(0x8001);
        CallModel call = request(sp, bare.kernel());

        assertThat(call.pass(messaging)).isEqualTo(Outcome.DELIVER);
        assertThat(call.hops()).containsExactly("FFA_MSG_SEND_DIRECT_REQ to SPMD");
        assertThat(call.target()).isSameAs(bare.kernel().context());
    }

    @Shows("FFA-10.2.1.2.1-1")
    @Test
    void whoMayNotSendIsToldSoBeforeAnythingElseIsLookedAt() {
        vm1.direct(false, true);

        refused(vm1.call(REQUEST, 0x0009_0009, 1), "NOT_SUPPORTED FFA-10.2.1.2.1-1");
    }

    @Shows({"FFA-4.4.1-10", "FFA-10.2.1.2.1-1"})
    @Test
    void aManagerSendsNoPartitionMessages() {
        CallModel call = CallModel.ofManager(platform, ManagerKind.HYPERVISOR, REQUEST, ids(vm1, sp1));

        refused(call, "NOT_SUPPORTED FFA-10.2.1.2.1-1");
    }

    @Shows("FFA-10.2.1.2.1-2")
    @Test
    void aForgedSourceIsInvalidEvenIfThatEndpointExists() {
        refused(vm1.call(REQUEST, ids(vm2, sp1), 1), "INVALID_PARAMETERS FFA-10.2.1.2.1-2");
    }

    @Shows("FFA-10.2.1.2.1-2")
    @Test
    void anUnknownDestinationIsInvalidBeforeReservedRegistersAreLookedAt() {
        CallModel call = vm1.call(REQUEST, 0x0001_0009, 1);

        refused(call, "INVALID_PARAMETERS FFA-10.2.1.2.1-2");
        assertThat(call.found()).isEqualTo(9);
    }

    @Shows({"FFA-10.2.1.2.1-3", "FFA-10.2-11"})
    @Test
    void aReservedRegisterIsCheckedBeforeTheReceiversProperties() {
        vm2.direct(true, false);

        refused(vm1.call(REQUEST, ids(vm1, vm2), 1), "INVALID_PARAMETERS FFA-10.2.1.2.1-3");
    }

    @Shows({"FFA-10.2-11", "FFA-10.2.1.2.1-3"})
    @Test
    void theUpperHalfOfTheReservedRegisterCountsOnlyInA64BitCall() {
        CallModel narrow = vm1.call(REQUEST, ids(vm1, vm2), 1L << 32, 1L << 32 | 3);

        assertThat(narrow.pass(messaging)).isEqualTo(Outcome.DELIVER);
        assertThat(narrow.registers.x3).isEqualTo(3);
        refused(vm1.call(REQUEST_64, ids(vm1, vm2), 1L << 32), "INVALID_PARAMETERS FFA-10.2.1.2.1-3");
    }

    @Shows("FFA-10.2-12")
    @Test
    void a64BitCallDeliversAllOfEachRegister() {
        CallModel call = vm1.call(REQUEST_64, ids(vm1, vm2), 0, -1L);

        assertThat(call.pass(messaging)).isEqualTo(Outcome.DELIVER);
        assertThat(call.registers.x3).isEqualTo(-1L);
    }

    @Shows("FFA-10.2.1.2.1-4")
    @Test
    void aReceiverThatTakesNoRequestsIsDeniedEvenIfItHasAborted() {
        vm2.direct(true, false).abort();

        refused(request(vm1, vm2), "DENIED FFA-10.2.1.2.1-4");
    }

    @Shows("FFA-10.2-17")
    @Test
    void aReceiverThatHasAbortedAnswersAborted() {
        sp1.abort();

        refused(request(vm1, sp1), "ABORTED FFA-10.2-17");
    }

    @Shows("FFA-10.2.1.2.1-5")
    @Test
    void aReceiverWithoutAnIdleContextIsBusy() {
        for (RunState state : new RunState[] {RunState.BUSY, RunState.PREEMPTED, RunState.CREATED}) {
            vm2.context().in(state);
            refused(request(vm1, vm2), "BUSY FFA-10.2.1.2.1-5");
        }
    }

    @Shows("FFA-4.4.1-6")
    @Test
    void anMpReceiverTakesTheRequestInTheContextOfThisPe() {
        sp1.contexts(4);
        vm1.context().on(2);
        CallModel call = request(vm1, sp1);

        assertThat(call.pass(messaging)).isEqualTo(Outcome.DELIVER);
        assertThat(call.target()).isSameAs(sp1.context(2));
    }

    @Shows({"FFA-10.2.1.2.2-1", "FFA-10.2.1.2.1-4"})
    @Test
    void theHypervisorLeavesTheStateOfAnSpToTheSpm() {
        sp1.direct(true, false);
        CallModel call = request(vm1, sp1);

        assertThat(call.from(vm1.component()).handle(messaging)).isEqualTo(Outcome.FORWARD);
        refused(request(vm1, sp1), "DENIED FFA-10.2.1.2.1-4");
    }

    @Shows({"FFA-10.2.1.2.3-1", "FFA-10.2.1.3.3-1", "FFA-10.2.1.2.1-1", "FFA-10.2.1.2.1-2"})
    @Test
    void whatComesFromAboveMakesAllChecksAndNeverTurnsBack() {
        CallModel toVm = request(vm1, vm2);
        assertThat(toVm.downTo(ManagerKind.SPMC).handle(messaging)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(toVm.refusal()).is("INVALID_PARAMETERS FFA-10.2.1.2.1-2");

        sp1.direct(false, true);
        CallModel fromSp = request(sp1, vm2);
        assertThat(fromSp.downTo(ManagerKind.HYPERVISOR).handle(messaging)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(fromSp.refusal()).is("NOT_SUPPORTED FFA-10.2.1.2.1-1");
    }
}
