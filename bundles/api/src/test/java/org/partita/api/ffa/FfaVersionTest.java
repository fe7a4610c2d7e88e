package org.partita.api.ffa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.testkit.Shows;

/** Versions and their rules (FF-A 8.1.1). */
class FfaVersionTest {
    private static final int MAJOR = 1 << 15;
    private static final int MINOR = 1 << 16;

    @ParameterizedTest(name = "{0}.{1} is {2}")
    @CsvSource({
        "1, 0, 0x00010000",
        "0, 9, 0x00000009",
        "0, 0, 0x00000000",
        "2, 1, 0x00020001",
        "0x7FFF, 0xFFFF, 0x7FFFFFFF"
    })
    @Shows("FFA-8.1.1-1")
    void majorIsInBits30To16AndMinorInBits15To0(String major, String minor, String word) {
        FfaVersion version = new FfaVersion(Integer.decode(major), Integer.decode(minor));
        assertThat(version.encode()).isEqualTo(Integer.decode(word));
        assertThat(FfaVersion.decode(Integer.decode(word))).isEqualTo(version);
    }

    @Test
    @Shows("FFA-8.1.1-1")
    void everyVersionComesBackFromIts31Bits() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 10_000; i++) {
            FfaVersion version = new FfaVersion(random.nextInt(MAJOR), random.nextInt(MINOR));
            assertThat(version.encode()).isNotNegative();
            assertThat(FfaVersion.decode(version.encode())).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, -1", "0x8000, 0", "0, 0x10000"})
    @Shows("FFA-8.1.1-1")
    void aNumberThatDoesNotFitIsNoVersion(String major, String minor) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FfaVersion(Integer.decode(major), Integer.decode(minor)))
                .withMessageContaining("8.1.1");
    }

    /** Rules 1 to 3 of FF-A 8.1.1. */
    @ParameterizedTest(name = "caller {0}.{1}, callee {2}.{3}: {4}")
    @CsvSource({
        "2, 0, 1, 0, false",
        "0, 9, 1, 0, false",
        "1, 0, 2, 0, false",
        "1, 5, 2, 7, false",
        "1, 1, 1, 0, false",
        "1, 0xFFFF, 1, 0xFFFE, false",
        "1, 0, 1, 0, true",
        "1, 0, 1, 1, true",
        "1, 7, 1, 0xFFFF, true"
    })
    @Shows({"FFA-8.1.1-4", "FFA-8.1.1-6", "FFA-8.1.1-7", "FFA-8.1.1-8"})
    void aCallerIsCompatibleWithACalleeOfTheSameMajorAndNoLesserMinor(
            int major, String minor, int calleeMajor, String calleeMinor, boolean compatible) {
        FfaVersion caller = new FfaVersion(major, Integer.decode(minor));
        FfaVersion callee = new FfaVersion(calleeMajor, Integer.decode(calleeMinor));
        assertThat(caller.compatibleWith(callee)).isEqualTo(compatible);
    }

    @Test
    @Shows("FFA-8.1.1-7")
    void aCallerThatDowngradesItsMinorIsCompatible() {
        FfaVersion callee = new FfaVersion(1, 0);
        assertThat(new FfaVersion(1, 1).compatibleWith(callee)).isFalse();
        assertThat(new FfaVersion(1, 0).compatibleWith(callee)).isTrue();
    }

    @Test
    @Shows("FFA-8.1.1-9")
    void versionsAreOrderedByMajorThenByMinor() {
        assertThat(new FfaVersion[] {
                    new FfaVersion(0, 9),
                    new FfaVersion(0, 0xFFFF),
                    new FfaVersion(1, 0),
                    new FfaVersion(1, 1),
                    new FfaVersion(2, 0),
                    new FfaVersion(0x7FFF, 0)
                })
                .isSorted();
        assertThat(new FfaVersion(1, 0)).isEqualByComparingTo(new FfaVersion(1, 0));
    }
}
