package org.partita.admin.shell.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;

class CallDecoderTest {
    private static Words words(String registers) {
        return new Words(Arrays.stream(registers.split(" ")).map(Long::decode).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0x84000060 0x80010002 0xFFFFFFFC | BUSY for endpoint 0x8001 vCPU 2",
                "0x84000061 0 0x10 | w1=0x0 w2=0x10",
                "0x84000062 0x80010000 27 | endpoint 0x8001 vCPU 0 was interrupted, interrupt ID 27",
                "0x84000063 0x10000 | caller has 1.0",
                "0x84000064 0x84000066 | of FFA_RXTX_MAP",
                "0x84000065 | ''",
                "0xC4000066 0x100000000 0x100001000 1 | TX 0x100000000, RX 0x100001000, 1 pages each",
                "0x84000066 0 0 0 | as described in the caller's TX buffer",
                "0x84000067 0x10000 | of 1",
                "0x84000068 0 0 0 0 | all partitions",
                "0x84000068 0x1E67B5B4 0xE14F904A 0x13FB1FB8 0xCBDAE1DA | UUID b4b5671e-4a90-4fe1-b81f-fb13dae1dacb",
                "0x8400006B | ''",
                "0x8400006B 0x20001 0x3B9ACA00 | endpoint 2 vCPU 1, timeout 1.0 s",
                "0x8400006D 0x80010003 | endpoint 0x8001 vCPU 3",
                "0x8400006E 0x10002 0 64 1 | from 1 to 2, 64 bytes, notify when delivery is possible",
                "0x8400006F 0x18001 0 0 7 | from 1 to 0x8001, payload w3=0x0 w4=0x7",
                "0xC4000070 0x80010001 0 0x100000000 | from 0x8001 to 1, payload x3=0x100000000",
                "0x84000070 0x80010001 | from 0x8001 to 1, no payload",
                "0x84000071 96 96 | 96 bytes in the TX buffer",
                "0xC4000072 4096 512 0x200000000 2 | fragment of 512 of 4096 bytes in the buffer at 0x200000000, 2 pages",
                "0x84000075 80 80 | 80 bytes",
                "0x84000076 | descriptor in the TX buffer",
                "0x84000077 0x5 0x1 3 | handle 0x100000005, zero memory, time slicing",
                "0x84000078 0x5 | handle 0x5",
                "0x8400007A 0x5 0 512 0x80010000 | handle 0x5, from offset 512, endpoint 0x8001",
                "0x8400007B 0x5 0 128 | handle 0x5, length 128",
                "0x84000090 1 2 | w1=0x1 w2=0x2",
                "0xFFFFFFFF | unknown function",
            })
    void aCallIsReadByTheTableOfItsFunction(String registers, String text) {
        assertThat(CallDecoder.read(words(registers))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0x84000069 | 0x84000061 0 0x8001 | ID 0x8001",
                "0x84000068 | 0x84000061 0 1 | 1 partition information descriptor, 8 bytes in the RX buffer",
                "0x84000065 | 0x84000061 | done",
                "0x8400006F | 0x84000061 | completed without a direct response",
                "0x84000073 | 0x84000061 0 0x7 0x80000000 | handle 0x8000000000000007",
                "0x84000064 0x84000069 | 0x84000061 | FFA_ID_GET is implemented",
                "0x84000064 0x84000066 | 0x84000061 0 2 | FFA_RXTX_MAP is implemented: buffer size and alignment at least 16K",
                "0x84000064 0x84000071 | 0x84000061 0 0 | FFA_MEM_DONATE is implemented: no dynamically allocated buffers",
                "0x84000063 0x10000 | 0x10000 | version 1.0, compatible with 1.0",
                "0x84000063 0x10001 | 0x10000 | version 1.0, not compatible with 1.1",
                "0x8400006F | 0x84000062 0x80010000 | endpoint 0x8001 vCPU 0 was interrupted",
                "0x84000065 | 0x84000060 0 0xFFFFFFFA | DENIED: the caller does not own its RX buffer",
                "0x8400006F | 0x84000060 0 0xFFFFFFF8 | ABORTED: the message target has aborted",
                "0x84000069 | 0x84000060 0 0x7 | 7: no status of FF-A Table 7.2",
            })
    void aCompletionIsReadInTheLightOfItsCall(String call, String completion, String text) {
        assertThat(CallDecoder.read(words(call), words(completion))).isEqualTo(text);
    }

    @Test
    void aRefusedVersionIsNotSupported() {
        assertThat(CallDecoder.read(words("0x84000063 0x20000"), words("0xFFFFFFFF")))
                .startsWith("NOT_SUPPORTED: ");
        assertThat(CallDecoder.name(words("0x84000063"), words("0xFFFFFFFF"))).isEqualTo("FFA_VERSION");
    }

    @Test
    void aCallThatNobodyKnowsIsUnknown() {
        assertThat(CallDecoder.read(words("0x12345678"), words("0xFFFFFFFF"))).startsWith("unknown function: ");
        assertThat(CallDecoder.name(words("0x12345678"), words("0xFFFFFFFF"))).isEqualTo("0xffffffff");
    }

    @Test
    void registersOfA32BitFunctionLoseTheirUpperHalves() {
        assertThat(words("0x184000061 0x2FFFFFFFF").all())
                .isEqualTo("w0=0x84000061 w1=0xffffffff w2=0x0 w3=0x0 w4=0x0 w5=0x0 w6=0x0 w7=0x0");
    }

    @ParameterizedTest
    @EnumSource(FunctionId.class)
    void everyFunctionIsReadInBothDirections(FunctionId function) {
        Words call = new Words(List.of(Integer.toUnsignedLong(function.id32())));
        for (Status status : Status.values()) {
            Words error = words("0x84000060 0 " + Integer.toUnsignedLong(status.code()));
            assertThat(CallDecoder.read(call, error)).startsWith(status.name() + ": ");
        }
        assertThat(CallDecoder.read(call)).isNotNull();
        assertThat(CallDecoder.read(call, words("0x84000061"))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 1 time", "1, 3 times", "7, 255 times", "63, 2^64-1 times"})
    void outstandingRetrievalsAreCountedAsTable8_10Says(int field, String times) {
        assertThat(Features.of(FunctionId.FFA_MEM_RETRIEVE_REQ, words("0x84000061 0 1 " + field)))
                .containsExactly(
                        "dynamically allocated buffers supported",
                        "a Receiver may retrieve a region " + times + " before it relinquishes it");
    }

    @Test
    void reservedPropertyBitsAreReported() {
        assertThat(Features.of(FunctionId.FFA_RUN, words("0x84000061 0 8")))
                .containsExactly("reserved bits of w2 are set: 0x8");
    }
}
