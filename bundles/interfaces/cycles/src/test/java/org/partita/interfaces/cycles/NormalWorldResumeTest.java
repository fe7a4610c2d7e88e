package org.partita.interfaces.cycles;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** FFA_NORMAL_WORLD_RESUME where it is refused (FF-A 9.4.1). */
final class NormalWorldResumeTest {
    private static final int RESUME = 0x8400007C;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm = platform.vm(1);
    private final EndpointModel sp = platform.sp(0x8001);
    private final CpuCycles cycles = new CpuCycles();

    private CallModel ofTheSpmc() {
        return sp.call(RESUME).from(platform.manager(ManagerKind.SPMC));
    }

    private void refused(CallModel call, String refusal) {
        assertThat(call.handle(cycles)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(call.refusal()).is(refusal);
    }

    @Shows({"FFA-9.4.1-3", "FFA-9.4-9"})
    @Test
    void aNormalWorldThatMadeACallWasNotPreempted() {
        refused(ofTheSpmc(), "DENIED FFA-9.4.1-3");
        sp.context().on(vm.context());
        refused(ofTheSpmc(), "DENIED FFA-9.4.1-3");
        sp.context().serves(vm.context());
        refused(ofTheSpmc(), "DENIED FFA-9.4.1-3");
    }

    @Shows("FFA-9.4.1-3")
    @Test
    void anSpThatWasInterruptedIsNoNormalWorld() {
        EndpointModel other = platform.sp(0x8002);
        other.context().interruptedFor(sp.context());
        refused(ofTheSpmc(), "DENIED FFA-9.4.1-3");
    }

    /** The instances refuse it before, but there are boundaries without one. */
    @Shows({"FFA-9.4.1-4", "FFA-9.4-10"})
    @Test
    void itIsForTheSpmd() {
        refused(vm.call(RESUME).from(vm.component()), "NOT_SUPPORTED FFA-9.4.1-4");
        refused(sp.call(RESUME).from(sp.component()), "NOT_SUPPORTED FFA-9.4.1-4");
    }
}
