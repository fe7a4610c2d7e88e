package org.partita.interfaces.psaservice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffm.PsaFunction;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.testkit.Shows;

final class OutputVectorsTest {
    private static final byte[] DATA = {11, 12, 13, 14, 15, 16, 17, 18, 19};

    private final Scene scene = new Scene();
    private final SpmConnectionModel request =
            scene.request(scene.hash).with(4, Scene.CLIENT, 8).with(6, Scene.CLIENT + 0x20, 2);

    @BeforeEach
    void fill() {
        scene.spm.memory().bytes(Scene.OWN, DATA);
    }

    private void write(int vector, long buffer, long length) {
        assertThat(scene.done(PsaFunction.PSA_WRITE, request.handle(), vector, buffer, length))
                .isZero();
    }

    private byte[] client(int offset, int length) {
        return scene.spm.memory().bytes(Scene.CLIENT + offset, length);
    }

    @Shows("FFM-API-55")
    @Test
    void writesAreAppended() {
        write(0, Scene.OWN, 3);
        write(0, Scene.OWN + 3, 2);

        assertThat(client(0, 7)).containsExactly(11, 12, 13, 14, 15, 5, 6);
        assertThat(request.done(4)).isEqualTo(5);
    }

    @Shows("FFM-API-55")
    @Test
    void eachVectorHasAPositionOfItsOwnAndCanBeFilled() {
        write(0, Scene.OWN, 8);
        write(2, Scene.OWN, 1);
        write(2, Scene.OWN + 8, 1);

        assertThat(client(0, 9)).containsExactly(11, 12, 13, 14, 15, 16, 17, 18, 8);
        assertThat(client(0x20, 3)).containsExactly(11, 19, 0x22);
    }

    @Test
    void noBytesCanBeWrittenFromNowhereAndToAVectorThatTheRequestDoesNotHave() {
        write(0, 0, 0);
        write(1, 0, 0);
        write(0, Scene.OWN, 8);
        write(0, Scene.FOREIGN, 0);
        assertThat(client(0, 8)).containsExactly(11, 12, 13, 14, 15, 16, 17, 18);
    }

    @Test
    void whatThePartitionMayOnlyReadCanBeWrittenToTheClient() {
        write(0, Scene.CODE, 4);
        assertThat(client(0, 4)).containsOnly(0);
    }

    @Shows("FFM-API-69")
    @ParameterizedTest
    @CsvSource({"0, 9", "0, 0xffffffff", "1, 1", "2, 3"})
    void aWritePastTheEndPanics(int vector, String length) {
        scene.panics("FFM-API-69", PsaFunction.PSA_WRITE, request.handle(), vector, Scene.OWN, Long.decode(length));
        assertThat(request.done(4 + vector)).isZero();
    }

    @Shows("FFM-API-69")
    @Test
    void writesThatTogetherGoPastTheEndPanic() {
        write(0, Scene.OWN, 5);
        scene.panics("FFM-API-69", PsaFunction.PSA_WRITE, request.handle(), 0, Scene.OWN, 4);
        assertThat(request.done(4)).isEqualTo(5);
    }

    @Shows("FFM-API-68")
    @ParameterizedTest
    @CsvSource({"0, 1", "0x32000000, 4", "0x300000ff, 2", "0x2fffffff, 2", "0xfffffffc, 5"})
    void aBufferThatThePartitionMayNotReadPanics(String buffer, long length) {
        scene.panics("FFM-API-68", PsaFunction.PSA_WRITE, request.handle(), 0, Long.decode(buffer), length);
        assertThat(request.done(4)).isZero();
    }
}
