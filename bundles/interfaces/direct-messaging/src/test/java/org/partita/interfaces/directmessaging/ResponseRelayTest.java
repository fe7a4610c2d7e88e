package org.partita.interfaces.directmessaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

final class ResponseRelayTest {
    private static final int RESPONSE = 0x84000070;
    private static final int RESPONSE_64 = 0xC4000070;

    private final PlatformModel platform = PlatformModel.withHypervisor().peCount(2);
    private final EndpointModel vm1 = platform.vm(1);
    private final EndpointModel vm2 = platform.vm(2);
    private final EndpointModel sp1 = platform.sp(0x8001);
    private final EndpointModel sp2 = platform.sp(0x8002);
    private final DirectMessaging messaging = new DirectMessaging();

    private static CallModel response(EndpointModel from, EndpointModel to) {
        return from.call(RESPONSE, (long) from.id() << 16 | to.id(), 0, 3, 4, 5, 6, 7);
    }

    private void refused(CallModel call, String refusal) {
        assertThat(call.pass(messaging)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(call.refusal()).is(refusal);
    }

    private void completes(EndpointModel requester, EndpointModel responder, String... hops) {
        responder.context().serves(requester.context());
        CallModel call = response(responder, requester);

        assertThat(call.pass(messaging)).isEqualTo(Outcome.DELIVER);
        assertThat(call.isResponse()).isTrue();
        assertThat(call.target()).isSameAs(requester.context());
        assertThat(call.hops()).containsExactly(hops);
        assertThat(call.registers.x3).isEqualTo(3);
        assertThat(call.registers.x7).isEqualTo(7);
    }

    @Shows({"FFA-10.3.1.2.1-7", "FFA-10.3.1.2.1-8"})
    @Test
    void theResponseOfAVmCompletesTheRequestOfAVm() {
        completes(vm1, vm2);
    }

    @Shows("FFA-10.3.1.3.2-2")
    @Test
    void theResponseOfAnSpCompletesTheRequestOfAVm() {
        completes(vm1, sp1, "FFA_MSG_SEND_DIRECT_RESP to HYPERVISOR");
    }

    @Shows("FFA-10.3.1.3.1-1")
    @Test
    void theResponseOfAnSpCompletesTheRequestOfAnSp() {
        completes(sp1, sp2);
    }

    @Shows("FFA-10.3.1.2.2-2")
    @Test
    void theResponseOfAVmCompletesTheRequestOfAnSp() {
        completes(sp1, vm1, "FFA_MSG_SEND_DIRECT_RESP to SPMC");
    }

    @Shows("FFA-4.4.1-3")
    @Test
    void whoOnlyReceivesMayRespondAndWhoOnlySendsIsAnswered() {
        vm1.direct(true, false);
        sp1.direct(false, true);

        completes(vm1, sp1, "FFA_MSG_SEND_DIRECT_RESP to HYPERVISOR");
    }

    @Shows("FFA-10.3.1.2.1-1")
    @Test
    void whoHasNoDirectMessagesAtAllCannotRespond() {
        vm2.direct(false, false);

        refused(vm2.call(RESPONSE, 0x0009_0009, 1), "NOT_SUPPORTED FFA-10.3.1.2.1-1");
    }

    @Shows("FFA-10.3.1.2.1-2")
    @Test
    void aForgedSourceAndAnUnknownDestinationAreInvalid() {
        vm2.context().serves(vm1.context());

        refused(vm2.call(RESPONSE, 0x0001_0001, 1), "INVALID_PARAMETERS FFA-10.3.1.2.1-2");
        refused(vm2.call(RESPONSE, 0x0002_0009, 1), "INVALID_PARAMETERS FFA-10.3.1.2.1-2");
    }

    @Shows({"FFA-10.3.1.2.1-3", "FFA-10.3-9"})
    @Test
    void aReservedRegisterIsCheckedBeforeTheRequest() {
        refused(vm2.call(RESPONSE, 0x0002_0001, 1), "INVALID_PARAMETERS FFA-10.3.1.2.1-3");
        refused(vm2.call(RESPONSE_64, 0x0002_0001, 1L << 32), "INVALID_PARAMETERS FFA-10.3.1.2.1-3");
    }

    @Shows({"FFA-10.3.1.2.1-4", "FFA-10.3-12"})
    @Test
    void aResponseWithoutARequestIsDenied() {
        refused(response(vm2, vm1), "DENIED FFA-10.3.1.2.1-4");
        refused(response(sp1, vm1), "DENIED FFA-10.3.1.2.1-4");
    }

    @Shows({"FFA-4.5.2-1", "FFA-10.3.1.2.1-4"})
    @Test
    void aResponseToSomebodyElseThanTheRequesterIsDenied() {
        sp1.context().serves(vm1.context());

        refused(response(sp1, vm2), "DENIED FFA-10.3.1.2.1-4");
        refused(response(sp1, sp2), "DENIED FFA-10.3.1.2.1-4");
    }

    @Shows({"FFA-10.3.1.2.1-5", "FFA-10.3-14"})
    @Test
    void aRequesterOnAnotherPeIsBusy() {
        sp1.context().serves(vm1.context());
        vm1.context().on(1);

        refused(response(sp1, vm1), "BUSY FFA-10.3.1.2.1-5");
    }

    /** What a manager answers to a response that it got by ERET from the one above. */
    private void refusedBelow(ManagerKind manager, CallModel call, String refusal) {
        assertThat(call.downTo(manager).handle(messaging)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(call.refusal()).is(refusal);
    }

    /** Checks 1 to 3 of a response from one endpoint to another, each by a call that the next check would refuse too. */
    private void refusesChecks1To3(ManagerKind manager, EndpointModel from, EndpointModel to) {
        from.direct(false, false);
        refusedBelow(manager, from.call(RESPONSE, 0x0009_0009, 1), "NOT_SUPPORTED FFA-10.3.1.2.1-1");
        from.direct(false, true);
        long source = (long) from.id() << 16;
        long ids = source | to.id();
        refusedBelow(manager, from.call(RESPONSE, 0x0009_0000L | to.id(), 1), "INVALID_PARAMETERS FFA-10.3.1.2.1-2");
        refusedBelow(manager, from.call(RESPONSE, source | 9, 1), "INVALID_PARAMETERS FFA-10.3.1.2.1-2");
        refusedBelow(manager, from.call(RESPONSE, ids, 1), "INVALID_PARAMETERS FFA-10.3.1.2.1-3");
    }

    /** Checks 4 and 5, which the manager of the target makes. */
    private void refusesChecks4And5(ManagerKind manager, EndpointModel from, EndpointModel to) {
        refusedBelow(manager, response(from, to), "DENIED FFA-10.3.1.2.1-4");
        from.context().serves(to.context());
        to.context().on(1);
        refusedBelow(manager, response(from, to), "BUSY FFA-10.3.1.2.1-5");
        to.context().on(0);
        assertThat(response(from, to).downTo(manager).handle(messaging)).isEqualTo(Outcome.DELIVER);
    }

    @Shows({"FFA-10.3.1.2.3-1", "FFA-10.3.1.2.1-1", "FFA-10.3.1.2.1-2", "FFA-10.3.1.2.1-3"})
    @Test
    void theHypervisorMakesChecks1To3OfAResponseFromAnSpAgain() {
        refusesChecks1To3(ManagerKind.HYPERVISOR, sp1, vm1);
    }

    @Shows({"FFA-10.3.1.2.3-1", "FFA-10.3.1.2.1-4", "FFA-10.3.1.2.1-5"})
    @Test
    void theHypervisorMakesChecks4And5OfAResponseFromAnSp() {
        refusesChecks4And5(ManagerKind.HYPERVISOR, sp1, vm1);
    }

    @Shows({"FFA-10.3.1.3.3-1", "FFA-10.3.1.2.1-1", "FFA-10.3.1.2.1-2", "FFA-10.3.1.2.1-3"})
    @Test
    void theSpmMakesChecks1To3OfAResponseFromTheNormalWorldAgain() {
        PlatformModel bare = PlatformModel.withKernel();

        refusesChecks1To3(ManagerKind.SPMC, vm1, sp1);
        refusesChecks1To3(ManagerKind.SPMC, bare.kernel(), bare.sp(0x8001));
    }

    @Shows({"FFA-10.3.1.3.3-1", "FFA-10.3.1.2.1-4", "FFA-10.3.1.2.1-5"})
    @Test
    void theSpmMakesChecks4And5OfAResponseFromTheNormalWorld() {
        PlatformModel bare = PlatformModel.withKernel().peCount(2);

        refusesChecks4And5(ManagerKind.SPMC, vm1, sp1);
        refusesChecks4And5(ManagerKind.SPMC, bare.kernel(), bare.sp(0x8001));
    }

    /** The manager below refuses by itself what checks 1 to 3 find, and leaves the rest to the target's manager. */
    private void leavesChecks4And5(EndpointModel from, EndpointModel to, String forwarded) {
        CallModel denied = response(from, to);
        refused(denied, "DENIED FFA-10.3.1.2.1-4");
        assertThat(denied.hops()).containsExactly(forwarded);
        CallModel reserved = from.call(RESPONSE, (long) from.id() << 16 | to.id(), 1);
        refused(reserved, "INVALID_PARAMETERS FFA-10.3.1.2.1-3");
        CallModel unknown = from.call(RESPONSE, (long) from.id() << 16 | 9, 1);
        refused(unknown, "INVALID_PARAMETERS FFA-10.3.1.2.1-2");
        from.direct(false, false);
        CallModel forbidden = response(from, to);
        refused(forbidden, "NOT_SUPPORTED FFA-10.3.1.2.1-1");
        assertThat(List.of(reserved.hops(), unknown.hops(), forbidden.hops())).allMatch(List::isEmpty);
    }

    @Shows({"FFA-10.3.1.2.2-1", "FFA-10.3.1.2.1-1", "FFA-10.3.1.2.1-2", "FFA-10.3.1.2.1-3", "FFA-10.3.1.2.1-4"})
    @Test
    void theHypervisorLeavesTheRequesterOfAVmsResponseToTheSpm() {
        leavesChecks4And5(vm1, sp1, "FFA_MSG_SEND_DIRECT_RESP to SPMC");
    }

    @Shows({"FFA-10.3.1.3.2-1", "FFA-10.3.1.2.1-1", "FFA-10.3.1.2.1-2", "FFA-10.3.1.2.1-3", "FFA-10.3.1.2.1-4"})
    @Test
    void theSpmLeavesTheRequesterOfAnSpsResponseToTheHypervisor() {
        leavesChecks4And5(sp1, vm1, "FFA_MSG_SEND_DIRECT_RESP to HYPERVISOR");
    }
}
