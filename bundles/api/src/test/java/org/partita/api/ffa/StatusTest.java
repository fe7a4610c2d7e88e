package org.partita.api.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.testkit.Shows;

/** The status codes of FF-A Table 7.2. */
class StatusTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "NOT_SUPPORTED, 0xFFFFFFFF",
        "INVALID_PARAMETERS, 0xFFFFFFFE",
        "NO_MEMORY, 0xFFFFFFFD",
        "BUSY, 0xFFFFFFFC",
        "INTERRUPTED, 0xFFFFFFFB",
        "DENIED, 0xFFFFFFFA",
        "RETRY, 0xFFFFFFF9",
        "ABORTED, 0xFFFFFFF8"
    })
    @Shows({"FFA-7.2-3", "FFA-7.2-4", "FFA-7.2-5", "FFA-7.2-6", "FFA-7.2-7", "FFA-7.2-8", "FFA-7.2-9", "FFA-7.2-10"})
    void codeOfTheTableEncodesAndDecodes(Status status, String w2) {
        assertThat(Integer.toUnsignedLong(status.code())).isEqualTo(Long.decode(w2));
        assertThat(Status.of((int) (long) Long.decode(w2))).isEqualTo(status);
    }

    @Test
    void theTableHasEightCodes() {
        assertThat(Status.values()).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -9, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void anyOtherValueIsNoCode(int w2) {
        assertThat(Status.of(w2)).isNull();
    }
}
