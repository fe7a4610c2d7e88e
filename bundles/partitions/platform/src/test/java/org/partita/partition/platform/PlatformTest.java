package org.partita.partition.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffm.partition.Outputs;
import org.partita.lib.fixture.psa.partition.PsaModel;
import org.partita.lib.fixture.psa.partition.SfnModel;

/** The SFN form: it handles interrupts when it is called, and waits on its caller's thread. */
class PlatformTest extends ServicesContract {
    private SfnModel model;

    @Override
    PsaModel partition(int memory) {
        model = new SfnModel(260, 0x40, memory, new Platform());
        return model;
    }

    private String next() {
        Outputs outputs = new Outputs(16);
        assertThat(model.request(NS, IOCTL, outputs, word(AWAIT_INTERRUPT))).isEqualTo(SUCCESS);
        return HexFormat.of().formatHex(outputs.bytes(0));
    }

    @Test
    void warningsAreOneUntilACallComes() {
        model.raise(WATCHDOG);
        assertThat(model.isEnabled(WATCHDOG)).isFalse();
        model.raise(WATCHDOG);

        assertThat(statistics()).isEqualTo(statistics(0, 0, 1, WATCHDOG));
        assertThat(statistics()).isEqualTo(statistics(0, 0, 1, WATCHDOG));
        assertThat(model.isEnabled(WATCHDOG)).isTrue();
    }

    @Test
    void twoPeriodsBeforeACallAreOneSignal() {
        for (int tick = 0; tick < 8; tick++) {
            model.raise(TICKER);
        }

        assertThat(statistics()).isEqualTo(statistics(8, 1, 0, TICKER));
    }

    @Test
    void theNextInterruptIsAwaited() {
        model.whileItWaits(() -> model.raise(WATCHDOG));

        assertThat(next()).isEqualTo(statistics(0, 0, 1, WATCHDOG));
    }

    @Test
    void ticksWakeNobodyBeforeThePeriodEnds() {
        List.of(1, 2, 3, 4).forEach(tick -> model.whileItWaits(() -> model.raise(TICKER)));

        assertThat(next()).isEqualTo(statistics(4, 1, 0, TICKER));
    }

    @ParameterizedTest
    @ValueSource(ints = {WATCHDOG, TICKER})
    void whatCameBeforeIsNotTheNext(int signal) {
        for (int i = 0; i < 4; i++) {
            model.raise(TICKER);
        }
        model.raise(WATCHDOG);
        statistics();
        model.raise(WATCHDOG);
        for (int i = 0; i < 4; i++) {
            model.whileItWaits(() -> model.raise(signal));
        }

        assertThat(next()).isEqualTo(signal == WATCHDOG ? statistics(4, 1, 3, WATCHDOG) : statistics(8, 2, 2, TICKER));
    }
}
