package org.partita.backend.sfn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.backend.sfn.Ready.one;
import static org.partita.backend.sfn.Ready.running;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.lib.fixture.psa.SpmModel;
import org.partita.lib.fixture.psa.SpmPartitionModel;
import org.partita.lib.fixture.psa.SpmServiceModel;
import org.partita.testkit.Shows;

final class SfnBackendTest {
    private final SpmModel spm = new SpmModel();
    private final SpmPartitionModel crypto = spm.partition("CRYPTO").sfn();
    private final SpmServiceModel hash = crypto.service("HASH");
    private final SfnBackend backend = new SfnBackend();

    private int next(Ready.One... ready) {
        return backend.next(Ready.of(ready));
    }

    @Test
    void itIsTheSfnBackend() {
        assertThat(backend.kind()).isEqualTo(SpmBackend.SFN);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 7, -2})
    void aPartitionThatRestsIsEnteredOnItsClientsStack(int type) {
        SpmConnectionModel connection = spm.connected(hash, -1);
        connection.type(type);
        PsaCallModel call = spm.client(-1, PsaFunction.PSA_CALL).sending(connection);

        assertThat(call.decide(backend)).isEqualTo(Outcome.DELIVER);

        assertThat(connection.state()).isEqualTo(SpmConnection.State.IDLE);
        assertThat(crypto.asserted()).isZero();
    }

    @Test
    void aMessageWaitsForAPartitionThatIsInTheMiddleOfAnother() {
        crypto.busy();
        SpmConnectionModel connection = spm.connected(hash, -1);
        PsaCallModel call = spm.client(-1, PsaFunction.PSA_CALL).sending(connection);

        assertThat(call.decide(backend)).isEqualTo(Outcome.WAIT);

        assertThat(connection.state()).isEqualTo(SpmConnection.State.QUEUED);
        assertThat(crypto.oldest(hash.signal())).isSameAs(connection);
    }

    @Test
    void onlyTheServicesPartitionMatters() {
        SpmPartitionModel client = spm.partition("CLIENT").sfn().busy();
        PsaCallModel call = client.call(PsaFunction.PSA_CALL).sending(spm.connected(hash, client.id()));
        assertThat(call.decide(backend)).isEqualTo(Outcome.DELIVER);
    }

    @Test
    @Shows("FFM-SFN-4")
    void anAnswerGoesToTheClientAndTheServiceGoesOn() {
        SpmConnectionModel connection = spm.connected(hash, -1).taken(0);
        PsaCallModel call = crypto.call(PsaFunction.PSA_REPLY).answering(connection, -135);

        assertThat(call.decide(backend)).isEqualTo(Outcome.COMPLETE);

        assertThat(connection.state()).isEqualTo(SpmConnection.State.ANSWERED);
        assertThat(connection.result()).isEqualTo(-135);
        assertThat(call.registers.x0).isEqualTo(PsaStatus.PSA_SUCCESS.code());
    }

    @Test
    @Shows("FFM-SFN-4")
    void whoConnectsIsAnsweredWithAHandle() {
        SpmConnectionModel connection = spm.connected(hash, -1).taken(-1);
        PsaCallModel call = crypto.call(PsaFunction.PSA_REPLY).answering(connection, connection.handle());

        assertThat(call.decide(backend)).isEqualTo(Outcome.COMPLETE);

        assertThat(connection.result()).isEqualTo(connection.handle()).isPositive();
        assertThat(call.registers.x0).isEqualTo(PsaStatus.PSA_SUCCESS.code());
    }

    @Test
    void whoWaitsForAnInterruptIsBlocked() {
        PsaCallModel call = crypto.call(PsaFunction.PSA_WAIT);
        call.await(0x8000_0000);
        assertThat(call.decide(backend)).isEqualTo(Outcome.WAIT);
    }

    @Test
    void nobodyRunsIfNobodyIsReady() {
        assertThat(next()).isEqualTo(-1);
    }

    @Test
    void whoeverRunsGoesOn() {
        assertThat(next(one(1, 0), running(200, 9), one(2, 3))).isEqualTo(1);
    }

    @Test
    void whoHasWaitedLongestIsNextWhateverThePriorities() {
        assertThat(next(one(1, 5), one(200, 4), one(2, 6))).isEqualTo(1);
        assertThat(next(one(200, 1), one(200, 0), one(1, 0))).isEqualTo(1);
    }

    @Test
    void everybodyGetsATurn() {
        List<Ready.One> ready = new ArrayList<>(List.of(one(3, 0), one(1, 0), one(2, 0)));
        int[] turns = new int[3];
        for (int turn = 1; turn <= 30; turn++) {
            int next = backend.next(new Ready(ready));
            turns[next]++;
            ready.set(next, one(1, turn));
        }
        assertThat(turns).containsExactly(10, 10, 10);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "2147483647, true", "-1, false", "-132, false", "-2147483648, false"})
    void onlyANegativeValueOfAnInitializationIsAFailure(int value, boolean initialized) {
        assertThat(backend.initialized(value)).isEqualTo(initialized);
    }
}
