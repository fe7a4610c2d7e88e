package org.partita.interfaces.psaservice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.testkit.Shows;

final class WaitTest {
    private static final long POLL = 0;
    private static final long BLOCK = 0x8000_0000L;
    private static final long DOORBELL = 0x8;

    private final Scene scene = new Scene();

    private long poll(long mask) {
        return scene.done(PsaFunction.PSA_WAIT, mask, POLL);
    }

    @Shows("FFM-API-41")
    @ParameterizedTest
    @ValueSource(longs = {0, 0x1, 0x7, 0x40, 0x4000_0000L, 0x7FFF_FFC7L})
    void aMaskWithoutAnOwnSignalPanics(long mask) {
        scene.crypto.interrupt(3, false);
        scene.panics("FFM-API-41", PsaFunction.PSA_WAIT, mask, POLL);
        scene.panics("FFM-API-41", PsaFunction.PSA_WAIT, mask, BLOCK);
    }

    @Test
    void oneOwnSignalInTheMaskIsEnough() {
        scene.crypto.assertSignals(Scene.MAC);
        assertThat(poll(0xFFFF_FFFFL)).isEqualTo(Scene.MAC);
    }

    @Shows("FFM-API-42")
    @Test
    void aPollReturnsAssertedSignalsOfTheMaskAtOnce() {
        assertThat(poll(DOORBELL)).isZero();
        scene.crypto.assertSignals((int) DOORBELL);
        assertThat(poll(DOORBELL | Scene.HASH)).isEqualTo(DOORBELL);
        assertThat(poll(Scene.HASH)).isZero();
    }

    @Test
    void theSignalOfTheFirstInterruptIsAnUnsignedResult() {
        scene.crypto.interrupt(3, false).assertSignals(0x8000_0000);
        assertThat(poll(0x8000_0000L)).isEqualTo(0x8000_0000L);
    }

    @Test
    void whoBlocksGetsAssertedSignalsOfTheMaskAtOnce() {
        scene.crypto.assertSignals(Scene.HASH | Scene.MAC);
        assertThat(scene.done(PsaFunction.PSA_WAIT, Scene.HASH | DOORBELL, BLOCK))
                .isEqualTo(Scene.HASH);
    }

    @Shows("FFM-API-44")
    @ParameterizedTest
    @ValueSource(longs = {0x8000_0000L, 0x8000_0001L, 0xFFFF_FFFFL, 0x1_8000_0000L})
    void whoBlocksWaitsForASignalOfTheMask(long timeout) {
        scene.crypto.assertSignals(Scene.MAC);
        PsaCallModel call = scene.crypto.call(PsaFunction.PSA_WAIT, Scene.HASH | DOORBELL, timeout);

        assertThat(call.handle(scene.api)).isEqualTo(Outcome.HAND_OVER);

        assertThat(call.request()).isEqualTo(PsaCall.Request.WAITING);
        assertThat(call.mask()).isEqualTo(Scene.HASH | DOORBELL);
        assertThat(call.refusal()).isEmpty();
    }

    @Shows("FFM-API-44")
    @ParameterizedTest
    @ValueSource(longs = {1, 0x7FFF_FFFFL, 0x1_0000_0000L})
    void reservedBitsOfTheTimeoutMakeNoBlock(long timeout) {
        assertThat(scene.done(PsaFunction.PSA_WAIT, Scene.HASH, timeout)).isZero();
    }

    @Shows("FFM-API-45")
    @Test
    void signalsStayAsserted() {
        scene.crypto.assertSignals(Scene.HASH);
        assertThat(poll(Scene.HASH)).isEqualTo(Scene.HASH);
        assertThat(poll(Scene.HASH)).isEqualTo(Scene.HASH);
    }
}
