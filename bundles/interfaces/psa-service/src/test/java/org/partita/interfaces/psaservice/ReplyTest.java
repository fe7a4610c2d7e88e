package org.partita.interfaces.psaservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.SpmConnection;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.testkit.Shows;

final class ReplyTest {
    private final Scene scene = new Scene();

    private SpmConnectionModel message(int type) {
        return scene.spm.connected(scene.hash, -1).taken(type);
    }

    @Shows("FFM-API-71")
    @Test
    void whoConnectsGetsTheHandleForPsaSuccess() {
        for (SpmConnectionModel message : List.of(message(-1), message(-1))) {
            assertThat(scene.replied(message, 0)).isEqualTo(message.handle()).isPositive();
        }
    }

    @Shows("FFM-API-71")
    @ParameterizedTest
    @ValueSource(ints = {-130, -131})
    void whoConnectsGetsConnectionRefusedAndConnectionBusy(int status) {
        assertThat(scene.replied(message(-1), status)).isEqualTo(status);
    }

    @Shows("FFM-API-71")
    @ParameterizedTest
    @ValueSource(ints = {5, 1, -1, -129, -132, -135, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void anyOtherStatusForAConnectionPanics(int status) {
        SpmConnectionModel message = message(-1);
        scene.panics("FFM-API-71", PsaFunction.PSA_REPLY, message.handle(), status);
        assertThat(message.state()).isEqualTo(SpmConnection.State.TAKEN);
    }

    @Shows("FFM-API-72")
    @ParameterizedTest
    @ValueSource(ints = {0, 5, -135, -129})
    void theStatusForADisconnectionHasNoEffect(int status) {
        assertThat(scene.replied(message(-2), status)).isZero();
    }

    @Shows("FFM-API-73")
    @ParameterizedTest
    @ValueSource(ints = {0, 1, -129, -130, -131, -135, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void theClientGetsAnyStatusForARequest(int status) {
        assertThat(scene.replied(message(0), status)).isEqualTo(status);
    }

    @Shows("FFM-API-29")
    @Test
    void theLengthsInTheClientsDescriptorsBecomeWhatWasWritten() {
        long descriptors = Scene.CLIENT + 0x80;
        scene.spm.memory().words(descriptors, Scene.CLIENT, 16, Scene.CLIENT + 0x20, 16, 0x77, 0x78);
        SpmConnectionModel request = message(3).with(4, Scene.CLIENT, 16).with(5, Scene.CLIENT + 0x20, 16);
        request.outputs(descriptors, 2);
        scene.done(PsaFunction.PSA_WRITE, request.handle(), 0, Scene.OWN, 5);

        assertThat(scene.replied(request, 0)).isZero();

        int[] words = new int[6];
        for (int i = 0; i < words.length; i++) {
            words[i] = scene.spm.memory().word(descriptors + 4L * i);
        }
        assertThat(words).containsExactly((int) Scene.CLIENT, 5, (int) Scene.CLIENT + 0x20, 0, 0x77, 0x78);
    }

    @Test
    void aRequestWithoutOutputVectorsChangesNothingOfTheClient() {
        byte[] before = scene.spm.memory().bytes(Scene.CLIENT, Scene.SIZE);
        scene.replied(message(0), 0);
        assertThat(scene.spm.memory().bytes(Scene.CLIENT, Scene.SIZE)).isEqualTo(before);
    }

    @Shows("FFM-API-74")
    @Test
    void aSecondReplyPanics() {
        SpmConnectionModel message = message(0);
        scene.replied(message, 1);
        scene.panics("FFM-API-74", PsaFunction.PSA_REPLY, message.handle(), 2);
        assertThat(message.result()).isEqualTo(1);
    }

    @Shows("FFM-API-74")
    @Test
    void aHandleThatIsNoMessageOfThePartitionPanics() {
        for (long handle : new Handles(scene).invalid()) {
            scene.panics("FFM-API-74", PsaFunction.PSA_REPLY, handle, 0);
        }
    }

    @Shows("FFM-BACKEND-1")
    @Test
    void messagesCanBeAnsweredInAnyOrder() {
        SpmConnectionModel a = message(0);
        SpmConnectionModel b = message(0);
        assertThat(scene.replied(b, 2)).isEqualTo(2);
        assertThat(scene.replied(a, 1)).isEqualTo(1);
    }
}
