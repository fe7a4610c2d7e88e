package org.partita.interfaces.cycles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.cycles.Completion.of;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.ffa.FunctionId;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.ContextModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** Target information of FFA_RUN (FF-A Table 9.11): which context it is, and what the Hypervisor sends on. */
final class RunTargetTest {
    private static final int RUN = 0x8400006D;
    private static final long VM1 = 0x00010000L;
    private static final long SP = 0x80010000L;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm = platform.vm(1).contexts(3);
    private final EndpointModel scheduler = platform.vm(3);
    private final CpuCycles cycles = new CpuCycles();

    @BeforeEach
    void schedule() {
        platform.scheduledBy(scheduler);
        scheduler.context().in(RunState.BUSY);
    }

    @Shows({"FFA-2.9-3", "FFA-2.9-14", "FFA-9.3-10"})
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void theLowHalfOfW1SaysWhichContext(int vcpu) {
        ((ContextModel) vm.context(vcpu)).in(RunState.YIELDED).waiting(FunctionId.FFA_YIELD);
        CallModel call = scheduler.call(RUN, VM1 | vcpu);

        assertThat(call.pass(cycles)).isEqualTo(Outcome.DELIVER);
        assertThat(call.target()).isSameAs(vm.context(vcpu));
        assertThat(of(call)).containsExactly(0x8400006DL, VM1 | vcpu, 0, 0, 0, 0, 0, 0);
    }

    @Shows({"FFA-2.9-3", "FFA-2.9-14", "FFA-9.3-12"})
    @ParameterizedTest
    @ValueSource(ints = {3, 0x100, 0x8000, 0xFFFF})
    void aVmHasNoOtherContexts(int vcpu) {
        CallModel call = scheduler.call(RUN, VM1 | vcpu);

        assertThat(call.pass(cycles)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(call.refusal()).is("INVALID_PARAMETERS FFA-9.3-12");
    }

    /** Reserved inputs have no code (readings A31); the Hypervisor, which calls the SPM, writes 0. */
    @Shows({"FFA-9.3-11", "FFA-9.3-3"})
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7})
    void whatTheSchedulerHasInReservedRegistersGoesNoFurther(int register) {
        platform.sp(0x8001).context().in(RunState.PREEMPTED);
        CallModel call = scheduler.call(RUN, SP).from(scheduler.component());
        call.registers.x(register, -1);

        assertThat(call.handle(cycles)).isEqualTo(Outcome.FORWARD);
        assertThat(of(call)).containsExactly(0x8400006DL, SP, 0, 0, 0, 0, 0, 0);
    }

    /** As an INVALID_PARAMETERS of Table 9.12 is about IDs only. */
    @Shows("FFA-9.3-11")
    @Test
    void reservedRegistersOfAVmsRunAreIgnored() {
        ((ContextModel) vm.context(1)).in(RunState.YIELDED).waiting(FunctionId.FFA_YIELD);
        CallModel call = scheduler.call(RUN, VM1 | 1, 2, 3, 4, 5, 6, 7);

        assertThat(call.pass(cycles)).isEqualTo(Outcome.DELIVER);
        assertThat(of(call)).containsExactly(0x8400006DL, VM1 | 1, 0, 0, 0, 0, 0, 0);
    }
}
