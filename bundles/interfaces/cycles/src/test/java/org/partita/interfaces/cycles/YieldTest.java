package org.partita.interfaces.cycles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.cycles.Completion.of;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.Delivery;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.ffa.FunctionId;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.ContextModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** FFA_YIELD of a VM, whose cycles are the primary scheduler's (FF-A 9.2). */
final class YieldTest {
    private static final int WAIT = 0x8400006B;
    private static final int YIELD = 0x8400006C;
    private static final int RUN = 0x8400006D;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm = platform.vm(1).contexts(2).indirectly();
    private final EndpointModel scheduler = platform.vm(3);
    private final EndpointModel sp = platform.sp(0x8001);
    private final CpuCycles cycles = new CpuCycles();
    private final ContextModel second = (ContextModel) vm.context(1);

    @BeforeEach
    void schedule() {
        platform.scheduledBy(scheduler);
        scheduler.context().in(RunState.BUSY).waiting(FunctionId.FFA_RUN);
    }

    private void refused(CallModel call, String refusal) {
        assertThat(call.pass(cycles)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(call.refusal()).is(refusal);
    }

    private void returned(CallModel call) {
        assertThat(call.pass(cycles)).isEqualTo(Outcome.DELIVER);
        assertThat(call.delivery()).isEqualTo(Delivery.RETURN);
        assertThat(call.target()).isSameAs(scheduler.context());
        assertThat(call.restsIn()).isEqualTo(RunState.YIELDED);
    }

    @Shows({"FFA-9.2-1", "FFA-9.2.1-2", "FFA-9.2.1-4", "FFA-9.2-13"})
    @Test
    void aYieldReturnsToTheSchedulerVmWithTheIdsOfTheCallerWhichIsNotIdle() {
        second.on(scheduler.context());
        CallModel call = vm.callOn(1, YIELD);

        returned(call);
        assertThat(of(call)).containsExactly(0x8400006CL, 0x00010001L, 0, 0, 0, 0, 0, 0);
    }

    @Shows({"FFA-9.2.1-3", "FFA-9.2.1-2"})
    @Test
    void aYieldReturnsToTheSchedulerInTheHypervisorWithoutACall() {
        second.on((ContextModel)
                CallModel.ofManager(platform, ManagerKind.HYPERVISOR, WAIT).context());
        CallModel call = vm.callOn(1, YIELD);

        assertThat(call.pass(cycles)).isEqualTo(Outcome.WAIT);
        assertThat(call.restsIn()).isEqualTo(RunState.YIELDED);
    }

    @Shows({"FFA-9.2-3", "FFA-9.2-14", "FFA-9.2-15"})
    @ParameterizedTest
    @ValueSource(longs = {5, 0x1_0000_0000L, 0x1234_0000_5678L})
    void theSchedulerVmIsToldInNanosecondsWhenTheCallerHasToBeRun(long nanos) {
        second.on(scheduler.context()).timer(nanos);
        CallModel call = vm.callOn(1, YIELD);

        returned(call);
        assertThat(of(call)).containsExactly(0x8400006CL, 0x00010001L, nanos & 0xFFFFFFFFL, nanos >>> 32, 0, 0, 0, 0);
    }

    /** Reserved inputs have no code (readings A31), and INVALID_PARAMETERS is for ERET only (FF-A Table 9.8). */
    @Shows({"FFA-9.2-13", "FFA-9.2-16"})
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void whatAVmHasInReservedRegistersIsIgnoredAndGoesNoFurther(int register) {
        second.on(scheduler.context());
        CallModel call = vm.callOn(1, YIELD);
        call.registers.x(register, 0x00990000L);

        returned(call);
        assertThat(of(call)).containsExactly(0x8400006CL, 0x00010001L, 0, 0, 0, 0, 0, 0);
    }

    @Shows("FFA-9.2-2")
    @Test
    void aYieldWhileADirectRequestIsProcessedIsDenied() {
        vm.context().serves(scheduler.context());
        refused(vm.call(YIELD), "DENIED FFA-9.2-2");
    }

    @Shows("FFA-9.2-18")
    @Test
    void onlyAVmThatIsSetUpYields() {
        refused(sp.call(YIELD), "DENIED FFA-9.2-18");
        refused(CallModel.ofManager(platform, ManagerKind.HYPERVISOR, YIELD), "DENIED FFA-9.2-18");
        vm.context().in(RunState.CREATED);
        refused(vm.call(YIELD), "DENIED FFA-9.2-18");
    }

    // ---- what completes it

    private CallModel runOfTheYielder() {
        second.in(RunState.YIELDED).waiting(FunctionId.FFA_YIELD);
        CallModel run = scheduler.call(RUN, 0x00010001L);
        assertThat(run.pass(cycles)).isEqualTo(Outcome.DELIVER);
        assertThat(run.delivery()).isEqualTo(Delivery.RUN);
        assertThat(run.target()).isSameAs(second);
        return run;
    }

    @Shows({"FFA-9.2-10", "FFA-2.12-10"})
    @Test
    void ffaRunCompletesIt() {
        assertThat(of(runOfTheYielder())).containsExactly(0x8400006DL, 0x00010001L, 0, 0, 0, 0, 0, 0);
    }

    @Shows("FFA-9.2-11")
    @Test
    void anInterruptForTheCallerCompletesIt() {
        second.virtual().pend(33);
        assertThat(of(runOfTheYielder())).containsExactly(0x84000062L, 0, 0, 0, 0, 0, 0, 0);
    }
}
