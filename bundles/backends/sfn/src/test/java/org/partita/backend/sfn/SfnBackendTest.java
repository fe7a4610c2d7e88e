package org.partita.backend.sfn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.lib.fixture.ReadyModel.one;
import static org.partita.lib.fixture.ReadyModel.running;

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
import org.partita.lib.fixture.psa.SpmPartitionModel;
import org.partita.testkit.Shows;

final class SfnBackendTest {
    private final SfnBackend backend = new SfnBackend();
    private final BackendModel model = new BackendModel(backend, PartitionModel.SFN);

    @Test
    void itIsTheSfnBackend() {
        assertThat(backend.kind()).isEqualTo(SpmBackend.SFN);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 7, -2})
    void aPartitionThatRestsIsEnteredOnItsClientsStack(int type) {
        SpmConnectionModel message = model.message(model.hash(), type);

        assertThat(model.sent(message)).isEqualTo(Outcome.DELIVER);

        assertThat(message.state()).isEqualTo(SpmConnection.State.IDLE);
        assertThat(model.crypto().asserted()).isZero();
    }

    @Test
    void aMessageWaitsForAPartitionThatIsInTheMiddleOfAnother() {
        model.crypto().busy();
        SpmConnectionModel message = model.message(model.hash(), 0);

        assertThat(model.sent(message)).isEqualTo(Outcome.WAIT);

        assertThat(message.state()).isEqualTo(SpmConnection.State.QUEUED);
        assertThat(model.crypto().oldest(model.hash().signal())).isSameAs(message);
    }

    @Test
    void onlyTheServicesPartitionMatters() {
        SpmPartitionModel client = model.spm().partition("CLIENT").sfn().busy();
        PsaCallModel call =
                client.call(PsaFunction.PSA_CALL).sending(model.spm().connected(model.hash(), client.id()));
        assertThat(call.decide(backend)).isEqualTo(Outcome.DELIVER);
    }

    @Test
    @Shows("FFM-SFN-4")
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
    void whoWaitsForAnInterruptIsBlocked() {
        assertThat(model.waits(0x8000_0000)).isEqualTo(Outcome.WAIT);
    }

    @Test
    void nobodyRunsIfNobodyIsReady() {
        assertThat(model.next()).isEqualTo(-1);
    }

    @Test
    void whoeverRunsGoesOn() {
        assertThat(model.next(one(1, 0), running(200, 9), one(2, 3))).isEqualTo(1);
    }

    @Test
    void whoHasWaitedLongestIsNextWhateverThePriorities() {
        assertThat(model.next(one(1, 5), one(200, 4), one(2, 6))).isEqualTo(1);
        assertThat(model.next(one(200, 1), one(200, 0), one(1, 0))).isEqualTo(1);
    }

    @Test
    void everybodyGetsATurn() {
        assertThat(model.turns(3, 1, 2)).containsExactly(10, 10, 10);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "2147483647, true", "-1, false", "-132, false", "-2147483648, false"})
    void onlyANegativeValueOfAnInitializationIsAFailure(int value, boolean initialized) {
        assertThat(backend.initialized(value)).isEqualTo(initialized);
    }
}
