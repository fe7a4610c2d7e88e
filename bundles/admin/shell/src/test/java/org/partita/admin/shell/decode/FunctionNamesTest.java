package org.partita.admin.shell.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionNamesTest {
    @ParameterizedTest
    @CsvSource({
        "FFA_VERSION, 0x84000063",
        "version, 0x84000063",
        "ffa_rxtx_map, 0x84000066",
        "RXTX_MAP_64, 0xC4000066",
        "RXTX_MAP_32, 0x84000066",
        "0x8400006f, 0x8400006F",
        "2214592613, 0x84000065",
        "-1, 0xFFFFFFFF",
    })
    void aFunctionIsTypedByNameOrNumber(String text, String w0) {
        assertThat(Integer.toUnsignedLong(FunctionNames.parse(text))).isEqualTo(Long.decode(w0));
    }

    @Test
    void aNearNameIsSuggested() {
        assertThatThrownBy(() -> FunctionNames.parse("direct_req"))
                .hasMessage("function \"direct_req\" is not known: is it FFA_MSG_SEND_DIRECT_REQ?");
    }

    @Test
    void w0Has32Bits() {
        assertThatThrownBy(() -> FunctionNames.parse("0x100000000")).hasMessageContaining("w0 has 32 bits");
    }
}
