package org.partita.admin.shell.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffm.PsaFunction;

class PsaDecodersTest {
    private static List<Long> registers(String text) {
        return Arrays.stream(text.split(" ")).map(Long::decode).toList();
    }

    private static Crossing crossing(String function, String registers, String rule) {
        return new Crossing(0, 0, "client -1", "SPM", Conduit.CALL, null, function, registers(registers), rule);
    }

    private static String registersOf(PsaFunction function, String arguments) {
        return (function.id() + " " + arguments).strip();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PSA_FRAMEWORK_VERSION | '' | ''",
                "PSA_VERSION | 0xF0000001 | sid=0xf0000001",
                "PSA_CONNECT | 0x60 2 | sid=0x60 version=2",
                "PSA_CALL | 0x40000100 0x020103E9 | handle=0x40000100 type=1001 in=2 out=1",
                "PSA_CALL | 1 0x02010005 | handle=0x1 type=5 in=2 out=1",
                "PSA_CALL | 1 0x0000FFFF | handle=0x1 type=-1 in=0 out=0",
                "PSA_CALL | 1 0x8F0F7FFF | handle=0x1 type=32767 in=7 out=7 ns_invec ns_outvec ns_vec_desc",
                "PSA_CALL | 1 0x00080000 | handle=0x1 type=0 in=0 out=0 ns_outvec",
                "PSA_CALL | 1 0x08000000 | handle=0x1 type=0 in=0 out=0 ns_invec",
                "PSA_CLOSE | -1 | handle=0xffffffff",
                "PSA_WAIT | 0xFFFFFFFF 0x80000000 | signal_mask=0xffffffff timeout=PSA_BLOCK",
                "PSA_WAIT | 0x10 1 | signal_mask=0x10 timeout=PSA_POLL",
                "PSA_GET | 0x10 0x30001000 | signal=0x10 msg=0x30001000",
                "PSA_SET_RHANDLE | 3 0x20000400 | msg_handle=0x3 rhandle=0x20000400",
                "PSA_READ | 3 1 0x30001000 64 | msg_handle=0x3 invec_idx=1 buffer=0x30001000 num_bytes=64",
                "PSA_SKIP | 3 0 4294967295 | msg_handle=0x3 invec_idx=0 num_bytes=4294967295",
                "PSA_WRITE | 3 2 0x30001000 64 | msg_handle=0x3 outvec_idx=2 buffer=0x30001000 num_bytes=64",
                "PSA_REPLY | 3 -137 | msg_handle=0x3 status=PSA_ERROR_BAD_STATE (-137)",
                "PSA_REPLY | 3 5 | msg_handle=0x3 status=5",
                "PSA_NOTIFY | 256 | partition_id=256",
                "PSA_CLEAR | '' | ''",
                "PSA_EOI | 0x80000000 | irq_signal=0x80000000",
                "PSA_PANIC | '' | ''",
                "PSA_MAP_INVEC | 3 1 | msg_handle=0x3 invec_idx=1",
                "PSA_UNMAP_INVEC | 3 1 | msg_handle=0x3 invec_idx=1",
                "PSA_MAP_OUTVEC | 3 0 | msg_handle=0x3 outvec_idx=0",
                "PSA_UNMAP_OUTVEC | 3 0 16 | msg_handle=0x3 outvec_idx=0 len=16",
                "PSA_IRQ_ENABLE | 0x80000000 | irq_signal=0x80000000",
                "PSA_IRQ_DISABLE | 0x80000000 | irq_signal=0x80000000",
                "PSA_RESET_SIGNAL | 0x80000000 | irq_signal=0x80000000",
                "PSA_ROT_LIFECYCLE_STATE | '' | ''",
            })
    void aCallIsReadWithTheNamesOfItsParametersInC(PsaFunction function, String arguments, String text) {
        String registers = registersOf(function, arguments);

        assertThat(CallDecoder.read(new Words(registers(registers)))).isEqualTo(text);
        assertThat(CallDecoder.read(crossing(function.title(), registers, ""))).isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource(PsaFunction.class)
    void everyFunctionHasItsNameInC(PsaFunction function) {
        assertThat(CallDecoder.name(new Words(List.of((long) function.id()))))
                .isEqualTo(function.title())
                .startsWith("psa_");
    }

    /** The numbers of the PSA API begin at 0x50534100. */
    @Test
    void aNumberBesideThemIsNoneOfIts() {
        assertThat(CallDecoder.name(new Words(registers("0x50534103")))).isEqualTo("psa_call");
        assertThat(CallDecoder.name(new Words(registers("0x505340FF")))).isEqualTo("0x505340ff");
        assertThat(CallDecoder.read(new Words(registers("0x505340FF 7")))).isEqualTo("w1=0x7");
        assertThat(CallDecoder.name(new Words(registers("0x50534118")))).isEqualTo("0x50534118");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "psa_framework_version | 0x0101 | version 1.1",
                "psa_version | 3 | version 3",
                "psa_version | 0 | PSA_VERSION_NONE",
                "psa_connect | 0x3FFFFFFF | handle 0x3fffffff",
                "psa_connect | -131 | PSA_ERROR_CONNECTION_BUSY (-131)",
                "psa_call | 0 | PSA_SUCCESS (0)",
                "psa_call | 5 | 5",
                "psa_call | 0xFFFFFF7F | PSA_ERROR_PROGRAMMER_ERROR (-129)",
                "psa_close | 0 | ''",
                "psa_wait | 0xFFFFFF7F | signals 0xffffff7f",
                "psa_wait | 0 | no signal",
                "psa_get | -140 | PSA_ERROR_DOES_NOT_EXIST (-140)",
                "psa_read | 64 | 64 bytes",
                "psa_skip | 4294967295 | 4294967295 bytes",
                "psa_write | 0 | ''",
                "psa_map_invec | 0xB0001000 | at 0xb0001000",
                "psa_map_outvec | 0x30001000 | at 0x30001000",
                "psa_irq_disable | 1 | was enabled",
                "psa_irq_disable | 0 | was disabled",
                "psa_rot_lifecycle_state | 0x3001 | 0x3001, SECURED",
                "psa_rot_lifecycle_state | 0x0000 | 0x0, UNKNOWN",
                "psa_rot_lifecycle_state | 0x7000 | 0x7000",
                "0x50534199 | -134 | PSA_ERROR_NOT_SUPPORTED (-134)",
            })
    void aReturnIsAPlainValue(String function, String value, String text) {
        assertThat(CallDecoder.read(crossing(function + " returns", value, ""))).isEqualTo(text);
    }

    /** A result may have the number of a function. */
    @Test
    void aReturnIsNotTakenForACall() {
        assertThat(CallDecoder.read(crossing("psa_version returns", "0x50534103", "")))
                .isEqualTo("version 1347633411");
        assertThat(CallDecoder.read(crossing("psa_call returns", "0x84000060", "")))
                .isEqualTo("-2080374688");
    }

    @ParameterizedTest
    @EnumSource(PsaFunction.class)
    void aRefusedCallReturnsAStatus(PsaFunction function) {
        assertThat(CallDecoder.read(crossing(function.title() + " returns", "-129", "FFM-API-1")))
                .isEqualTo("PSA_ERROR_PROGRAMMER_ERROR (-129)");
    }
}
