package org.partita.interfaces.psaservice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.SpmConnection;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.lib.fixture.psa.SpmServiceModel;
import org.partita.testkit.Shows;

final class RhandleTest {
    private static final long RHANDLE = 12;

    private final Scene scene = new Scene();

    private int got() {
        assertThat(scene.done(PsaFunction.PSA_GET, Scene.HASH, Scene.OWN)).isZero();
        return scene.spm.memory().word(Scene.OWN + RHANDLE);
    }

    @Shows("FFM-API-51")
    @Test
    void whatIsSetForAConnectionComesWithAllItsLaterMessages() {
        SpmConnectionModel connection = scene.spm.connected(scene.hash, -1).queued(-1);
        SpmConnectionModel other = scene.spm.connected(scene.hash, -2);
        assertThat(got()).isZero();

        assertThat(scene.done(PsaFunction.PSA_SET_RHANDLE, connection.handle(), 0xFFFF_1234L))
                .isZero();

        for (int type : new int[] {0, 5, -2}) {
            connection.in(SpmConnection.State.IDLE).queued(type);
            assertThat(got()).isEqualTo(0xFFFF_1234);
        }
        other.queued(0);
        assertThat(got()).isZero();
    }

    @Shows("FFM-API-51")
    @Test
    void theLastValueCounts() {
        SpmConnectionModel connection = scene.request(scene.hash);
        scene.done(PsaFunction.PSA_SET_RHANDLE, connection.handle(), 1);
        scene.done(PsaFunction.PSA_SET_RHANDLE, connection.handle(), 0);
        assertThat(connection.rhandle()).isZero();
    }

    @Shows("FFM-API-52")
    @Test
    void aMessageOfAStatelessServicePanics() {
        SpmServiceModel stateless = scene.crypto.service("RNG").stateless(1);
        SpmConnectionModel request = scene.request(stateless);

        scene.panics("FFM-API-52", PsaFunction.PSA_SET_RHANDLE, request.handle(), 1);

        assertThat(request.rhandle()).isZero();
    }

    @Shows("FFM-API-52")
    @Test
    void aHandleThatIsNoMessageOfThePartitionPanics() {
        for (long handle : new Handles(scene).invalid()) {
            scene.panics("FFM-API-52", PsaFunction.PSA_SET_RHANDLE, handle, 1);
        }
        assertThat(scene.spm.connections())
                .allSatisfy(c -> assertThat(c.rhandle()).isZero());
    }
}
