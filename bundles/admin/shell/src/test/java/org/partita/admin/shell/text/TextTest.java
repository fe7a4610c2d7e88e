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
    void twoHyphensEndTheOptions() {
        Usage usage = new Usage("a", "b", "X [Y]", 1, 2, List.of(Option.JSON), "a:b");

        Arguments arguments = Arguments.parse(usage, List.of("--json", "--", "--json"));

        assertThat(arguments.at(0)).isEqualTo("--json");
        assertThat(arguments.has(Option.JSON)).isTrue();
        assertThatThrownBy(() -> Arguments.parse(usage, List.of("1", "--json=yes")))
                .hasMessage("a:b: option --json takes no value; usage: a:b X [Y] [--json]");
    }
}
