package org.partita.interfaces.psaservice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.SpmConnection;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

final class GetTest {
    private static final long AT = Scene.OWN + 0x10;
    private static final int BEFORE = 0xAAAA_AAAA;

    private final Scene scene = new Scene();

    @BeforeEach
    void fill() {
        for (long at = Scene.OWN; at < Scene.OWN + Scene.SIZE; at += 4) {
            scene.spm.memory().word(at, BEFORE);
        }
    }

    private long get(int signal) {
        return scene.done(PsaFunction.PSA_GET, signal, AT);
    }

    /** Words of the psa_msg_t, with the one in front and the one behind. */
    private int[] words() {
        int[] words = new int[14];
        for (int i = 0; i < words.length; i++) {
            words[i] = scene.spm.memory().word(AT - 4 + 4L * i);
        }
        return words;
    }

    @Shows({"FFM-API-46", "FFM-API-38", "FFM-IPC-8"})
    @Test
    void aRequestIsWrittenAsAPsaMsgT() {
        SpmConnectionModel sent = scene.spm
                .connected(scene.hash, -2)
                .queued(7)
                .with(0, Scene.CLIENT, 10)
                .with(2, Scene.CLIENT + 0x20, 0xFFFF_FFFFL)
                .with(4, Scene.CLIENT + 0x40, 20)
                .with(7, Scene.CLIENT + 0x60, 5);
        sent.rhandle(0x1234);

        assertThat(get(Scene.HASH)).isZero();

        assertThat(words()).containsExactly(BEFORE, 7, sent.handle(), -2, 0x1234, 10, 0, -1, 0, 20, 0, 0, 5, BEFORE);
        assertThat(sent.state()).isEqualTo(SpmConnection.State.TAKEN);
    }

    @Shows("FFM-API-38")
    @ParameterizedTest
    @ValueSource(ints = {-1, -2})
    void aMessageThatIsNoRequestHasATypeAndNoVectors(int type) {
        SpmConnectionModel sent =
                scene.spm.connected(scene.hash, scene.storage.id()).queued(type);

        assertThat(get(Scene.HASH)).isZero();

        assertThat(words())
                .containsExactly(BEFORE, type, sent.handle(), scene.storage.id(), 0, 0, 0, 0, 0, 0, 0, 0, 0, BEFORE);
    }

    @Shows({"FFM-IPC-32", "FFM-API-46"})
    @Test
    void messagesOfASignalComeInTheOrderInWhichTheyWereSent() {
        SpmConnectionModel y = scene.spm.connected(scene.hash, -2);
        SpmConnectionModel x = scene.spm.connected(scene.hash, -1).queued(1);
        y.queued(2);

        assertThat(get(Scene.HASH)).isZero();
        assertThat(words()).contains(x.handle(), 1);
        assertThat(scene.crypto.asserted()).isEqualTo(Scene.HASH);

        assertThat(get(Scene.HASH)).isZero();
        assertThat(words()).contains(y.handle(), 2);
        assertThat(scene.crypto.asserted()).isZero();
    }

    @Shows("FFM-IPC-2")
    @Test
    void eachServiceHasItsOwnQueueAndSignal() {
        SpmConnectionModel first = scene.spm.connected(scene.mac, -1).queued(1);
        SpmConnectionModel second = scene.spm.connected(scene.hash, -2).queued(2);

        assertThat(get(Scene.HASH)).isZero();

        assertThat(second.state()).isEqualTo(SpmConnection.State.TAKEN);
        assertThat(first.state()).isEqualTo(SpmConnection.State.QUEUED);
        assertThat(scene.crypto.asserted()).isEqualTo(Scene.MAC);
    }

    @Shows("FFM-API-46")
    @Test
    void aMessageThatHasGoneMeanwhileDoesNotExist() {
        scene.crypto.assertSignals(Scene.HASH | Scene.MAC);
        PsaCallModel call = scene.crypto.call(PsaFunction.PSA_GET, Scene.HASH, AT);

        assertThat(call.handle(scene.api)).isEqualTo(Outcome.COMPLETE);

        Refusal.of(call.refusal()).is("PSA_ERROR_DOES_NOT_EXIST FFM-API-46");
        assertThat(call.result()).isEqualTo(-140);
        assertThat(call.panicked()).isFalse();
        assertThat(scene.crypto.asserted()).isEqualTo(Scene.MAC);
        assertThat(words()).containsOnly(BEFORE);
    }

    @Shows({"FFM-API-47", "FFM-API-48", "FFM-API-49"})
    @ParameterizedTest
    @CsvSource({
        "FFM-API-47, 0",
        "FFM-API-47, 0x30",
        "FFM-API-47, 0x18",
        "FFM-API-48, 0x8",
        "FFM-API-48, 0x40",
        "FFM-API-48, 0x1",
        "FFM-API-48, 0x80000000",
        "FFM-API-49, 0x20"
    })
    void aSignalThatNamesNoServiceWithMessagesPanics(String rule, String signal) {
        scene.crypto.interrupt(3, false).assertSignals(0x8000_0008);
        SpmConnectionModel sent = scene.spm.connected(scene.hash, -1).queued(0);

        scene.panics(rule, PsaFunction.PSA_GET, Long.decode(signal), AT);

        assertThat(sent.state()).isEqualTo(SpmConnection.State.QUEUED);
    }

    @Shows("FFM-API-50")
    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                Scene.FOREIGN,
                Scene.CODE,
                Scene.OWN - 4,
                Scene.OWN + Scene.SIZE - 47,
                0x1_0000_0000L - 47,
                0xFFFF_FFFFL
            })
    void aMessageThatThePartitionMayNotWritePanics(long at) {
        SpmConnectionModel sent = scene.spm.connected(scene.hash, -1).queued(0);

        scene.panics("FFM-API-50", PsaFunction.PSA_GET, Scene.HASH, at);

        assertThat(sent.state()).isEqualTo(SpmConnection.State.QUEUED);
    }

    @Test
    void aMessageMayEndWhereThePartitionsMemoryEnds() {
        scene.spm.connected(scene.hash, -1).queued(0);
        assertThat(scene.done(PsaFunction.PSA_GET, Scene.HASH, Scene.OWN + Scene.SIZE - 48))
                .isZero();
    }
}
