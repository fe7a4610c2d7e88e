package org.partita.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.IndirectMessage;
import org.partita.api.call.VirtualInterrupts;
import org.partita.api.ffa.ConstituentRange;
import org.partita.core.execution.CrossingLog;
import org.partita.core.execution.Hub;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.WiringFactory;

/** Who has RX, and the indirect message in it. */
class BufferPairTest {
    private final BufferPair pair = new BufferPair(
            new Memory(new Hub(new WiringFactory(1).empty(new RoleTable().size()), new CrossingLog(1, () -> 0))), null);
    private final IndirectMessage message = new IndirectMessage(2, 1, 40);
    private final List<Integer> pended = new ArrayList<>();

    @BeforeEach
    void map() {
        assertThat(pair.map(List.of(new ConstituentRange(0x1000, 1)), List.of(new ConstituentRange(0x2000, 1)), false))
                .isTrue();
    }

    private void receive() {
        assertThat(pair.takeRx()).isTrue();
        pair.handOverRx(message);
    }

    private ExecutionContext waiting() {
        VirtualInterrupts virtual = answering(VirtualInterrupts.class, intid -> pended.add((Integer) intid));
        return answering(ExecutionContext.class, nothing -> virtual);
    }

    private interface Answer {
        Object to(Object argument);
    }

    /** Of each of the two interfaces the pair uses one method. */
    private static <T> T answering(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (method.getName().equals("hashCode")) {
                return System.identityHashCode(self);
            }
            if (method.getName().equals("equals")) {
                return self == args[0];
            }
            Object value = answer.to(args == null ? "" : args[0]);
            return method.getReturnType() == void.class ? null : value;
        }));
    }

    @Test
    void aMessageIsPendingUntilItIsToldAndThereUntilRxIsReleased() {
        receive();
        assertThat(pair.messagePending()).isTrue();
        assertThat(pair.takeRx()).isFalse();
        assertThat(message.tell()).isTrue();
        assertThat(message.tell()).isFalse();
        assertThat(pair.messagePending()).isFalse();
        assertThat(pair.message()).isSameAs(message);
        assertThat(pair.releaseRx()).isTrue();
        assertThat(pair.message()).isNull();
        assertThat(pair.releaseRx()).isFalse();
    }

    @Test
    void aWaitReleasesWhatWasToldOnly() {
        receive();
        assertThat(pair.releaseRxUnlessPending()).isFalse();
        assertThat(pair.message()).isSameAs(message);
        message.tell();
        assertThat(pair.releaseRxUnlessPending()).isTrue();
        assertThat(pair.takeRx()).isTrue();
        assertThat(pair.releaseRxUnlessPending()).isFalse();
        pair.handOverRx();
        assertThat(pair.releaseRxUnlessPending()).isTrue();
    }

    @Test
    void aPairThatIsUnmappedWhileItIsFilledHasNoMessage() {
        pair.takeRx();
        pair.unmap();
        pair.handOverRx(message);
        map();
        assertThat(pair.message()).isNull();
        assertThat(pair.takeRx()).isTrue();
    }

    @Test
    void aMessageIsNotSeenBeforeItIsWhole() {
        pair.takeRx();
        assertThat(pair.rxFull()).isFalse();
        assertThat(pair.messagePending()).isFalse();
        pair.dropRx();
        assertThat(pair.takeRx()).isTrue();
    }

    @Test
    void whoFoundRxFullIsToldOnceWhenItIsEmpty() {
        receive();
        pair.notifyWhenEmpty(waiting());
        assertThat(pended).isEmpty();
        pair.releaseRx();
        assertThat(pended).containsExactly(VirtualInterrupts.RX_AVAILABLE);
        receive();
        pair.releaseRx();
        assertThat(pended).hasSize(1);
    }

    @Test
    void whoAsksAfterRxHasBeenReleasedIsToldAtOnce() {
        pair.notifyWhenEmpty(waiting());
        assertThat(pended).containsExactly(VirtualInterrupts.RX_AVAILABLE);
    }

    @Test
    void aPairThatIsUnmappedHasNoMessage() {
        receive();
        assertThat(pair.unmap()).isTrue();
        assertThat(pair.messagePending()).isFalse();
        assertThat(pair.message()).isNull();
    }

    @Test
    void whatIsInRxOfANewPairIsNotTheMessageOfTheOldOne() {
        receive();
        pair.unmap();
        map();
        // partition information, for example
        assertThat(pair.takeRx()).isTrue();
        pair.handOverRx();
        assertThat(pair.messagePending()).isFalse();
        assertThat(pair.message()).isNull();
    }

    @Test
    void whoWaitsForRxHearsThatANewPairIsEmpty() {
        receive();
        pair.notifyWhenEmpty(waiting());
        pair.unmap();
        assertThat(pended).isEmpty();
        map();
        assertThat(pended).containsExactly(VirtualInterrupts.RX_AVAILABLE);
    }
}
