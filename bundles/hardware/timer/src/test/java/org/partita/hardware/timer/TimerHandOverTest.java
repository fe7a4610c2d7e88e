package org.partita.hardware.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.timer.TimerId;
import org.partita.api.timer.TimerKind;
import org.partita.api.timer.TimerRegister;
import org.partita.api.timer.TimerState;
import org.partita.api.timer.TimerStatus;

class TimerHandOverTest {
    private static final long FREQUENCY = 24_000_000;
    private static final TimerId SECURE = new TimerId(TimerKind.SECURE, 1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void successorsAnswerAsOneThatWasNeverExchanged(long seed) {
        Random random = new Random(seed);
        ArmGenericTimer serving = Timers.of(2, FREQUENCY);
        ArmGenericTimer uninterrupted = Timers.of(2, FREQUENCY);
        long now = 0;
        for (int i = 0; i < 3000; i++) {
            if (random.nextInt(5) == 0) {
                ArmGenericTimer next = Timers.of(2, FREQUENCY);
                next.importState(serving.exportState());
                serving = next;
            }
            now += random.nextInt(5000);
            TimerId id = new TimerId(TimerKind.values()[random.nextInt(4)], random.nextInt(2));
            TimerRegister register = TimerRegister.values()[random.nextInt(3)];
            long value = register == TimerRegister.CVAL
                    ? uninterrupted.count(now) + random.nextInt(200) - 100
                    : random.nextInt(100);
            serving.write(id, register, value, now);
            uninterrupted.write(id, register, value, now);
            TimerRegister read = TimerRegister.values()[random.nextInt(3)];
            assertThat(serving.read(id, read, now)).isEqualTo(uninterrupted.read(id, read, now));
            assertThat(serving.asserted(now)).isEqualTo(uninterrupted.asserted(now));
            assertThat(serving.next(now)).isEqualTo(uninterrupted.next(now));
            assertThat(serving.exportState()).isEqualTo(uninterrupted.exportState());
        }
    }

    static Stream<Arguments> impossible() {
        TimerStatus fine = new TimerStatus(SECURE, 1, 5);
        return Stream.of(
                Arguments.of("version 2 is not understood", new TimerState(TimerState.SCHEMA, 2, FREQUENCY, List.of())),
                Arguments.of("schema other", new TimerState("other", 1, FREQUENCY, List.of())),
                Arguments.of(
                        "counts at 1000 Hz, this one at 24000000",
                        new TimerState(TimerState.SCHEMA, 1, 1000, List.of())),
                Arguments.of("is there twice", state(fine, fine)),
                Arguments.of("CTL 5 has other bits", state(new TimerStatus(SECURE, 5, 5))),
                Arguments.of("there is no PE 2", state(fine, new TimerStatus(new TimerId(TimerKind.SECURE, 2), 1, 5))));
    }

    private static TimerState state(TimerStatus... timers) {
        return new TimerState(TimerState.SCHEMA, 1, FREQUENCY, List.of(timers));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void whatIsNotPossibleIsRefusedAndChangesNothing(String words, TimerState state) {
        ArmGenericTimer timer = Timers.of(2, FREQUENCY);
        timer.write(SECURE, TimerRegister.TVAL, 24, 0);
        timer.write(SECURE, TimerRegister.CTL, 1, 0);
        assertThatThrownBy(() -> timer.importState(state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
        assertThat(timer.timers()).containsExactly(new TimerStatus(SECURE, 1, 24));
        assertThat(timer.next(0)).isEqualTo(1000);
    }
}
