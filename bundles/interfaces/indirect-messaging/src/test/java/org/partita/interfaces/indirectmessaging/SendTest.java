package org.partita.interfaces.indirectmessaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.call.Delivery;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.call.VirtualInterrupts;
import org.partita.api.ffa.FunctionId;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.ContextModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PairModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** FFA_MSG_SEND (FF-A 10.1): its checks in their order, the copy, and who is told. */
final class SendTest {
    private static final int SEND = 0x8400006E;
    private static final long IDS = 0x00010002L;
    private static final int PAGE = 4096;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel sender = platform.vm(1).contexts(2).indirectly();
    private final EndpointModel receiver = platform.vm(2).indirectly();
    private final EndpointModel scheduler = platform.vm(3);
    private final PairModel from = platform.pairOf(ManagerKind.HYPERVISOR, 1);
    private final PairModel to = platform.pairOf(ManagerKind.HYPERVISOR, 2);
    private final IndirectMessaging messaging = new IndirectMessaging();

    @BeforeEach
    void pairs() {
        from.mappedAt(0x1000, 0x2000);
        to.mappedAt(0x3000, 0x4000);
        sender.context().in(RunState.BUSY);
    }

    private CallModel send(long ids, long w3, long w4) {
        return sender.call(SEND, ids, 0, w3, w4);
    }

    private CallModel send() {
        return send(IDS, 8, 0);
    }

    private void refused(CallModel call, String refusal) {
        assertThat(call.pass(messaging)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(call.refusal()).is(refusal);
        assertThat(from.held()).as("TX of the Sender is held").isFalse();
        assertThat(to.held()).as("RX of the Receiver is held").isFalse();
        assertThat(platform.ready()).isEmpty();
    }

    private static long[] of(CallModel call) {
        return IntStream.rangeClosed(0, 7).mapToLong(call.registers::x).toArray();
    }

    private static void succeeded(CallModel call) {
        assertThat(of(call)).containsExactly(0x84000061L, 0, 0, 0, 0, 0, 0, 0);
    }

    // ---- checks

    @Shows("FFA-10.1-3")
    @Test
    void whileItProcessesADirectRequestAVmSendsNoMessage() {
        sender.context().serves(receiver.context());
        refused(sender.call(SEND, 0x00990099L, 1, 0, 2), "DENIED FFA-10.1-3");
    }

    @Shows({"FFA-10.1-26", "FFA-4.3.1-1", "FFA-4.2.1-2"})
    @Test
    void aSenderNeedsIndirectMessagesInItsManifestAndABufferPair() {
        EndpointModel direct = platform.vm(5);
        platform.pairOf(ManagerKind.HYPERVISOR, 5).mappedAt(0x5000, 0x6000);
        refused(direct.call(SEND, 0x00050002L, 0, 8), "DENIED FFA-10.1-26");
        from.unmap();
        refused(send(0x00990099L, 0, 2), "DENIED FFA-10.1-26");
    }

    @Shows("FFA-10.1-26")
    @Test
    void onlyAVmIsASender() {
        refused(platform.sp(0x8001).indirectly().call(SEND, 0x80010002L, 0, 8), "DENIED FFA-10.1-26");
        refused(CallModel.ofManager(platform, ManagerKind.HYPERVISOR, SEND, IDS, 0, 8), "DENIED FFA-10.1-26");
    }

    @Shows({"FFA-10.1.2.2-1", "FFA-10.1-13", "FFA-4.3-1"})
    @ParameterizedTest
    @CsvSource({"0x00020001", "0x00010001", "0x00010099", "0x00018001", "0x00010000", "0x00000002"})
    void senderAndReceiverAreTwoVmsOfWhichTheCallerIsTheFirst(long ids) {
        platform.sp(0x8001).indirectly();
        refused(send(ids, 0, 2), "INVALID_PARAMETERS FFA-10.1.2.2-1");
    }

    @Shows({"FFA-10.1.2.2-2", "FFA-10.1-19"})
    @ParameterizedTest
    @CsvSource({"2", "3", "0x80000000"})
    void reservedFlagsAreZero(long flags) {
        refused(sender.call(SEND, IDS, 1, 0, flags), "INVALID_PARAMETERS FFA-10.1.2.2-2");
    }

    @Shows({"FFA-10.1.2.2-3", "FFA-10.1-14", "FFA-10.1-23", "FFA-10.1-24", "FFA-4.2.1-13"})
    @ParameterizedTest
    @CsvSource({"2", "6", "7"})
    void reservedRegistersAreZero(int register) {
        CallModel call = send(IDS, 0, 0);
        call.registers.x(register, 1);
        refused(call, "INVALID_PARAMETERS FFA-10.1.2.2-3");
    }

    @Shows("FFA-10.1-22")
    @Test
    void theSendersVcpuIsIgnoredWhenAVmCalls() {
        CallModel call = send();
        call.registers.x5 = 0x1234;
        assertThat(call.pass(messaging)).isEqualTo(Outcome.COMPLETE);
        succeeded(call);
        assertThat(to.message().sender()).isEqualTo(1);
        assertThat(to.message().vcpu()).isZero();
    }

    @Shows("FFA-10.1-15")
    @ParameterizedTest
    @CsvSource({"0", "4097", "0x80000000", "0xFFFFFFFF"})
    void theMessageLiesInTx(long bytes) {
        platform.vm(6);
        refused(send(0x00010006L, bytes, 0), "INVALID_PARAMETERS FFA-10.1-15");
    }

    @Shows("FFA-4.4.1-8")
    @Test
    void aReceiverOfDirectMessagesOnlyGetsNone() {
        platform.vm(6);
        refused(send(0x00010006L, 8, 0), "DENIED FFA-4.4.1-8");
    }

    @Shows("FFA-10.1-26")
    @Test
    void aReceiverThatHasAbortedGetsNone() {
        receiver.abort();
        refused(send(), "DENIED FFA-10.1-26");
    }

    @Shows({"FFA-10.1.2.2-4", "FFA-10.1-27"})
    @Test
    void theMessageFitsTheReceiversRxWhetherThatIsFullOrNot() {
        to.shrunkTo(16).filled();
        refused(send(IDS, 17, 0), "NO_MEMORY FFA-10.1.2.2-4");
        to.unmap();
        refused(send(IDS, 1, 0), "NO_MEMORY FFA-10.1.2.2-4");
    }

    @Shows({"FFA-10.1-25", "FFA-10.1.2.2-5"})
    @Test
    void txIsUsedByOneInvocationAtATime() {
        from.takeTx();
        CallModel call = send();
        assertThat(call.pass(messaging)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(call.refusal()).is("BUSY FFA-10.1-25");
        assertThat(to.rxFull()).isFalse();
    }

    // ---- a full RX

    @Shows({"FFA-10.1.2.2-6", "FFA-10.1-17", "FFA-10.1.1-1"})
    @Test
    void aReceiverThatHasNotReleasedItsRxIsBusy() {
        to.filled();
        refused(send(), "BUSY FFA-10.1.2.2-6");
        assertThat(to.waiting()).isEmpty();
    }

    @Shows({"FFA-10.1.2.2-6", "FFA-10.1.1-1", "FFA-10.1.2.2-10"})
    @Test
    void anRxThatAnotherProducerIsWritingIsBusyToo() {
        to.takeRx();
        CallModel call = send();
        call.pass(messaging);
        Refusal.of(call.refusal()).is("BUSY FFA-10.1.2.2-6");
    }

    @Shows({"FFA-10.1.2.2-6", "FFA-10.1.2.2-7", "FFA-10.1-18", "FFA-10.1.1-2", "FFA-10.1.1-4"})
    @Test
    void whoAsksIsToldByAnInterruptWhenRxIsFree() {
        to.filled();
        refused(send(IDS, 8, 1), "BUSY FFA-10.1.2.2-6");
        CallModel second = sender.callOn(1, SEND, IDS, 0, 8, 1);
        refused(second, "BUSY FFA-10.1.2.2-6");
        assertThat(sender.context().virtual().pending()).isFalse();

        to.releaseRx();
        assertThat(sender.context().virtual().next()).isEqualTo(VirtualInterrupts.RX_AVAILABLE);
        assertThat(sender.context(1).virtual().next()).isEqualTo(VirtualInterrupts.RX_AVAILABLE);
    }

    // ---- the copy

    @Shows({"FFA-10.1-1", "FFA-10.1.2.2-11", "FFA-10.1.2.2-9", "FFA-10.1.2.2-12", "FFA-10.1.2.2-13"})
    @Shows({"FFA-4.2.1-14", "FFA-4.2.2.1-1", "FFA-4.2.2.4-22", "FFA-4.2.2.4-23"})
    @ParameterizedTest
    @CsvSource({"1", "4095", "4096"})
    void theMessageIsCopiedFromTxToRxAndNoByteMore(int bytes) {
        MemorySegment text = MemorySegment.ofArray(new byte[PAGE]).fill((byte) 0x5A);
        from.writeTx(0, text);
        CallModel call = sender.callOn(1, SEND, IDS, 0, bytes);

        assertThat(call.pass(messaging)).isEqualTo(Outcome.COMPLETE);
        succeeded(call);
        assertThat(to.rxFull()).isTrue();
        assertThat(to.message().bytes()).isEqualTo(bytes);
        assertThat(to.message().sender()).isEqualTo(1);
        assertThat(to.message().vcpu()).isEqualTo(1);
        assertThat(to.messagePending()).isTrue();
        byte[] received = to.rxContents().toArray(ValueLayout.JAVA_BYTE);
        assertThat(IntStream.range(0, PAGE).filter(i -> received[i] == 0x5A)).hasSize(bytes);
        assertThat(received[bytes - 1]).isEqualTo((byte) 0x5A);
        assertThat(from.held() || to.held() || from.readWhileFree()).isFalse();
    }

    // ---- the primary scheduler

    @Shows({"FFA-10.1.3-1", "FFA-10.1-2", "FFA-10.1-10", "FFA-10.1.2.2-14", "FFA-10.1.2.2-15"})
    @Test
    void aSchedulerInTheHypervisorFindsTheReceiverReady() {
        CallModel call = send();

        assertThat(call.pass(messaging)).isEqualTo(Outcome.COMPLETE);
        succeeded(call);
        assertThat(platform.ready()).containsExactly(receiver);
    }

    @Shows({"FFA-10.1.3-2", "FFA-10.1-9", "FFA-10.1-16", "FFA-10.1-21"})
    @Test
    void aSchedulerVmThatWaitsIsToldOnTheSendersCycles() {
        platform.scheduledBy(scheduler);
        CallModel call = sender.callOn(1, SEND, IDS, 0, 8);

        assertThat(call.pass(messaging)).isEqualTo(Outcome.DELIVER);
        assertThat(call.target()).isSameAs(scheduler.context());
        assertThat(call.delivery()).isEqualTo(Delivery.RUN);
        assertThat(of(call)).containsExactly(0x8400006EL, IDS, 0, 0, 0, 1, 0, 0);
        assertThat(platform.ready()).containsExactly(receiver);
    }

    @Shows({"FFA-10.1.3-2", "FFA-10.1-9", "FFA-10.1-16"})
    @Test
    void aSchedulerVmThatRanTheSenderIsToldByTheCompletionOfItsFfaRun() {
        platform.scheduledBy(scheduler);
        scheduler.context().in(RunState.BUSY).waiting(FunctionId.FFA_RUN);
        sender.context().on(scheduler.context());
        CallModel call = send();

        assertThat(call.pass(messaging)).isEqualTo(Outcome.DELIVER);
        assertThat(call.target()).isSameAs(scheduler.context());
        assertThat(call.delivery()).isEqualTo(Delivery.RETURN);
        assertThat(call.restsIn()).isEqualTo(RunState.YIELDED);
        assertThat(of(call)).containsExactly(0x8400006EL, IDS, 0, 0, 0, 0, 0, 0);
    }

    @Shows("FFA-10.1.3-2")
    @Test
    void itIsTheSchedulersContextOnThePeOfTheCallThatIsTold() {
        scheduler.contexts(2);
        platform.scheduledBy(scheduler);
        ContextModel second = (ContextModel) scheduler.context(1);
        CallModel call = sender.callOn(1, SEND, IDS, 0, 8);

        assertThat(call.pass(messaging)).isEqualTo(Outcome.DELIVER);
        assertThat(call.target()).isSameAs(second);
    }

    @Shows({"FFA-4.3.2-2", "FFA-10.1.2.2-15"})
    @ParameterizedTest
    @CsvSource({"CREATED", "BUSY", "YIELDED", "PREEMPTED", "ABORTED"})
    void aSchedulerVmThatCanNotBeToldDoesNotHoldTheSenderUp(RunState state) {
        platform.scheduledBy(scheduler);
        scheduler.context().in(state);
        CallModel call = send();

        assertThat(call.pass(messaging)).isEqualTo(Outcome.COMPLETE);
        succeeded(call);
        assertThat(platform.ready()).containsExactly(receiver);
        assertThat(scheduler.context().virtual().next()).isEqualTo(VirtualInterrupts.SCHEDULE);
    }

    @Shows("FFA-10.1.3-4")
    @Test
    void aSenderThatIsTheSchedulerKnowsItself() {
        platform.scheduledBy(sender);
        CallModel call = send();

        assertThat(call.pass(messaging)).isEqualTo(Outcome.COMPLETE);
        succeeded(call);
    }
}
