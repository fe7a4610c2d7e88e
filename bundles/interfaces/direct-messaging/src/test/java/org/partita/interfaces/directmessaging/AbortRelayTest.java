package org.partita.interfaces.directmessaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.partita.api.call.Outcome;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

final class AbortRelayTest {
    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm1 = platform.vm(1);
    private final EndpointModel vm2 = platform.vm(2);
    private final EndpointModel sp1 = platform.sp(0x8001);
    private final EndpointModel sp2 = platform.sp(0x8002);
    private final DirectMessaging messaging = new DirectMessaging();

    private void getsAborted(EndpointModel requester, EndpointModel aborted, String... hops) {
        aborted.abort().context().serves(requester.context());
        CallModel call = aborted.call(0x12345678, 1, 2, 3);

        assertThat(call.abort(messaging)).isEqualTo(Outcome.DELIVER);
        assertThat(call.target()).isSameAs(requester.context());
        assertThat(call.isResponse()).isTrue();
        Refusal.of(call.refusal()).is("ABORTED FFA-10.2-17");
        assertThat(call.registers).hasToString("FFA_ERROR x1=0x0 x2=0xfffffff8 x3=0x0 x4=0x0 x5=0x0 x6=0x0 x7=0x0");
        assertThat(call.hops()).containsExactly(hops);
    }

    @Shows("FFA-10.2-17")
    @Test
    void aVmLearnsFromTheHypervisorThatAVmHasAborted() {
        getsAborted(vm1, vm2);
    }

    @Shows("FFA-10.2-17")
    @Test
    void anSpLearnsFromTheSpmcThatAnSpHasAborted() {
        getsAborted(sp1, sp2);
    }

    @Shows("FFA-10.2-17")
    @Test
    void theErrorCrossesEachManagerBetweenAnSpAndAVm() {
        getsAborted(vm1, sp1, "FFA_ERROR to HYPERVISOR");
        getsAborted(sp2, vm2, "FFA_ERROR to SPMC");
    }

    @Shows("FFA-10.2-17")
    @Test
    void theErrorReachesTheOsKernelAtTheSpmd() {
        PlatformModel merged = PlatformModel.withMergedSpm();
        EndpointModel sp = merged.sp(0x8001);

        getsAborted(merged.kernel(), sp, "FFA_ERROR to SPMD");
        getsAborted(sp, merged.kernel().abort(), "FFA_ERROR to SPMC");
    }

    @Test
    void nobodyIsToldIfNobodyWaits() {
        CallModel call = sp1.abort().call(0);

        assertThat(call.abort(messaging)).isEqualTo(Outcome.COMPLETE);
        assertThat(call.target()).isNull();
    }
}
