package org.partita.backend.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.lib.fixture.ReadyModel.one;
import static org.partita.lib.fixture.ReadyModel.running;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.lib.fixture.psa.BackendModel;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.lib.fixture.psa.SpmServiceModel;
import org.partita.testkit.Shows;

final class IpcBackendTest {
    private final IpcBackend backend = new IpcBackend();
    private final BackendModel model = new BackendModel(backend, PartitionModel.IPC);

    @Test
    void itIsTheIpcBackend() {
        assertThat(backend.kind()).isEqualTo(SpmBackend.IPC);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 7, -2})
    void aMessageIsQueuedAndItsSignalAssertedWhileTheClientWaits(int type) {
        SpmConnectionModel message = model.message(model.hash(), type);

        assertThat(model.sent(message)).isEqualTo(Outcome.WAIT);

        assertThat(message.state()).isEqualTo(SpmConnection.State.QUEUED);
        assertThat(model.crypto().asserted()).isEqualTo(model.hash().signal());
    }

    @Test
    void aMessageForABusyPartitionAndOneForAnSfnPartitionAreQueuedToo() {
        SpmServiceModel function = model.spm().partition("SFN").sfn().service("FUNCTION");
        model.crypto().busy();
        for (SpmServiceModel service : List.of(model.hash(), function)) {
            SpmConnectionModel message = model.message(service, 0);
            assertThat(model.sent(message)).isEqualTo(Outcome.WAIT);
            assertThat(message.state()).isEqualTo(SpmConnection.State.QUEUED);
        }
    }

    @Test
    @Shows({"FFM-SFN-4", "FFM-SFN-27"})
    void anAnswerGoesToTheClientAndTheServiceGoesOn() {
        SpmConnectionModel message = model.taken();
        PsaCallModel call = model.crypto().call(PsaFunction.PSA_REPLY).answering(message, -135);

        assertThat(call.decide(backend)).isEqualTo(Outcome.COMPLETE);

        assertThat(message.state()).isEqualTo(SpmConnection.State.ANSWERED);
        assertThat(message.result()).isEqualTo(-135);
        assertThat(call.registers.x0).isEqualTo(PsaStatus.PSA_SUCCESS.code());
    }

    @Test
    @Shows("FFM-SFN-4")
    void whoConnectsIsAnsweredWithAHandle() {
        SpmConnectionModel message = model.spm().connected(model.hash(), -1).taken(-1);
        PsaCallModel call = model.crypto().call(PsaFunction.PSA_REPLY).answering(message, message.handle());

        assertThat(call.decide(backend)).isEqualTo(Outcome.COMPLETE);

        assertThat(message.result()).isEqualTo(message.handle()).isPositive();
        assertThat(call.registers.x0).isEqualTo(PsaStatus.PSA_SUCCESS.code());
    }

    @Test
    void whoWaitsForASignalIsBlocked() {
        assertThat(model.waits(model.hash().signal())).isEqualTo(Outcome.WAIT);
    }

    @Test
    @Shows("FFM-IPC-13")
    void nobodyRunsIfNobodyIsReady() {
        assertThat(model.next()).isEqualTo(-1);
    }

    @Test
    @Shows({"FFM-IPC-11", "FFM-IPC-13"})
    void theHighestPriorityPreemptsWhoeverRuns() {
        assertThat(model.next(running(128, 9), one(8, 8), one(7, 9))).isEqualTo(2);
        assertThat(model.next(one(7, 9), running(128, 1))).isZero();
    }

    @Test
    @Shows("FFM-IPC-13")
    void amongEqualsWhoeverRunsGoesOn() {
        assertThat(model.next(one(128, 0), running(128, 9), one(128, 1))).isEqualTo(1);
    }

    @Test
    @Shows("FFM-IPC-13")
    void amongEqualsWhoHasWaitedLongestIsNext() {
        assertThat(model.next(one(128, 5), one(128, 4), one(128, 6), one(129, 0)))
                .isEqualTo(1);
        assertThat(model.next(one(128, 1), one(128, 0), one(128, 0))).isEqualTo(1);
    }

    @Test
    @Shows("FFM-IPC-13")
    void amongEqualsEverybodyGetsATurn() {
        assertThat(model.turns(1, 1, 2)).containsExactly(15, 15, 0);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, false", "2147483647, false", "-1, false", "-132, false", "-2147483648, false"})
    void onlyPsaSuccessOfAnInitializationIsASuccess(int value, boolean initialized) {
        assertThat(backend.initialized(value)).isEqualTo(initialized);
    }
}
