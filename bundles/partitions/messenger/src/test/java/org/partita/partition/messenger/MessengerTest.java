package org.partita.partition.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Status;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.MemoryView;
import org.partita.api.partition.PartitionContext;
import org.partita.testkit.Shows;

/** The messenger against a Hypervisor that the test plays. */
class MessengerTest {
    private static final int PAGE = 4096;
    private static final long RX = 0x10000;
    private static final long TX = 0x11000;

    private final Played hypervisor = new Played();

    private List<String> invoked() {
        try {
            new Messenger(hypervisor, RX, TX).run();
        } catch (Over e) {
            // it would run for ever
        }
        return hypervisor.calls;
    }

    private String sent(int bytes) {
        return new String(hypervisor.tx, 0, bytes, StandardCharsets.UTF_8);
    }

    @Shows({"FFA-10.1.2.3-1", "FFA-10.1.2.3-2", "FFA-10.1.2.1-2", "FFA-10.1.2.1-3"})
    @Test
    void aMessageIsAnsweredAfterRxIsReleased() {
        hypervisor.receives("hello");
        assertThat(invoked())
                .containsExactly("FFA_VERSION", "FFA_MSG_WAIT", "FFA_RX_RELEASE", "FFA_MSG_SEND 9", "FFA_MSG_WAIT");
        assertThat(sent(9)).isEqualTo("re: hello");
    }

    @Test
    void anAnswerIsNotAnswered() {
        hypervisor.receives("re: hello");
        assertThat(invoked()).containsExactly("FFA_VERSION", "FFA_MSG_WAIT", "FFA_RX_RELEASE", "FFA_MSG_WAIT");
    }

    @Test
    void whileTheOtherIsBusyItYieldsAndTriesAgain() {
        hypervisor.receives("a");
        hypervisor.answers.addAll(List.of(Status.BUSY, Status.BUSY));
        assertThat(invoked())
                .containsSubsequence(
                        "FFA_MSG_SEND 5", "FFA_YIELD", "FFA_MSG_SEND 5", "FFA_YIELD", "FFA_MSG_SEND 5", "FFA_MSG_WAIT");
    }

    @Test
    void anAnswerToSomebodyWhoHasGoneIsDropped() {
        hypervisor.receives("a");
        hypervisor.answers.add(Status.DENIED);
        assertThat(invoked()).endsWith("FFA_MSG_SEND 5", "FFA_MSG_WAIT");
    }

    @Test
    void anAnswerIsNotLongerThanTx() {
        hypervisor.receives("x".repeat(PAGE));
        assertThat(invoked()).contains("FFA_MSG_SEND 4096");
        assertThat(sent(PAGE)).isEqualTo("re: " + "x".repeat(PAGE - 4));
    }

    @Test
    void theHandlerEndsWhatIsPendingAndCountsTheInterruptsOfDevices() {
        hypervisor.pending.addAll(List.of(Interrupts.RX_AVAILABLE, 40, 41));
        Messenger messenger = new Messenger(hypervisor, RX, TX);
        messenger.interrupted();
        assertThat(hypervisor.ended).containsExactly(Interrupts.RX_AVAILABLE, 40, 41);
        hypervisor.asked = true;
        assertThatThrownBy(messenger::run).isInstanceOf(Over.class);
        assertThat(hypervisor.registers().x4).isEqualTo(2);
    }

    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Completes waits while something is there for the VM, and ends the test at the first that would last. */
    private static final class Played implements PartitionContext, MemoryView, Interrupts {
        final List<String> calls = new ArrayList<>();
        final Deque<Status> answers = new ArrayDeque<>();
        final Deque<Integer> pending = new ArrayDeque<>();
        final List<Integer> ended = new ArrayList<>();
        boolean asked;
        byte[] rx = new byte[0];
        byte[] tx = new byte[0];
        private final Registers registers = new Registers();

        void receives(String text) {
            rx = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void call() {
            FunctionId f = FunctionId.of(registers.function());
            assertThat(f).isNotNull();
            calls.add(f == FunctionId.FFA_MSG_SEND ? f + " " + registers.w(3) : f.toString());
            switch (f) {
                case FFA_VERSION -> registers.x0 = 0x10000;
                case FFA_MSG_WAIT -> completeWait();
                case FFA_MSG_SEND_DIRECT_RESP -> throw new Over();
                case FFA_YIELD -> registers.set(FunctionId.FFA_RUN.id32(), 0);
                case FFA_MSG_SEND -> completeSend();
                default -> registers.set(FunctionId.FFA_SUCCESS.id32(), 0);
            }
        }

        private void completeWait() {
            if (asked) {
                asked = false;
                registers.set(FunctionId.FFA_MSG_SEND_DIRECT_REQ.id64(), 0x00030001, 0, 0, 0, 0, 0, 0);
            } else if (!pending.isEmpty()) {
                registers.set(FunctionId.FFA_INTERRUPT.id32(), 0);
            } else if (rx.length > 0) {
                registers.set(FunctionId.FFA_MSG_SEND.id32(), 0x00020001, 0, rx.length, 0, 0, 0, 0);
            } else {
                throw new Over();
            }
        }

        private void completeSend() {
            Status status = answers.poll();
            if (status == null) {
                registers.set(FunctionId.FFA_SUCCESS.id32(), 0);
            } else {
                registers.set(FunctionId.FFA_ERROR.id32(), 0);
                registers.x2 = Integer.toUnsignedLong(status.code());
            }
        }

        @Override
        public void read(long address, MemorySegment to) {
            assertThat(address).isEqualTo(RX);
            to.copyFrom(MemorySegment.ofArray(Arrays.copyOf(rx, (int) to.byteSize())));
            rx = new byte[0];
        }

        @Override
        public void write(long address, MemorySegment from) {
            assertThat(address).isEqualTo(TX);
            assertThat(from.byteSize()).isLessThanOrEqualTo(PAGE);
            tx = from.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        }

        @Override
        public long read64(long address) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write64(long address, long value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int acknowledge() {
            Integer first = pending.poll();
            return first == null ? SPURIOUS : first;
        }

        @Override
        public void end(int intid) {
            ended.add(intid);
        }

        @Override
        public boolean pending() {
            return !pending.isEmpty();
        }

        @Override
        public void mask(boolean masked) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Registers registers() {
            return registers;
        }

        @Override
        public void call(Conduit conduit) {
            call();
        }

        @Override
        public MemoryView memory() {
            return this;
        }

        @Override
        public void timer(long nanos) {
            throw new UnsupportedOperationException("no timer here");
        }

        @Override
        public Interrupts interrupts() {
            return this;
        }

        @Override
        public int id() {
            return 1;
        }

        @Override
        public int vcpu() {
            return 0;
        }

        @Override
        public int pe() {
            return 0;
        }

        @Override
        public void preemptionPoint() {}

        @Override
        public long bootInformation() {
            return 0;
        }
    }
}
