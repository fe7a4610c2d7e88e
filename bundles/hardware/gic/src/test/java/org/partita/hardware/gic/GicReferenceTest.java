package org.partita.hardware.gic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GicReferenceTest {
    private static final int STEPS = 4000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void answersWhatTheRulesAnswer(long seed) {
        Steps steps = new Steps(seed);
        Gicv3 gic = Gics.of(Steps.PES, Steps.SPIS);
        NaiveGic naive = new NaiveGic(Steps.PES, Steps.SPIS);
        Deque<String> last = new ArrayDeque<>();
        for (int i = 0; i < STEPS; i++) {
            Steps.Step step = steps.next();
            last.add(step.words());
            if (last.size() > 12) {
                last.remove();
            }
            long answer = step.gic().applyAsLong(gic);
            assertThat(answer)
                    .as("seed %d step %d: %s", seed, i, last)
                    .isEqualTo(step.naive().applyAsLong(naive));
            steps.answered(step, answer);
            for (int pe = 0; pe < Steps.PES; pe++) {
                assertThat(gic.signalled(pe))
                        .as("seed %d step %d, signalled to PE %d: %s", seed, i, pe, last)
                        .isEqualTo(naive.signalled(pe));
            }
            assertThat(gic.interrupts())
                    .as("seed %d step %d: %s", seed, i, last)
                    .isEqualTo(naive.statuses());
        }
    }
}
