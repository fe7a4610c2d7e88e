package org.partita.partition.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 8949, appendix A. */
class CborTest {
    private static String hex(Cbor cbor) {
        return HexFormat.of().formatHex(cbor.encoded());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "10, 0a",
        "23, 17",
        "24, 1818",
        "25, 1819",
        "100, 1864",
        "255, 18ff",
        "256, 190100",
        "1000, 1903e8",
        "65535, 19ffff",
        "65536, 1a00010000",
        "1000000, 1a000f4240",
        "4294967295, 1affffffff",
        "1000000000000, 1b000000e8d4a51000",
        "9223372036854775807, 1b7fffffffffffffff",
        "-1, 20",
        "-10, 29",
        "-24, 37",
        "-25, 3818",
        "-100, 3863",
        "-1000, 3903e7",
        "-9223372036854775808, 3b7fffffffffffffff"
    })
    void integersHaveTheShortestForm(long value, String encoded) {
        assertThat(hex(new Cbor().integer(value))).isEqualTo(encoded);
    }

    @ParameterizedTest
    @CsvSource({"'', 40", "01020304, 4401020304"})
    void byteStringsHaveTheirLength(String bytes, String encoded) {
        assertThat(hex(new Cbor().bytes(HexFormat.of().parseHex(bytes)))).isEqualTo(encoded);
    }

    @Test
    void aLongByteStringHasItsLengthBehindTheInitialByte() {
        assertThat(hex(new Cbor().bytes(new byte[64]))).isEqualTo("5840" + "00".repeat(64));
        assertThat(hex(new Cbor().bytes(new byte[300]))).isEqualTo("59012c" + "00".repeat(300));
    }

    @ParameterizedTest
    @CsvSource({"'', 60", "a, 6161", "IETF, 6449455446", "\u00fc, 62c3bc", "\u6c34, 63e6b0b4"})
    void textIsUtf8(String text, String encoded) {
        assertThat(hex(new Cbor().text(text))).isEqualTo(encoded);
    }

    @Test
    void arraysMapsAndTagsStandBeforeTheirItems() {
        assertThat(hex(new Cbor().array(0))).isEqualTo("80");
        assertThat(hex(new Cbor()
                        .array(3)
                        .integer(1)
                        .array(2)
                        .integer(2)
                        .integer(3)
                        .array(2)
                        .integer(4)
                        .integer(5)))
                .isEqualTo("8301820203820405");
        assertThat(hex(new Cbor().map(0))).isEqualTo("a0");
        assertThat(hex(new Cbor().map(2).integer(1).integer(2).integer(3).integer(4)))
                .isEqualTo("a201020304");
        assertThat(hex(new Cbor().tag(1).integer(1363896240))).isEqualTo("c11a514b67b0");
        assertThat(hex(new Cbor().tag(32).text("http://www.example.com")))
                .isEqualTo("d82076687474703a2f2f7777772e6578616d706c652e636f6d");
    }
}
