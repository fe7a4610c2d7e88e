package org.partita.hardware.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.timer.GenericTimer;

class SystemCounterTest {
    private static final BigInteger SECOND = BigInteger.TEN.pow(9);
    private static final BigInteger LAST = BigInteger.valueOf(Long.MAX_VALUE);

    @ParameterizedTest
    @CsvSource({
        "62500000, 0, 0",
        "62500000, 15, 0",
        "62500000, 16, 1",
        "62500000, 1000000000, 62500000",
        "1000000000, 9223372036854775807, 9223372036854775807",
        "62500000, 9223372036854775807, 576460752303423487",
        "1, 999999999, 0",
        "1, 1000000000, 1",
        "3, 333333333, 0",
        "3, 333333334, 1",
    })
    void countsAreWhole(long frequency, long nanos, long count) {
        assertThat(Timers.of(1, frequency).count(nanos)).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 1000, 32_768, 19_200_000, 24_000_000, 62_500_000, 999_999_937, 1_000_000_000})
    void countsAndTheirFirstNanosecondsAreExact(long frequency) {
        SystemCounter counter = new SystemCounter(frequency);
        Random random = new Random(frequency);
        for (int i = 0; i < 2000; i++) {
            long number = random.nextLong() >>> (1 + random.nextInt(62));
            BigInteger n = BigInteger.valueOf(number);
            BigInteger f = BigInteger.valueOf(frequency);
            assertThat(BigInteger.valueOf(counter.count(number)))
                    .isEqualTo(n.multiply(f).divide(SECOND));
            BigInteger first =
                    n.multiply(SECOND).add(f).subtract(BigInteger.ONE).divide(f);
            assertThat(BigInteger.valueOf(counter.nanos(number)))
                    .as("count %d", number)
                    .isEqualTo(first.min(LAST));
        }
        assertThat(counter.nanos(-1)).isEqualTo(GenericTimer.NEVER);
        assertThat(counter.nanos(Long.MIN_VALUE)).isEqualTo(GenericTimer.NEVER);
    }

    @Test
    void thereIsNoTimeBeforeThePlatform() {
        assertThatThrownBy(() -> Timers.of(1, 1000).count(-1)).hasMessageContaining("platform time -1 ns");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1_000_000_001, Long.MAX_VALUE, Long.MIN_VALUE})
    void aFrequencyThatIsNotPossibleIsNamed(long frequency) {
        TimerConfiguration configuration = Timers.configuration(frequency);
        assertThatThrownBy(() -> new ArmGenericTimer(configuration))
                .hasMessageContaining("org.partita.hardware.timer frequency: found " + frequency)
                .hasMessageContaining("1 to 1000000000");
    }
}
