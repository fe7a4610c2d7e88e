package org.partita.hardware.mpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.mpu.MpuAccess;
import org.partita.api.mpu.MpuFault;
import org.partita.api.mpu.MpuPermissions;
import org.partita.api.mpu.MpuRegion;
import org.partita.api.mpu.MpuState;

class MpuHandOverTest {
    private static final MpuRegion ONE = Mpus.region(0x3000_0000L, 0x3000_0FFFL, MpuPermissions.READ_WRITE);
    private static final MpuRegion TWO = Mpus.region(0x2000_0000L, 0x2000_001FL, MpuPermissions.READ_ONLY, false);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSuccessorPermitsWhatItsPredecessorDid(boolean privilegedDefault) {
        PmsaV8 before = Mpus.loaded(privilegedDefault, ONE, TWO);
        MpuState state = before.exportState();
        assertThat(state).isEqualTo(new MpuState("org.partita.mpu", 1, true, privilegedDefault, List.of(ONE, TWO)));

        PmsaV8 after = Mpus.of(2);
        after.importState(state);

        assertThat(after.loaded()).isEqualTo(before.loaded());
        assertThat(after.check(0x2000_0000L, 4, MpuAccess.WRITE, false))
                .isEqualTo(new MpuFault(MpuFault.Cause.READ_ONLY, 0x2000_0000L, 1));
        assertThat(after.check(0x1000, 4, MpuAccess.WRITE, true) == null).isEqualTo(privilegedDefault);
        assertThat(after.exportState()).isEqualTo(state);
    }

    @Test
    void exportingTakesNothingAway() {
        PmsaV8 mpu = Mpus.loaded(false, ONE);
        mpu.exportState();
        assertThat(mpu.check(0, 4, MpuAccess.READ, true)).isNotNull();
    }

    @Test
    void oneThatWasNeverLoadedHandsOverThatItIsNotEnabled() {
        MpuState state = Mpus.of(8).exportState();
        assertThat(state).isEqualTo(new MpuState("org.partita.mpu", 1, false, false, List.of()));
        PmsaV8 after = Mpus.loaded(false, ONE);
        after.importState(state);
        assertThat(after.loaded()).isNull();
    }

    @Test
    void aNewPlatformBeginsWithAnMpuThatIsNotEnabled() {
        PmsaV8 mpu = Mpus.loaded(false, ONE);
        mpu.attach(new Mpus.Attached());
        assertThat(mpu.loaded()).isNull();
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of("version 2 is not understood", new MpuState(MpuState.SCHEMA, 2, true, false, List.of())),
                Arguments.of("schema other", new MpuState("other", 1, true, false, List.of())),
                Arguments.of(
                        "2 regions, but this MPU has 1",
                        new MpuState(MpuState.SCHEMA, 1, true, false, List.of(ONE, TWO))),
                Arguments.of(
                        "not enabled has 1 regions", new MpuState(MpuState.SCHEMA, 1, false, false, List.of(ONE))));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void whatIsNotPossibleIsRefusedAndChangesNothing(String words, MpuState state) {
        PmsaV8 mpu = Mpus.of(1);
        mpu.importState(new MpuState(MpuState.SCHEMA, 1, true, false, List.of(TWO)));
        MpuState was = mpu.exportState();
        assertThatThrownBy(() -> mpu.importState(state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
        assertThat(mpu.exportState()).isEqualTo(was);
    }

    @Test
    void regionsThatOverlapAreRefused() {
        PmsaV8 mpu = Mpus.of(4);
        assertThatThrownBy(() -> mpu.importState(new MpuState(MpuState.SCHEMA, 1, true, false, List.of(ONE, ONE))))
                .hasMessageContaining("overlap");
        assertThat(mpu.loaded()).isNull();
    }
}
