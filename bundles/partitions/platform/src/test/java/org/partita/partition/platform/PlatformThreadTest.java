package org.partita.partition.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.partita.api.ffm.partition.Outputs;
import org.partita.lib.fixture.psa.partition.IpcModel;
import org.partita.lib.fixture.psa.partition.PsaModel;

/** The IPC form: its thread handles interrupts as they come, and defers answers. */
class PlatformThreadTest extends ServicesContract {
    private final Outputs outputs = new Outputs(16);
    private IpcModel model;

    @Override
    PsaModel partition(int memory) {
        end();
        model = new IpcModel(260, 0x40, memory, new PlatformThread(), new SteppedThread());
        return model;
    }

    @AfterEach
    void end() {
        if (model != null) {
            model.close();
        }
    }

    private IpcModel.Answer await(int client, Outputs into) {
        return model.send(client, IOCTL, into, word(AWAIT_INTERRUPT));
    }

    @Test
    void anInterruptIsHandledWithoutACall() {
        model.raise(WATCHDOG);
        assertThat(model.isEnabled(WATCHDOG)).isTrue();
        for (int tick = 0; tick < 8; tick++) {
            model.raise(TICKER);
        }

        assertThat(statistics()).isEqualTo(statistics(8, 2, 1, TICKER));
    }

    @Test
    void theAnswerIsDeferredUntilTheNextInterrupt() {
        model.raise(WATCHDOG);
        IpcModel.Answer answer = await(NS, outputs);
        assertThat(answer.status()).isEmpty();

        model.raise(WATCHDOG);
        assertThat(answer.status()).hasValue(SUCCESS);
        assertThat(HexFormat.of().formatHex(outputs.bytes(0))).isEqualTo(statistics(0, 0, 2, WATCHDOG));
    }

    @Test
    void othersAreAnsweredMeanwhile() {
        IpcModel.Answer answer = await(NS, outputs);

        assertThat(model.request(-2, NV_INCREMENT, Outputs.NONE, word(0))).isEqualTo(SUCCESS);
        assertThat(statistics()).isEqualTo(statistics(0, 0, 0, 0));
        assertThat(answer.status()).isEmpty();
    }

    @Test
    void ticksWakeNobodyBeforeThePeriodEnds() {
        IpcModel.Answer answer = await(NS, outputs);

        for (int tick = 1; tick <= 3; tick++) {
            model.raise(TICKER);
            assertThat(answer.status()).isEmpty();
        }
        model.raise(TICKER);
        assertThat(answer.status()).hasValue(SUCCESS);
        assertThat(HexFormat.of().formatHex(outputs.bytes(0))).isEqualTo(statistics(4, 1, 0, TICKER));
    }

    @Test
    void allThatWaitAreAnswered() {
        IpcModel.Answer first = await(NS, outputs);
        Outputs others = new Outputs(16);
        IpcModel.Answer second = await(SECURE, others);

        model.raise(WATCHDOG);
        assertThat(first.status()).hasValue(SUCCESS);
        assertThat(second.status()).hasValue(SUCCESS);
        assertThat(others.bytes(0)).isEqualTo(outputs.bytes(0));
        model.raise(WATCHDOG);
        assertThat(statistics()).isEqualTo(statistics(0, 0, 2, WATCHDOG));
    }
}
