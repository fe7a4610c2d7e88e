package org.partita.interfaces.psaservice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffm.PsaFunction;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.testkit.Shows;

final class InputVectorsTest {
    private final Scene scene = new Scene();
    private final SpmConnectionModel request =
            scene.request(scene.hash).with(0, Scene.CLIENT, 10).with(3, Scene.CLIENT + 0x80, 6);

    private long read(int vector, long buffer, long length) {
        return scene.done(PsaFunction.PSA_READ, request.handle(), vector, buffer, length);
    }

    private long skip(int vector, long length) {
        return scene.done(PsaFunction.PSA_SKIP, request.handle(), vector, length);
    }

    private byte[] buffer(int offset, int length) {
        return scene.spm.memory().bytes(Scene.OWN + offset, length);
    }

    @Shows("FFM-API-53")
    @Test
    void aReadGoesOnWhereTheLastOneEnded() {
        assertThat(read(0, Scene.OWN, 4)).isEqualTo(4);
        assertThat(read(0, Scene.OWN + 4, 10)).isEqualTo(6);
        assertThat(read(0, Scene.OWN + 10, 1)).isZero();

        assertThat(buffer(0, 10)).isEqualTo(Scene.pattern(0, 10));
        assertThat(buffer(10, 6)).containsOnly(0);
    }

    @Shows("FFM-API-53")
    @Test
    void eachVectorHasAPositionOfItsOwn() {
        assertThat(read(0, Scene.OWN, 4)).isEqualTo(4);
        assertThat(read(3, Scene.OWN, 6)).isEqualTo(6);
        assertThat(buffer(0, 6)).isEqualTo(Scene.pattern(0x80, 6));
        assertThat(read(0, Scene.OWN, 1)).isEqualTo(1);
        assertThat(buffer(0, 1)).isEqualTo(Scene.pattern(4, 1));
    }

    @Shows("FFM-API-53")
    @ParameterizedTest
    @CsvSource({"1, 8", "2, 8", "0, 0"})
    void nothingIsReadFromAVectorThatTheRequestDoesNotHaveOrIntoNoBytes(int vector, long length) {
        assertThat(read(vector, length == 0 ? 0 : Scene.OWN, length)).isZero();
        assertThat(buffer(0, 8)).containsOnly(0);
        assertThat(request.done(vector)).isZero();
    }

    @Shows("FFM-API-54")
    @Test
    void whatIsSkippedIsNotRead() {
        assertThat(skip(0, 4)).isEqualTo(4);
        assertThat(read(0, Scene.OWN, 10)).isEqualTo(6);
        assertThat(buffer(0, 6)).isEqualTo(Scene.pattern(4, 6));
        assertThat(skip(0, 1)).isZero();
        assertThat(read(0, Scene.OWN, 1)).isZero();
    }

    @Shows("FFM-API-54")
    @Test
    void nobodySkipsBeyondTheEnd() {
        assertThat(skip(0, 0xFFFF_FFFFL)).isEqualTo(10);
        assertThat(skip(3, 0)).isZero();
        assertThat(skip(1, 5)).isZero();
        assertThat(read(3, Scene.OWN, 6)).isEqualTo(6);
    }

    @Shows("FFM-API-59")
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "0x32000000, 4",
        "0x31000000, 4",
        "0x30000000, 257",
        "0x300000ff, 2",
        "0xfffffff0, 17",
        "0x30000000, 0xffffffff"
    })
    void aBufferThatThePartitionMayNotWritePanics(String buffer, String length) {
        scene.panics("FFM-API-59", PsaFunction.PSA_READ, request.handle(), 0, Long.decode(buffer), Long.decode(length));
        assertThat(request.done(0)).isZero();
    }

    @Shows("FFM-API-59")
    @Test
    void allOfTheBufferHasToBeWritableAlsoWhereLessIsLeft() {
        read(0, Scene.OWN, 9);
        scene.panics("FFM-API-59", PsaFunction.PSA_READ, request.handle(), 0, Scene.OWN + Scene.SIZE - 1, 2);
        assertThat(read(0, Scene.OWN + Scene.SIZE - 1, 1)).isEqualTo(1);
    }

    /** As in TF-M, which looks at the buffer only if something is left. */
    @Shows("FFM-API-53")
    @ParameterizedTest
    @CsvSource({"0, 1", "0x32000000, 4", "0x31000000, 4", "0xffffffff, 0xffffffff"})
    void atTheEndOfAVectorTheBufferMayBeAnywhere(String buffer, String length) {
        read(0, Scene.OWN, 10);
        for (int vector : new int[] {0, 1}) {
            assertThat(read(vector, Long.decode(buffer), Long.decode(length))).isZero();
        }
        assertThat(scene.spm.memory().bytes(Scene.FOREIGN, 4)).containsOnly(0);
    }
}
