package org.partita.backend.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.backend.ipc.Ready.one;
import static org.partita.backend.ipc.Ready.running;

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

final class IpcBackendTest {
    private final SpmModel spm = new SpmModel();
    private final SpmPartitionModel crypto = spm.partition("CRYPTO");
    private final SpmServiceModel hash = crypto.service("HASH");
    private final IpcBackend backend = new IpcBackend();

    private int next(Ready.One... ready) {
        return backend.next(Ready.of(ready));
    }

    @Test
    void itIsTheIpcBackend() {
        assertThat(backend.kind()).isEqualTo(SpmBackend.IPC);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 7, -2})
    void aMessageIsQueuedAndItsSignalAssertedWhileTheClientWaits(int type) {
        SpmConnectionModel connection = spm.connected(hash, -1);
        connection.type(type);
        PsaCallModel call = spm.client(-1, PsaFunction.PSA_CALL).sending(connection);

        assertThat(call.decide(backend)).isEqualTo(Outcome.WAIT);

        assertThat(connection.state()).isEqualTo(SpmConnection.State.QUEUED);
        assertThat(crypto.asserted()).isEqualTo(hash.signal());
    }

    @Test
    void aMessageForABusyPartitionAndOneForAnSfnPartitionAreQueuedToo() {
        SpmServiceModel function = spm.partition("SFN").sfn().service("FUNCTION");
        crypto.busy();
        for (SpmServiceModel service : List.of(hash, function)) {
            SpmConnectionModel connection = spm.connected(service, -1);
            PsaCallModel call = spm.client(-1, PsaFunction.PSA_CALL).sending(connection);
            assertThat(call.decide(backend)).isEqualTo(Outcome.WAIT);
            assertThat(connection.state()).isEqualTo(SpmConnection.State.QUEUED);
        }
    }

    @Test
    @Shows({"FFM-SFN-4", "FFM-SFN-27"})
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
    void whoWaitsForASignalIsBlocked() {
        PsaCallModel call = crypto.call(PsaFunction.PSA_WAIT);
        call.await(hash.signal());
        assertThat(call.decide(backend)).isEqualTo(Outcome.WAIT);
    }

    @Test
    @Shows("FFM-IPC-13")
    void nobodyRunsIfNobodyIsReady() {
        assertThat(next()).isEqualTo(-1);
    }

    @Test
    @Shows({"FFM-IPC-11", "FFM-IPC-13"})
    void theHighestPriorityPreemptsWhoeverRuns() {
        assertThat(next(running(128, 9), one(8, 8), one(7, 9))).isEqualTo(2);
        assertThat(next(one(7, 9), running(128, 1))).isZero();
    }

    @Test
    @Shows("FFM-IPC-13")
    void amongEqualsWhoeverRunsGoesOn() {
        assertThat(next(one(128, 0), running(128, 9), one(128, 1))).isEqualTo(1);
    }

    @Test
    @Shows("FFM-IPC-13")
    void amongEqualsWhoHasWaitedLongestIsNext() {
        assertThat(next(one(128, 5), one(128, 4), one(128, 6), one(129, 0))).isEqualTo(1);
        assertThat(next(one(128, 1), one(128, 0), one(128, 0))).isEqualTo(1);
    }

    @Test
    @Shows("FFM-IPC-13")
    void amongEqualsEverybodyGetsATurn() {
        List<Ready.One> ready = new ArrayList<>(List.of(one(1, 0), one(1, 0), one(2, 0)));
        int[] turns = new int[3];
        for (int turn = 1; turn <= 30; turn++) {
            int next = backend.next(new Ready(ready));
            turns[next]++;
            ready.set(next, one(1, turn));
        }
        assertThat(turns).containsExactly(15, 15, 0);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, false", "2147483647, false", "-1, false", "-132, false", "-2147483648, false"})
    void onlyPsaSuccessOfAnInitializationIsASuccess(int value, boolean initialized) {
        assertThat(backend.initialized(value)).isEqualTo(initialized);
    }
}
