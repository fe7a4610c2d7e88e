package org.partita.interfaces.directmessaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.partita.api.call.Outcome;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
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
        assertThat(call.refusal()).isEqualTo(refusal);
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

    @Shows("FFA-4.5.2-1")
    @Test
    void aResponseToSomebodyElseThanTheRequesterIsDenied() {
        sp1.context().serves(vm1.context());

        refused(response(sp1, vm2), "DENIED FFA-10.3.1.2.1-4");
        refused(response(sp1, sp2), "DENIED FFA-10.3.1.2.1-4");
    }

    @Shows("FFA-10.3.1.2.1-5")
    @Test
    void aRequesterOnAnotherPeIsBusy() {
        sp1.context().serves(vm1.context());
        vm1.context().on(1);

        refused(response(sp1, vm1), "BUSY FFA-10.3.1.2.1-5");
    }
}
