package org.partita.interfaces.psaservice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffm.PsaFunction;
import org.partita.lib.fixture.psa.SpmPartitionModel;
import org.partita.testkit.Shows;

final class DoorbellTest {
    private static final int DOORBELL = 0x8;

    private final Scene scene = new Scene();

    private void rung(SpmPartitionModel target) {
        assertThat(scene.done(PsaFunction.PSA_NOTIFY, target.id())).isZero();
    }

    @Shows("FFM-API-77")
    @Test
    void theDoorbellOfThatPartitionIsAsserted() {
        rung(scene.storage);
        assertThat(scene.storage.asserted()).isEqualTo(DOORBELL);
        assertThat(scene.crypto.asserted()).isZero();
    }

    @Test
    void aPartitionCanRingItsOwn() {
        rung(scene.crypto);
        assertThat(scene.done(PsaFunction.PSA_WAIT, DOORBELL, 0)).isEqualTo(DOORBELL);
    }

    @Shows("FFM-API-78")
    @ParameterizedTest
    @ValueSource(ints = {9999, -1, 0, Integer.MIN_VALUE})
    void anIdThatNoPartitionHasPanics(int id) {
        scene.panics("FFM-API-78", PsaFunction.PSA_NOTIFY, id);
        assertThat(scene.storage.asserted()).isZero();
    }

    @Shows("FFM-API-79")
    @Test
    void oneClearIsForAllThatHaveRung() {
        scene.crypto.assertSignals(Scene.HASH);
        rung(scene.crypto);
        rung(scene.crypto);
        rung(scene.storage);

        assertThat(scene.done(PsaFunction.PSA_CLEAR)).isZero();

        assertThat(scene.done(PsaFunction.PSA_WAIT, 0xFFFF_FFFFL, 0)).isEqualTo(Scene.HASH);
        assertThat(scene.storage.asserted()).isEqualTo(DOORBELL);
    }

    @Shows("FFM-API-80")
    @Test
    void clearingADoorbellThatNobodyHasRungPanics() {
        scene.crypto.assertSignals(Scene.HASH);
        scene.panics("FFM-API-80", PsaFunction.PSA_CLEAR);
        rung(scene.crypto);
        scene.done(PsaFunction.PSA_CLEAR);
        scene.panics("FFM-API-80", PsaFunction.PSA_CLEAR);
    }
}
