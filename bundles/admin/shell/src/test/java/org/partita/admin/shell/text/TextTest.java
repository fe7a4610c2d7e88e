package org.partita.admin.shell.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "12, 12",
        "-2, -2",
        "0x8001, 32769",
        "-0x10, -16",
        "0xFFFF_FFFF, 4294967295",
        "18446744073709551615, -1",
        "0xffffffffffffffff, -1",
        "-9223372036854775808, -9223372036854775808",
    })
    void numbersAreDecimalOrHexadecimalOf64Bits(String text, long value) {
        assertThat(Numbers.parse(text)).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "0x", "1f", "0xg", "1.5", "18446744073709551616", "-9223372036854775809", "--1"})
    void otherTextIsNoNumber(String text) {
        assertThat(Numbers.parse(text)).isEmpty();
    }

    @Test
    void timesAndSizesAreShort() {
        assertThat(Numbers.seconds("S", "0.25")).isEqualTo(Duration.ofMillis(250));
        assertThat(Numbers.seconds(Duration.ofSeconds(10))).isEqualTo("10 s");
        assertThat(Numbers.span(999)).isEqualTo("999 ns");
        assertThat(Numbers.span(12_340_000)).isEqualTo("12.3 ms");
        assertThat(Numbers.size(3 * 1024 * 1024)).isEqualTo("3 MiB");
        assertThat(Numbers.size(4097)).isEqualTo("4097 B");
        assertThat(Numbers.size(0)).isEqualTo("0 B");
    }

    @Test
    void aTableAlignsItsColumnsAndCutsNothing() {
        Table table = new Table(">N", "TEXT", "LAST")
                .row("1", "a", "x")
                .row("100", "long text", "one\ntwo")
                .note("a note");

        assertThat(table).hasToString("""
                          N  TEXT       LAST
                          1  a          x
                        100  long text  one
                                        two
                            a note
                        """);
    }

    @Test
    void anOptionThatMayBeRepeatedKeepsItsValuesInTheOrderTyped() {
        Option each = new Option("--each", "N", "", true);
        Option last = new Option("--last", "N", "");
        Usage usage = new Usage("a", "b", "", 0, 0, List.of(each, last), "a:b");

        Arguments arguments =
                Arguments.parse(usage, List.of("--each", "2", "--last=1", "--each=1", "--last", "3", "--each", "2"));

        assertThat(usage.line()).isEqualTo("a:b [--each N]... [--last N]");
        assertThat(arguments.values(each)).containsExactly("2", "1", "2");
        assertThat(arguments.value(last)).isEqualTo("3");
        assertThat(Arguments.parse(usage, List.of()).values(each)).isEmpty();
        assertThat(Arguments.parse(usage, List.of()).value(last)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0xffffffff, -1", "-1, -1", "-0x80000000, -2147483648", "4294967295, -1"})
    void aWordHas32BitsSignedOrUnsigned(String text, int value) {
        assertThat(Numbers.word("SID", text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x100000000", "-2147483649", "STORE", ""})
    void whatDoesNotFitIsNoWord(String text) {
        assertThatThrownBy(() -> Numbers.word("SID", text))
                .hasMessage("SID \"" + text + "\" is no number of 32 bits: type it as 12, -2 or 0x1000");
    }

    @ParameterizedTest
    @CsvSource({"cafe01, 3", "0xCAFE, 2", "0x, 0", "'', 0"})
    void bytesArePairsOfDigits(String text, int length) {
        byte[] bytes = HexBytes.parse("HEX", text);
        assertThat(bytes).hasSize(length).startsWith(length == 0 ? new byte[0] : new byte[] {(byte) 0xCA, (byte) 0xFE});
    }

    @ParameterizedTest
    @CsvSource({
        "abc, an odd number of digits makes no whole bytes; type bytes as pairs of hexadecimal digits",
        "0xa, an odd number of digits makes no whole bytes; type bytes as pairs of hexadecimal digits",
        "xy, type bytes as pairs of hexadecimal digits",
        "ca fe, type bytes as pairs of hexadecimal digits",
    })
    void otherTextIsNoBytes(String text, String rest) {
        assertThatThrownBy(() -> HexBytes.parse("HEX", text))
                .hasMessage("HEX \"" + text + "\": " + rest + ", such as cafe01");
    }

    @Test
    void twoHyphensEndTheOptions() {
        Usage usage = new Usage("a", "b", "X [Y]", 1, 2, List.of(Option.JSON), "a:b");

        Arguments arguments = Arguments.parse(usage, List.of("--json", "--", "--json"));

        assertThat(arguments.at(0)).isEqualTo("--json");
        assertThat(arguments.has(Option.JSON)).isTrue();
        assertThatThrownBy(() -> Arguments.parse(usage, List.of("1", "--json=yes")))
                .hasMessage("a:b: option --json takes no value; usage: a:b X [Y] [--json]");
    }
}
