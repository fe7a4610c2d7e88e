package org.partita.benchmarks.prototype;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffm.ControlParameter;

/** The prototype makes the checks that it is said to make: a comparison with less would be no comparison. */
class PsaRelayTest {
    private static final int CLIENT = -1;
    private static final long AT = PsaMemory.NON_SECURE;
    private static final long INPUT = AT + 64;
    private static final long OUTPUT = AT + 128;
    /** Where each of at most two input vectors, and then the output vector, is described. */
    private static final long OUTPUTS = AT + 16;

    private static final int STATELESS = 0x4000_0100;

    private final PsaMemory memory = new PsaMemory();
    private final PsaHost[] hosts = {
        new PsaHost(0, 1, true, new PsaWork.Echo()),
        new PsaHost(1, 1, true, new PsaWork.Typed()),
        new PsaHost(2, 1, true, new PsaWork.Previous()),
        new PsaHost(3, 1, false, new PsaWork.Echo())
    };
    private final PsaRelay relay = new PsaRelay(memory, hosts);
    private final PsaQueue queue = new PsaQueue(relay, hosts);

    @BeforeEach
    void vectors() {
        describe(AT, INPUT, 64);
        describe(AT + 8, INPUT, 64);
        describe(OUTPUTS, OUTPUT, 64);
        memory.write(INPUT, MemorySegment.ofArray(new long[] {1, 2, 3, 4, 5, 6, 7, 8}));
    }

    private void describe(long where, long base, int length) {
        memory.store(where, (int) base);
        memory.store(where + 4, length);
    }

    private int call(boolean queued, int handle, int control) {
        return queued
                ? queue.call(CLIENT, handle, control, AT, OUTPUTS)
                : relay.call(CLIENT, handle, control, AT, OUTPUTS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRequestIsReadWrittenAndAnsweredByItsService(boolean queued) {
        int control = ControlParameter.pack(9, 1, 1);

        assertThat(call(queued, STATELESS, control)).isZero();
        assertThat(memory.read64(OUTPUT + 56)).isEqualTo(8);
        assertThat(memory.load(OUTPUTS + 4)).as("bytes written").isEqualTo(64);
        assertThat(call(queued, STATELESS + 1, control)).isEqualTo(9);
        int connection = relay.connect(CLIENT, 2);
        assertThat(call(queued, connection, control)).isEqualTo(64);
        assertThat(memory.read64(OUTPUT + 56)).as("of the request before").isZero();
        memory.write(INPUT, MemorySegment.ofArray(new long[8]));
        assertThat(call(queued, connection, control)).isEqualTo(64);
        assertThat(memory.read64(OUTPUT + 56)).isEqualTo(8);
        assertThat(relay.used()).as("the connection").isEqualTo(1);
    }

    /** PSA_ERROR_PROGRAMMER_ERROR is -129. */
    @ParameterizedTest
    @CsvSource({
        "0x00000000, 0, 1, 1, null handle",
        "0x00001234, 0, 1, 1, no such connection",
        "0x40000104, 0, 1, 1, no such stateless service",
        "0x40000200, 0, 1, 1, version of the service",
        "0x40010100, 0, 1, 1, reserved bits",
        "0x40000103, 0, 1, 1, not for Non-secure clients",
        "0x40000100, -1, 1, 1, negative type",
        "0x40000100, 0, 3, 2, too many vectors",
        "0x40000100, 0, 2, 1, vectors overlap"
    })
    void eachCheckOfTheCallRefuses(String handle, int type, int inputs, int outputs, String why) {
        assertThat(call(false, Integer.decode(handle), ControlParameter.pack(type, inputs, outputs)))
                .as(why)
                .isEqualTo(-129);
        assertThat(relay.used()).as("connections").isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0x30000000, 0x20000080, Secure input",
        "0x20000040, 0x30000000, Secure output",
        "0x200fffc1, 0x20000080, input that ends outside",
        "0x20000040, 0xffffffff, output that ends above 4 GiB"
    })
    void vectorsAreTheClientsOwnMemory(String input, String output, String why) {
        describe(AT, Long.decode(input), 64);
        describe(OUTPUTS, Long.decode(output), 64);

        assertThat(call(false, STATELESS, ControlParameter.pack(0, 1, 1)))
                .as(why)
                .isEqualTo(-129);
    }

    @Test
    void descriptorsAreTheClientsOwnMemory() {
        int control = ControlParameter.pack(0, 1, 1);

        assertThat(relay.call(CLIENT, STATELESS, control, PsaMemory.SECURE, OUTPUTS))
                .isEqualTo(-129);
        assertThat(relay.call(CLIENT, STATELESS, control, AT, PsaMemory.SECURE)).isEqualTo(-129);
    }

    @Test
    void aConnectionIsItsClientsOwn() {
        int connection = relay.connect(CLIENT - 1, 0);

        assertThat(call(false, connection, ControlParameter.pack(0, 1, 1))).isEqualTo(-129);
    }
}
