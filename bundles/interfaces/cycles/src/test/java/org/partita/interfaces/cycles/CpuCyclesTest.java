package org.partita.interfaces.cycles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

final class CpuCyclesTest {
    private static final int ERROR = 0x84000060;
    private static final int SUCCESS = 0x84000061;
    private static final int INTERRUPT = 0x84000062;
    private static final int WAIT = 0x8400006B;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm = platform.vm(1);
    private final EndpointModel sp = platform.sp(0x8001);
    private final CpuCycles cycles = new CpuCycles();

    private void refused(CallModel call, String refusal) {
        long w0 = call.registers.x0;
        assertThat(call.pass(cycles)).isEqualTo(Outcome.COMPLETE);
        Rule rule = Objects.requireNonNull(call.rule());
        assertThat(rule.field().equals("w0") && call.found() != w0)
                .as("%s is 0x%x in a call with w0 0x%x", rule.field(), call.found(), w0)
                .isFalse();
        Refusal.of(call.refusal()).is(refusal);
    }

    @Test
    void chapter9AndTheStatusFunctionsAreDeclared() {
        assertThat(cycles.functions())
                .containsExactlyInAnyOrder(
                        FunctionId.FFA_MSG_WAIT,
                        FunctionId.FFA_YIELD,
                        FunctionId.FFA_RUN,
                        FunctionId.FFA_ERROR,
                        FunctionId.FFA_SUCCESS,
                        FunctionId.FFA_INTERRUPT,
                        FunctionId.FFA_NORMAL_WORLD_RESUME);
    }

    @Shows({"FFA-9.1-7", "FFA-3.5.3-3"})
    @Test
    void anEndpointWaitsAtItsOwnManagerAlsoToEndItsInitialisation() {
        vm.context().in(RunState.CREATED);

        assertThat(vm.call(WAIT).pass(cycles)).isEqualTo(Outcome.WAIT);
        assertThat(sp.call(WAIT).pass(cycles)).isEqualTo(Outcome.WAIT);
    }

    @Shows("FFA-4.2.2.4-33")
    @Test
    void aWaitGivesTheFullRxBufferBack() {
        platform.pairOf(ManagerKind.SPMC, 0x8001).mappedAt(0x1000, 0x2000).filled();

        assertThat(sp.call(WAIT).pass(cycles)).isEqualTo(Outcome.WAIT);
        assertThat(platform.pairOf(ManagerKind.SPMC, 0x8001).rxFull()).isFalse();
    }

    @Shows("FFA-9.1-19")
    @Test
    void anEndpointsOwnWaitNamesNobody() {
        refused(sp.call(WAIT, 0x80010000L), "INVALID_PARAMETERS FFA-9.1-19");
        refused(vm.call(WAIT, 0x00990000L), "INVALID_PARAMETERS FFA-9.1-19");
    }

    @Shows("FFA-4.5.2-4")
    @Test
    void aWaitWhileADirectRequestIsProcessedIsDeniedAndKeepsTheRxBuffer() {
        sp.context().serves(vm.context());
        platform.pairOf(ManagerKind.SPMC, 0x8001).mappedAt(0x1000, 0x2000).filled();

        refused(sp.call(WAIT), "DENIED FFA-4.5.2-4");
        assertThat(platform.pairOf(ManagerKind.SPMC, 0x8001).rxFull()).isTrue();
    }

    @Shows("FFA-9.1-25")
    @Test
    void aManagerDoesNotWaitForMessages() {
        refused(CallModel.ofManager(platform, ManagerKind.SPMC, WAIT), "DENIED FFA-9.1-25");
    }

    @Shows("FFA-3.5.3-4")
    @Test
    void anErrorDuringInitialisationIsReportedByWaitingWithItsCode() {
        sp.context().in(RunState.CREATED);
        CallModel call = sp.call(ERROR, 0, 0xFFFFFFFDL);

        assertThat(call.pass(cycles)).isEqualTo(Outcome.WAIT);
        assertThat(call.registers.function()).isEqualTo(ERROR);
        assertThat(call.registers.w(2)).isEqualTo(-3);
    }

    @Shows({"FFA-7.2-1", "FFA-7.3-1", "FFA-7.1-1"})
    @Test
    void aStatusThatNobodyExpectsIsDenied() {
        refused(sp.call(ERROR, 0, 0xFFFFFFFDL), "DENIED FFA-7.2-1");
        refused(sp.call(SUCCESS), "DENIED FFA-7.3-1");
        refused(CallModel.ofManager(platform, ManagerKind.SPMC, INTERRUPT), "DENIED FFA-7.1-1");
        sp.context().in(RunState.CREATED);
        refused(sp.call(SUCCESS), "DENIED FFA-7.3-1");
    }
}
