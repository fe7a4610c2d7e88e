package org.partita.hardware.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.api.timer.TimerRegister.CTL;
import static org.partita.api.timer.TimerRegister.CVAL;
import static org.partita.api.timer.TimerRegister.TVAL;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.partita.api.timer.GenericTimer;
import org.partita.api.timer.TimerId;
import org.partita.api.timer.TimerKind;
import org.partita.api.timer.TimerStatus;

class ArmGenericTimerTest {
    /** 16 ns a count. */
    private final ArmGenericTimer timer = Timers.of(2, 62_500_000);

    private final TimerId id = new TimerId(TimerKind.PHYSICAL, 0);

    @ParameterizedTest
    @EnumSource
    void aTimerFiresAtTheFirstNanosecondOfItsCount(TimerKind kind) {
        TimerId t = new TimerId(kind, 1);
        timer.write(t, CVAL, 100, 0);
        assertThat(timer.next(0)).as("not enabled").isEqualTo(GenericTimer.NEVER);
        timer.write(t, CTL, 1, 0);

        assertThat(timer.next(0)).isEqualTo(1600);
        assertThat(timer.next(t, 0)).isEqualTo(1600);
        assertThat(timer.asserted(t, 1599)).isFalse();
        assertThat(timer.read(t, CTL, 1599)).isEqualTo(1);
        assertThat(timer.asserted(t, 1600)).isTrue();
        assertThat(timer.read(t, CTL, 1600)).as("ENABLE and ISTATUS").isEqualTo(5);
        assertThat(timer.asserted(1600)).containsExactly(t);
        assertThat(timer.next(t, 1700)).isEqualTo(1700);
        assertThat(timer.next(1700)).as("it has fired").isEqualTo(GenericTimer.NEVER);
    }

    @Test
    void aMaskHidesTheInterruptAndNotTheStatus() {
        timer.write(id, CVAL, 100, 0);
        timer.write(id, CTL, 3, 0);
        assertThat(timer.next(0)).isEqualTo(GenericTimer.NEVER);
        assertThat(timer.next(id, 2000)).isEqualTo(GenericTimer.NEVER);
        assertThat(timer.asserted(id, 2000)).isFalse();
        assertThat(timer.read(id, CTL, 2000)).isEqualTo(7);
        timer.write(id, CTL, 1, 2000);
        assertThat(timer.asserted(id, 2000)).isTrue();
        timer.write(id, CTL, 0, 2000);
        assertThat(timer.read(id, CTL, 2000)).isZero();
        assertThat(timer.asserted(id, 2000)).isFalse();
    }

    @Test
    void onlyEnableAndMaskAreWritten() {
        timer.write(id, CTL, -1, 0);
        timer.write(id, CVAL, 1, 0);
        assertThat(timer.read(id, CTL, 0)).isEqualTo(3);
    }

    /** Arm ARM D12.2.4: CompareValue = (Counter + SignExtend(TVAL)); TVAL = (CompareValue - Counter), 32 bits. */
    @ParameterizedTest
    @CsvSource({
        "16000, 0x64, 1100, 0x64",
        "16000, 0xFFFFFFFF, 999, 0xFFFFFFFF",
        "16000, 0x7FFFFFFF, 2147484647, 0x7FFFFFFF",
        "16000, 0x80000000, -2147482648, 0x80000000",
        "0, 0xFFFFFFFF, -1, 0xFFFFFFFF",
        "16000, 0x1200000005, 1005, 5",
    })
    void timerValuesAreSigned(long nanos, String written, long compare, String read) {
        timer.write(id, TVAL, Long.decode(written), nanos);
        assertThat(timer.read(id, CVAL, nanos)).isEqualTo(compare);
        assertThat(timer.read(id, TVAL, nanos)).isEqualTo(Long.decode(read));
    }

    @Test
    void aTimerValueCountsDownBelowZero() {
        timer.write(id, TVAL, 10, 0);
        assertThat(timer.read(id, TVAL, 160)).isZero();
        assertThat(timer.read(id, TVAL, 176)).isEqualTo(0xFFFF_FFFFL);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, true",
        "1, 0, false",
        "-1, 0, false",
        "-1, 9223372036854775807, false",
        "-9223372036854775808, 9223372036854775807, false",
        "576460752303423487, 9223372036854775807, true",
        "576460752303423488, 9223372036854775807, false"
    })
    void compareValuesAreUnsigned(long compare, long nanos, boolean met) {
        timer.write(id, CVAL, compare, 0);
        timer.write(id, CTL, 1, 0);
        assertThat(timer.asserted(id, nanos)).isEqualTo(met);
        assertThat(timer.next(id, nanos)).isEqualTo(met ? nanos : compare == 1 ? 16 : GenericTimer.NEVER);
    }

    @Test
    void theEarliestOfThoseThatHaveNotFiredIsNext() {
        TimerId virtual = TimerId.virtual(0xFFFF, 3);
        TimerId secure = new TimerId(TimerKind.SECURE, 1);
        enable(id, 100);
        enable(virtual, 50);
        enable(secure, 75);

        assertThat(timer.next(0)).isEqualTo(800);
        assertThat(timer.next(800)).isEqualTo(1200);
        assertThat(timer.asserted(1600)).containsExactly(id, secure, virtual);
        assertThat(timer.timers())
                .containsExactly(
                        new TimerStatus(id, 1, 100), new TimerStatus(secure, 1, 75), new TimerStatus(virtual, 1, 50));
        timer.forget(virtual);
        assertThat(timer.asserted(1600)).containsExactly(id, secure);
        assertThat(timer.read(virtual, CVAL, 0)).isZero();
    }

    private void enable(TimerId t, long compare) {
        timer.write(t, CVAL, compare, 0);
        timer.write(t, CTL, 1, 0);
    }

    @Test
    void aTimerThatIsAsAfterResetIsNotListed() {
        assertThat(timer.read(id, CTL, 5)).isZero();
        assertThat(timer.read(id, CVAL, 5)).isZero();
        enable(id, 7);
        timer.write(id, CTL, 0, 0);
        assertThat(timer.timers()).containsExactly(new TimerStatus(id, 0, 7));
        timer.write(id, CVAL, 0, 0);
        assertThat(timer.timers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "VIRTUAL")
    void timersOfPesThatThereAreNotAreRefused(TimerKind kind) {
        TimerId absent = new TimerId(kind, 2);
        assertThatThrownBy(() -> timer.read(absent, CTL, 0)).hasMessageContaining(kind + " timer: there is no PE 2");
        assertThatThrownBy(() -> timer.write(absent, CTL, 1, 0)).hasMessageContaining("the platform has 2");
        assertThatThrownBy(() -> timer.asserted(new TimerId(kind, -1), 0)).hasMessageContaining("no PE -1");
    }

    @Test
    void anotherFrequencyCountsFromTheNextPlatformOn() {
        enable(id, 100);
        timer.modified(Timers.configuration(1000));
        assertThat(timer.frequency()).isEqualTo(62_500_000);
        timer.attach(new Timers.Attached(1));
        assertThat(timer.frequency()).isEqualTo(1000);
        assertThat(timer.timers()).isEqualTo(List.of());
    }
}
