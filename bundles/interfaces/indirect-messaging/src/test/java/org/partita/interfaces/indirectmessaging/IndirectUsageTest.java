package org.partita.interfaces.indirectmessaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.call.Delivery;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PairModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** What indirect messages are for (FF-A Table 4.2), and where the primary scheduler may be (4.3). */
final class IndirectUsageTest {
    private static final int SEND = 0x8400006E;
    private static final long IDS = 0x00010002L;
    private static final byte[] TEXT = {7, 8, 9};

    enum Location {
        WITH_SENDER,
        WITH_RECEIVER,
        WITH_HYPERVISOR,
        ANOTHER_VM
    }

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel sender = platform.vm(1).indirectly();
    private final EndpointModel receiver = platform.vm(2).indirectly();
    private final EndpointModel other = platform.vm(3);
    private final PairModel to = platform.pairOf(ManagerKind.HYPERVISOR, 2).mappedAt(0x3000, 0x4000);
    private final IndirectMessaging messaging = new IndirectMessaging();

    @BeforeEach
    void message() {
        platform.pairOf(ManagerKind.HYPERVISOR, 1).mappedAt(0x1000, 0x2000).writeTx(0, MemorySegment.ofArray(TEXT));
        sender.context().in(RunState.BUSY);
    }

    /** 0 is the Hypervisor, 0x8000 the SPMC; a payload in TX has a length, one in registers has not. */
    @Shows({"FFA-4.2.1-15", "FFA-4.2.1-16", "FFA-10.1.2.2-1"})
    @ParameterizedTest(name = "{0}, length {1}, w6 {2}")
    @CsvSource({"0x00010000, 3, 0", "0x00010000, 0, 7", "0x00018000, 3, 0", "0x00018000, 0, 7"})
    void noFrameworkMessageIsIndirect(long ids, long w3, long w6) {
        CallModel call = sender.call(SEND, ids, 0, w3, 0, 0, w6);

        assertThat(call.pass(messaging)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(call.refusal()).is("INVALID_PARAMETERS FFA-10.1.2.2-1");
        assertThat(platform.ready()).isEmpty();
    }

    private CallModel sentWith(Location location) {
        switch (location) {
            case WITH_SENDER -> platform.scheduledBy(sender);
            case WITH_RECEIVER -> platform.scheduledBy(receiver);
            case ANOTHER_VM -> platform.scheduledBy(other);
            case WITH_HYPERVISOR -> {}
        }
        CallModel call = sender.call(SEND, IDS, 0, TEXT.length);
        call.pass(messaging);
        return call;
    }

    @Shows({"FFA-4.3-2", "FFA-4.3.2-1", "FFA-10.1.2.2-11"})
    @ParameterizedTest
    @EnumSource(Location.class)
    void aMessageIsDeliveredWhereverThePrimarySchedulerIs(Location location) {
        CallModel call = sentWith(location);

        assertThat(call.status()).isNull();
        assertThat(to.rxFull()).isTrue();
        assertThat(to.message().sender()).isEqualTo(1);
        assertThat(to.rxContents().asSlice(0, 3).toArray(ValueLayout.JAVA_BYTE)).containsExactly(TEXT);
        assertThat(platform.ready()).containsExactly(receiver);
    }

    private static long[] of(CallModel call) {
        return IntStream.rangeClosed(0, 7).mapToLong(call.registers::x).toArray();
    }

    /** FFA_RUN plays no part: the call that tells the scheduler gives it the message, with its length. */
    @Shows({"FFA-4.3.3-2", "FFA-10.1-16", "FFA-10.1.3-2"})
    @Test
    void aSchedulerInTheReceiverGetsTheMessageItself() {
        CallModel call = sentWith(Location.WITH_RECEIVER);

        assertThat(call.target()).isSameAs(receiver.context());
        assertThat(call.delivery()).isEqualTo(Delivery.RUN);
        assertThat(of(call)).containsExactly(0x8400006EL, IDS, 0, TEXT.length, 0, 0, 0, 0);
        assertThat(to.messagePending()).isFalse();
        assertThat(to.rxFull()).isTrue();
    }

    @Shows("FFA-10.1-16")
    @Test
    void aSchedulerInAnotherVmIsToldNoLength() {
        assertThat(of(sentWith(Location.ANOTHER_VM))).containsExactly(0x8400006EL, IDS, 0, 0, 0, 0, 0, 0);
        assertThat(to.messagePending()).isTrue();
    }
}
