package org.partita.interfaces.psaservice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffm.PsaFunction;
import org.partita.testkit.Shows;

final class InterruptsTest {
    /** Of the first interrupt, which a first-level function handles. */
    private static final int FIRST_LEVEL = 0x8000_0000;
    /** Of the second, which the partition's thread handles. */
    private static final int SECOND_LEVEL = 0x4000_0000;
    /** Of the third, as the second. */
    private static final int OTHER = 0x2000_0000;

    private final Scene scene = new Scene();

    @BeforeEach
    void interrupts() {
        scene.crypto.interrupt(3, true).interrupt(4, false).interrupt(5, false);
    }

    @Shows({"FFM-API-81", "FFM-IPC-28"})
    @Test
    void anEndOfInterruptClearsTheSignalAndEnablesTheSource() {
        scene.crypto.assertSignals(SECOND_LEVEL | OTHER | Scene.HASH);

        assertThat(scene.done(PsaFunction.PSA_EOI, SECOND_LEVEL)).isZero();

        assertThat(scene.crypto.asserted()).isEqualTo(OTHER | Scene.HASH);
        assertThat(scene.crypto.enabled()).isEqualTo(SECOND_LEVEL);
        assertThat(scene.crypto.handled()).isEqualTo(SECOND_LEVEL);
    }

    @Shows("FFM-API-86")
    @Test
    void aResetClearsWhatAFirstLevelFunctionHasTold() {
        scene.crypto.assertSignals(FIRST_LEVEL | OTHER);

        assertThat(scene.done(PsaFunction.PSA_RESET_SIGNAL, FIRST_LEVEL)).isZero();

        assertThat(scene.crypto.asserted()).isEqualTo(OTHER);
        assertThat(scene.crypto.enabled()).isZero();
    }

    @Shows({"FFM-API-87", "FFM-API-88"})
    @ParameterizedTest
    @CsvSource({"0x80000000", "0x40000000"})
    void anInterruptIsEnabledAndDisabledAndToldWhatItWas(String text) {
        int signal = Long.decode(text).intValue();
        scene.done(PsaFunction.PSA_IRQ_ENABLE, OTHER);

        assertThat(scene.done(PsaFunction.PSA_IRQ_ENABLE, signal)).isZero();
        assertThat(scene.crypto.enabled()).isEqualTo(signal | OTHER);
        assertThat(scene.done(PsaFunction.PSA_IRQ_DISABLE, signal)).isEqualTo(1);
        assertThat(scene.crypto.enabled()).isEqualTo(OTHER);
        assertThat(scene.done(PsaFunction.PSA_IRQ_DISABLE, signal)).isZero();
    }

    @Test
    void enablingAndDisablingLeaveSignalsAlone() {
        scene.crypto.assertSignals(FIRST_LEVEL | SECOND_LEVEL);
        scene.done(PsaFunction.PSA_IRQ_ENABLE, FIRST_LEVEL);
        scene.done(PsaFunction.PSA_IRQ_DISABLE, SECOND_LEVEL);
        assertThat(scene.crypto.asserted()).isEqualTo(FIRST_LEVEL | SECOND_LEVEL);
    }

    @Shows({"FFM-API-82", "FFM-API-83", "FFM-API-84", "FFM-API-85", "FFM-SFN-30"})
    @ParameterizedTest
    @CsvSource({
        "FFM-API-82, 0x10",
        "FFM-API-82, 0x8",
        "FFM-API-82, 0x10000000",
        "FFM-API-83, 0x60000000",
        "FFM-API-83, 0x40000010",
        "FFM-API-83, 0",
        "FFM-API-84, 0x20000000",
        "FFM-API-85, 0x80000000"
    })
    void anEndOfInterruptOfAnythingElsePanics(String rule, String signal) {
        scene.crypto.assertSignals(FIRST_LEVEL | SECOND_LEVEL | Scene.HASH | 0x8);
        scene.panics(rule, PsaFunction.PSA_EOI, Long.decode(signal));
        assertThat(scene.crypto.enabled()).isZero();
    }

    @Shows("FFM-API-86")
    @ParameterizedTest
    @CsvSource({"0x10", "0x8", "0x10000000", "0xc0000000", "0x80000010", "0", "0x40000000"})
    void aResetOfAnythingElsePanics(String signal) {
        scene.crypto.assertSignals(FIRST_LEVEL | SECOND_LEVEL | Scene.HASH | 0x8);
        scene.panics("FFM-API-86", PsaFunction.PSA_RESET_SIGNAL, Long.decode(signal));
    }

    @Shows("FFM-API-86")
    @Test
    void aResetOfASignalThatIsNotAssertedPanics() {
        scene.panics("FFM-API-86", PsaFunction.PSA_RESET_SIGNAL, FIRST_LEVEL);
    }

    @Shows({"FFM-API-87", "FFM-API-88"})
    @ParameterizedTest
    @CsvSource({"0x10", "0x8", "0x10000000", "0xc0000000", "0x80000010", "0"})
    void whatIsNoInterruptCanBeNeitherEnabledNorDisabled(String signal) {
        scene.done(PsaFunction.PSA_IRQ_ENABLE, SECOND_LEVEL);
        scene.panics("FFM-API-87", PsaFunction.PSA_IRQ_ENABLE, Long.decode(signal));
        scene.panics("FFM-API-88", PsaFunction.PSA_IRQ_DISABLE, Long.decode(signal));
        assertThat(scene.crypto.enabled()).isEqualTo(SECOND_LEVEL);
    }
}
