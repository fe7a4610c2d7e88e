package org.partita.interfaces.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PairModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

final class RxTxUnmapTest {
    private static final int RELEASE = 0x84000065;
    private static final int UNMAP = 0x84000067;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm = platform.vm(1);
    private final EndpointModel sp = platform.sp(0x8001);
    private final PairModel ofHypervisor = platform.pairOf(ManagerKind.SPMC, 0);
    private final PairModel ofVm = platform.pairOf(ManagerKind.HYPERVISOR, 1);
    private final PairModel ofVmAtSpm = platform.pairOf(ManagerKind.SPMC, 1);
    private final PairModel ofSp = platform.pairOf(ManagerKind.SPMC, 0x8001);
    private final SetupAndDiscovery setup = new SetupAndDiscovery();

    private CallModel unmap(EndpointModel caller, long w1) {
        CallModel call = caller.call(UNMAP, w1);
        assertThat(call.pass(setup)).isEqualTo(Outcome.COMPLETE);
        return call;
    }

    @Shows({"FFA-8.5-2", "FFA-8.5-10", "FFA-8.5-12"})
    @Test
    void anSpUnmapsItsPairByItsOwnIdOrBy0() {
        ofSp.mappedAt(0x1000, 0x2000);
        assertThat(unmap(sp, 0x8001_0000L).status()).isNull();
        assertThat(ofSp.mapped()).isFalse();

        ofSp.mappedAt(0x1000, 0x2000);
        assertThat(unmap(sp, 0).status()).isNull();
        assertThat(ofSp.mapped()).isFalse();
    }

    @Shows({"FFA-8.5-3", "FFA-8.5-5", "FFA-4.2.2.2-9"})
    @Test
    void theHypervisorForwardsAVmsUnmapWithItsId() {
        ofVm.mappedAt(0x1000, 0x2000);
        ofVmAtSpm.mappedAt(0x1000, 0x2000);
        CallModel asked = vm.call(UNMAP, 0);
        assertThat(asked.from(vm.component()).handle(setup)).isEqualTo(Outcome.FORWARD);
        assertThat(asked.registers).hasToString("FFA_RXTX_UNMAP x1=0x10000 x2=0x0 x3=0x0 x4=0x0 x5=0x0 x6=0x0 x7=0x0");

        CallModel call = unmap(vm, 0x0001_0000);

        assertThat(call.status()).isNull();
        assertThat(call.hops()).containsExactly("FFA_RXTX_UNMAP to SPMC");
        assertThat(ofVm.mapped() || ofVmAtSpm.mapped()).isFalse();
    }

    @Shows({"FFA-8.5-13", "FFA-8.5-12", "FFA-8.5-15"})
    @Test
    void reservedBitsForeignIdsAndMissingPairsAreInvalid() {
        ofHypervisor.mappedAt(0x1000, 0x2000);

        Refusal.of(unmap(vm, 0x0002_0001).refusal()).is("INVALID_PARAMETERS FFA-8.5-13");
        Refusal.of(unmap(vm, 0x0002_0000).refusal()).is("INVALID_PARAMETERS FFA-8.5-12");
        Refusal.of(unmap(sp, 0x0001_0000).refusal()).is("INVALID_PARAMETERS FFA-8.5-12");
        Refusal.of(unmap(vm, 0x0001_0000).refusal()).is("INVALID_PARAMETERS FFA-8.5-15");
        Refusal.of(unmap(sp, 0x8001_0000L).refusal()).is("INVALID_PARAMETERS FFA-8.5-15");
        assertThat(ofHypervisor.mapped()).isTrue();
    }

    @Shows("FFA-8.5-15")
    @Test
    void ifTheSpmRefusesTheHypervisorKeepsThePair() {
        ofVm.mappedAt(0x1000, 0x2000);

        Refusal.of(unmap(vm, 0).refusal()).is("INVALID_PARAMETERS FFA-8.5-15");
        assertThat(ofVm.mapped()).isTrue();
    }

    private CallModel ofHypervisor(long w1) {
        CallModel call =
                CallModel.ofManager(platform, ManagerKind.HYPERVISOR, UNMAP, w1).downTo(ManagerKind.SPMC);
        assertThat(call.handle(setup)).isEqualTo(Outcome.COMPLETE);
        return call;
    }

    @Shows({"FFA-8.5-4", "FFA-4.2.2.2-7", "FFA-8.5-12", "FFA-8.5-15"})
    @Test
    void theHypervisorUnmapsItsOwnPairAndThoseOfVmsButNotOfSps() {
        ofHypervisor.mappedAt(0x1000, 0x2000);
        ofVmAtSpm.mappedAt(0x3000, 0x4000);
        ofSp.mappedAt(0x5000, 0x6000);

        assertThat(ofHypervisor(0x0001_0000).status()).isNull();
        assertThat(ofHypervisor(0).status()).isNull();
        Refusal.of(ofHypervisor(0).refusal()).is("INVALID_PARAMETERS FFA-8.5-15");
        Refusal.of(ofHypervisor(0x8001_0000L).refusal()).is("INVALID_PARAMETERS FFA-8.5-12");
        Refusal.of(ofHypervisor(0x0009_0000).refusal()).is("INVALID_PARAMETERS FFA-8.5-12");
        assertThat(ofSp.mapped()).isTrue();
    }

    @Shows({"FFA-8.3-1", "FFA-8.3-6", "FFA-8.3-9", "FFA-4.2.2.4-32"})
    @Test
    void onlyAFullRxBufferCanBeReleasedAndOnlyOnce() {
        ofVm.mappedAt(0x1000, 0x2000).filled();
        CallModel first = vm.call(RELEASE);
        first.pass(setup);
        assertThat(first.registers).hasToString("FFA_SUCCESS x1=0x0 x2=0x0 x3=0x0 x4=0x0 x5=0x0 x6=0x0 x7=0x0");

        CallModel again = vm.call(RELEASE);
        again.pass(setup);
        Refusal.of(again.refusal()).is("DENIED FFA-8.3-9");
    }

    @Shows("FFA-8.3-1")
    @Test
    void theHypervisorReleasesItsOwnRxBufferToTheSpm() {
        ofHypervisor.mappedAt(0x1000, 0x2000).filled();
        CallModel call =
                CallModel.ofManager(platform, ManagerKind.HYPERVISOR, RELEASE).downTo(ManagerKind.SPMC);

        assertThat(call.handle(setup)).isEqualTo(Outcome.COMPLETE);
        assertThat(call.status()).isNull();
        assertThat(ofHypervisor.rxFull()).isFalse();
    }
}
