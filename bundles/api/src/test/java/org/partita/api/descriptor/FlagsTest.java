package org.partita.api.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.testkit.Shows;

/** The flags of each function, bit for bit (FF-A Tables 5.20 to 5.22, 11.25). */
class FlagsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({"0, false, false", "1, true, false", "2, false, true", "3, true, true"})
    void flagsOfSendingAndRelinquishingAreZeroingAndTimeSlicing(int bits, boolean zero, boolean timeSlice) {
        SendFlags send = new SendFlags(zero, timeSlice);
        RelinquishFlags relinquish = new RelinquishFlags(zero, timeSlice);
        assertThat(SendFlags.decode(bits)).isEqualTo(send);
        assertThat(send.encode()).isEqualTo(bits);
        assertThat(RelinquishFlags.decode(bits)).isEqualTo(relinquish);
        assertThat(relinquish.encode()).isEqualTo(bits);
    }

    @Test
    void withoutFlagsAllBitsAreZero() {
        assertThat(SendFlags.NONE.encode()).isZero();
        assertThat(RelinquishFlags.NONE.encode()).isZero();
        assertThat(RetrieveFlags.of(null).encode()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
                    0x000, false, false, false, , -1
                    0x001, true, false, false, , -1
                    0x002, false, true, false, , -1
                    0x004, false, false, true, , -1
                    0x008, false, false, false, SHARE, -1
                    0x010, false, false, false, LEND, -1
                    0x018, false, false, false, DONATE, -1
                    0x200, false, false, false, , 0
                    0x290, false, false, false, LEND, 4
                    0x3FF, true, true, true, DONATE, 15
                    """)
    @Shows({"FFA-5.12.4-20", "FFA-5.12.4-21", "FFA-5.12.4-22"})
    void flagsOfARequestHaveTheirBits(
            String bits, boolean zeroed, boolean timeSlice, boolean after, TransactionType type, int hint) {
        RetrieveFlags flags = new RetrieveFlags(zeroed, timeSlice, after, type, hint);
        assertThat(RetrieveFlags.decode(Integer.decode(bits))).isEqualTo(flags);
        assertThat(flags.encode()).isEqualTo(Integer.decode(bits));
    }

    @ParameterizedTest
    @CsvSource({"0x000, 4096", "0x200, 4096", "0x280, 65536", "0x3E0, 134217728"})
    void alignmentHintIsAPowerOfTwoOfPages(String bits, long bytes) {
        assertThat(RetrieveFlags.decode(Integer.decode(bits)).alignment()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 16})
    void hintThatDoesNotFitItsFourBitsIsNone(int hint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetrieveFlags(false, false, false, null, hint))
                .withMessageContaining("Table 5.21");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0x08, false, SHARE", "0x10, false, LEND", "0x11, true, LEND", "0x18, false, DONATE"})
    void flagsOfAResponseHaveTheirBits(String bits, boolean zeroed, TransactionType type) {
        ResponseFlags flags = new ResponseFlags(zeroed, type);
        assertThat(ResponseFlags.decode(Integer.decode(bits))).isEqualTo(flags);
        assertThat(flags.encode()).isEqualTo(Integer.decode(bits));
    }

    @Test
    void reservedBitsAreRefusedOneByOne() {
        for (int bit = 0; bit < 32; bit++) {
            int one = 1 << bit;
            if (bit > 1) {
                Broken.at(4, "Flags", "FFA-5.12.4-6", () -> SendFlags.decode(one));
                Broken.at(8, "Flags", "FFA-11.6-16", () -> RelinquishFlags.decode(one));
            }
            if (bit > 9) {
                Broken.at(4, "Flags", "FFA-5.12.4-29", () -> RetrieveFlags.decode(0x3FF | one));
            } else if (bit >= 5 && bit < 9) {
                Broken.at(4, "Flags", "FFA-5.12.4-24", () -> RetrieveFlags.decode(one));
            }
            String ofResponse =
                    Map.of(1, "FFA-5.12.4-33", 2, "FFA-5.12.4-33").getOrDefault(bit, bit > 4 ? "FFA-5.12.4-35" : "");
            if (!ofResponse.isEmpty()) {
                Broken.at(4, "Flags", ofResponse, () -> ResponseFlags.decode(0x18 | one));
            }
        }
        Broken.at(4, "Flags", "FFA-5.12.4-34", () -> ResponseFlags.decode(1));
    }

    @Test
    void typeHasItsTwoBits() {
        assertThat(TransactionType.decode(0)).isNull();
        assertThat(TransactionType.decode(1)).isEqualTo(TransactionType.SHARE);
        assertThat(TransactionType.decode(2)).isEqualTo(TransactionType.LEND);
        assertThat(TransactionType.decode(3)).isEqualTo(TransactionType.DONATE);
        assertThat(TransactionType.decode(4)).isNull();
        assertThat(TransactionType.decode(-1)).isNull();
    }
}
