package org.partita.interfaces.indirectmessaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.partita.api.call.IndirectMessage;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.ffa.FunctionId;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PairModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** FFA_MSG_POLL (FF-A 10.4). */
final class PollTest {
    private static final int POLL = 0x8400006A;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm = platform.vm(1).indirectly();
    private final PairModel pair = platform.pairOf(ManagerKind.HYPERVISOR, 1).mappedAt(0x1000, 0x2000);
    private final IndirectMessaging messaging = new IndirectMessaging();

    private void refused(CallModel call, String refusal) {
        assertThat(call.pass(messaging)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(call.refusal()).is(refusal);
    }

    private void message() {
        pair.takeRx();
        pair.handOverRx(new IndirectMessage(2, 3, 40));
    }

    @Test
    void sendAndPollAreDeclared() {
        assertThat(messaging.functions()).containsExactlyInAnyOrder(FunctionId.FFA_MSG_SEND, FunctionId.FFA_MSG_POLL);
    }

    @Shows({"FFA-10.4-1", "FFA-10.4-7", "FFA-10.1-21"})
    @Test
    void aMessageIsToldAsOftenAsTheCallerAsksUntilItReleasesRx() {
        message();
        for (int i = 0; i < 2; i++) {
            CallModel call = vm.call(POLL);
            assertThat(call.pass(messaging)).isEqualTo(Outcome.COMPLETE);
            assertThat(IntStream.rangeClosed(0, 7).mapToLong(call.registers::x).toArray())
                    .containsExactly(0x8400006EL, 0x00020001L, 0, 40, 0, 3, 0, 0);
            assertThat(pair.messagePending()).isFalse();
        }
    }

    /** Reserved inputs have no code (readings A31). */
    @Shows("FFA-10.4-9")
    @Test
    void reservedRegistersAreIgnored() {
        message();
        CallModel call = vm.call(POLL, 1, 2, 3, 4, 5, 6, 7);
        assertThat(call.pass(messaging)).isEqualTo(Outcome.COMPLETE);
        assertThat(IntStream.rangeClosed(0, 7).mapToLong(call.registers::x).toArray())
                .containsExactly(0x8400006EL, 0x00020001L, 0, 40, 0, 3, 0, 0);
    }

    @Shows({"FFA-10.4-10", "FFA-10.4-1"})
    @Test
    void withoutAMessageTheCallerIsToTryAgain() {
        refused(vm.call(POLL), "RETRY FFA-10.4-10");
        message();
        pair.releaseRx();
        refused(vm.call(POLL), "RETRY FFA-10.4-10");
        pair.filled();
        refused(vm.call(POLL), "RETRY FFA-10.4-10");
    }

    @Shows("FFA-10.4-2")
    @Test
    void whileItProcessesADirectRequestAVmDoesNotPoll() {
        message();
        vm.context().serves(platform.vm(2).context());
        refused(vm.call(POLL), "DENIED FFA-10.4-2");
        assertThat(pair.messagePending()).isTrue();
    }

    @Shows("FFA-10.4-11")
    @Test
    void whoGetsNoIndirectMessagesOrHasNoBufferDoesNotPoll() {
        EndpointModel direct = platform.vm(2);
        platform.pairOf(ManagerKind.HYPERVISOR, 2).mappedAt(0x3000, 0x4000);
        refused(direct.call(POLL), "DENIED FFA-10.4-11");
        vm.context().in(RunState.BUSY);
        pair.unmap();
        refused(vm.call(POLL), "DENIED FFA-10.4-11");
    }
}
