package org.partita.core.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.partition.Interrupts;

class PendingInterruptsTest {
    private final AtomicInteger told = new AtomicInteger();
    private final List<Integer> ended = new ArrayList<>();
    private final PendingInterrupts interrupts = new PendingInterrupts(told::incrementAndGet, ended::add);

    @Test
    void nothingIsPendingAtFirst() {
        assertThat(interrupts.pending()).isFalse();
        assertThat(interrupts.next()).isEqualTo(Interrupts.SPURIOUS);
        assertThat(interrupts.acknowledge()).isEqualTo(Interrupts.SPURIOUS);
        assertThat(interrupts.take()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 64, 1019})
    void anInterruptIsPendingUntilItIsAcknowledgedAndActiveUntilItIsEnded(int intid) {
        interrupts.pend(intid);
        assertThat(told).hasValue(1);
        assertThat(interrupts.next()).isEqualTo(intid);
        assertThat(interrupts.pending()).isTrue();
        assertThat(interrupts.acknowledge()).isEqualTo(intid);
        assertThat(interrupts.pending()).isFalse();
        interrupts.end(intid);
        assertThat(ended).containsExactly(intid);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1020, 1023})
    void otherNumbersAreNoInterrupts(int intid) {
        assertThatThrownBy(() -> interrupts.pend(intid)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> interrupts.end(intid)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyWhatIsActiveIsEndedAndOnce() {
        interrupts.pend(40);
        assertThatThrownBy(() -> interrupts.end(40)).isInstanceOf(IllegalArgumentException.class);
        interrupts.acknowledge();
        interrupts.end(40);
        assertThatThrownBy(() -> interrupts.end(40)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ended).containsExactly(40);
    }

    @Test
    void theLowestPriorityValueGoesFirstThenTheLowestId() {
        interrupts.priority(200, 0xF0);
        interrupts.priority(900, 3);
        interrupts.pend(200);
        interrupts.pend(70);
        interrupts.pend(900);
        interrupts.pend(30);
        assertThat(List.of(
                        interrupts.acknowledge(),
                        interrupts.acknowledge(),
                        interrupts.acknowledge(),
                        interrupts.acknowledge()))
                .containsExactly(900, 30, 70, 200);
    }

    @Test
    void oneThatIsPendingTwiceIsAcknowledgedOnce() {
        interrupts.pend(40);
        interrupts.pend(40);
        assertThat(interrupts.acknowledge()).isEqualTo(40);
        assertThat(interrupts.pending()).isFalse();
    }

    @Test
    void whatCameTogetherInterruptsOnce() {
        interrupts.pend(40);
        interrupts.pend(41);
        assertThat(interrupts.take()).isTrue();
        assertThat(interrupts.take()).isFalse();
        interrupts.pend(42);
        assertThat(interrupts.take()).isTrue();
    }

    @Test
    void whatIsMaskedInterruptsWhenItIsUnmasked() {
        interrupts.mask(true);
        interrupts.pend(40);
        assertThat(interrupts.take()).isFalse();
        assertThat(interrupts.pending()).isTrue();
        interrupts.mask(false);
        assertThat(interrupts.take()).isTrue();
    }

    @Test
    void whatWasAcknowledgedBeforeDoesNotInterrupt() {
        interrupts.pend(40);
        interrupts.acknowledge();
        assertThat(interrupts.take()).isFalse();
    }
}
