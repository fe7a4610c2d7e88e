package org.partita.interfaces.psaclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.api.ffm.PsaFunction.PSA_CALL;
import static org.partita.api.ffm.PsaStatus.PSA_ERROR_PROGRAMMER_ERROR;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.ffm.SpmConnection.State;
import org.partita.interfaces.psaclient.Given.Caller;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.testkit.Shows;

/** Descriptors at offsets 0x100 (in_vec) and 0x180 (out_vec) of the caller's memory, whose first 0x1000 bytes it may write. */
class VectorsTest {
    private static final long IN = 0x100;
    private static final long OUT = 0x180;

    private final Given given = new Given();

    @Shows({"FFM-API-25", "FFM-API-103"})
    @ParameterizedTest
    @EnumSource(Caller.class)
    void theServiceGetsTheVectors(Caller by) {
        long m = by.memory;
        given.memory.words(m + IN, m, 8, m + 0x1000, 0x1000).words(m + OUT, m + 0x200, 16);

        SpmConnectionModel message = request(by, 0x02010005);

        assertThat(message.type()).isEqualTo(5);
        assertVector(message, 0, m, 8);
        assertVector(message, 1, m + 0x1000, 0x1000);
        assertVector(message, 4, m + 0x200, 16);
        for (int i : new int[] {2, 3, 5, 6, 7}) {
            assertVector(message, i, 0, 0);
        }
        assertThat(message.outputs()).isEqualTo(m + OUT);
        assertThat(message.outputCount()).isEqualTo(1);
    }

    @Test
    void fourOutputVectorsHaveThePlaces4To7() {
        long m = Caller.PARTITION.memory;
        given.memory.words(m + OUT, m, 1, m + 1, 2, m + 3, 3, m + 6, 4);

        SpmConnectionModel message = request(Caller.PARTITION, 0x00040000);

        for (int i = 0; i < 4; i++) {
            assertThat(message.length(i)).isZero();
            assertThat(message.length(4 + i)).isEqualTo(i + 1);
        }
        assertThat(message.outputCount()).isEqualTo(4);
    }

    @Shows("FFM-API-28")
    @ParameterizedTest
    @EnumSource(Caller.class)
    void emptyVectorsMayBeAnywhere(Caller by) {
        long m = by.memory;
        given.memory.words(m + IN, 0, 0, Given.SERVERS, 0).words(m + OUT, 0xFFFF_FFFFL, 0, 0, 0);

        SpmConnectionModel message = request(by, 0x02020000);

        for (int i = 0; i < 8; i++) {
            assertThat(message.length(i)).isZero();
        }
    }

    @Shows("FFM-API-28")
    @ParameterizedTest
    @EnumSource(Caller.class)
    void anArrayOfNoVectorsMayBeNullOrAnywhere(Caller by) {
        long m = by.memory;
        given.memory.words(m + IN, m, 8);
        assertThat(given.sent(by, PSA_CALL, given.connection(by).handle(), 0x01000000, m + IN, Given.SERVERS)
                        .outputs())
                .isZero();

        given.memory.words(m + OUT, m, 8);
        assertThat(given.sent(by, PSA_CALL, given.connection(by).handle(), 0x00010000, Given.SERVERS, m + OUT)
                        .outputs())
                .isEqualTo(m + OUT);
    }

    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-24"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, 0x30000100", // the partition's
        "NON_SECURE, 0x20001FF9", // the second descriptor reaches beyond the memory
        "NON_SECURE, 0", // null, and there are vectors
        "NON_SECURE, 0xFFFFFFF8", // the second descriptor is beyond 32 bits
        "PARTITION, 0x31000000",
        "PARTITION, 0x30001FF9",
        "PARTITION, 0"
    })
    void descriptorsOfInputsHaveToBeReadable(Caller by, long array) {
        SpmConnectionModel connection = given.connection(by);

        refused("FFM-API-24", by, connection, 0x02000000, array, 0);
        assertThat(connection.state()).isEqualTo(State.IDLE);
    }

    @Shows("FFM-API-24")
    @ParameterizedTest
    @EnumSource(Caller.class)
    void descriptorsOfInputsNeedNotBeWritable(Caller by) {
        assertThat(given.sent(by, PSA_CALL, given.connection(by).handle(), 0x04000000, by.memory + 0x1FE0, 0)
                        .length(3))
                .isZero();
    }

    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-24"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, 0x30000100",
        "NON_SECURE, 0x20001800", // may be read only
        "NON_SECURE, 0x21000000", // may be written only
        "NON_SECURE, 0",
        "NON_SECURE, 0xFFFFFFFC", // the length is beyond 32 bits
        "PARTITION, 0x31000000",
        "PARTITION, 0x30001800",
        "PARTITION, 0"
    })
    void descriptorsOfOutputsHaveToBeWritable(Caller by, long array) {
        refused("FFM-API-24", by, given.connection(by), 0x00010000, 0, array);
    }

    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-25"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, 0x30000000, 1",
        "NON_SECURE, 0x20001F00, 0x101",
        "NON_SECURE, 0x21000000, 1", // may be written only
        "NON_SECURE, 0x20000000, 0xFFFFFFFF",
        "NON_SECURE, 0xFFFFFFFF, 2", // base and length overflow 32 bits
        "NON_SECURE, 0, 1",
        "PARTITION, 0x31000000, 1",
        "PARTITION, 0x30001F00, 0x101",
        "PARTITION, 0xFFFFFF00, 0x101"
    })
    void inputsHaveToBeReadable(Caller by, long base, long length) {
        long m = by.memory;
        given.memory.words(m + IN, m, 0, m, 0, m, 0, base, length);

        refused("FFM-API-25", by, given.connection(by), 0x04000000, m + IN, 0);
    }

    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-25"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, 0x30000000, 4",
        "NON_SECURE, 0x20001000, 4", // may be read only
        "NON_SECURE, 0x20000FFF, 2",
        "NON_SECURE, 0xFFFFFFFF, 2",
        "NON_SECURE, 0xFFFFFFF0, 0x20",
        "PARTITION, 0x31000000, 4",
        "PARTITION, 0x30001000, 4",
        "PARTITION, 0xFFFFFFF0, 0x20"
    })
    void outputsHaveToBeWritable(Caller by, long base, long length) {
        long m = by.memory;
        given.memory.words(m + OUT, m, 8, m, 8, m, 8, base, length);

        refused("FFM-API-25", by, given.connection(by), 0x00040000, 0, m + OUT);
        assertThat(given.memory.word(Given.SERVERS)).isZero();
    }

    @Shows("FFM-API-25")
    @Test
    void outputsNeedNotBeReadable() {
        given.memory.words(Caller.NON_SECURE.memory + OUT, Given.WRITE_ONLY, 16);

        assertVector(request(Caller.NON_SECURE, 0x00010000), 4, Given.WRITE_ONLY, 16);
    }

    @Shows({"FFM-API-24", "FFM-API-25"})
    @ParameterizedTest
    @EnumSource(Caller.class)
    void theLastByteOfTheAddressSpaceIsOneLikeOthers(Caller by) {
        given.memory.words(0xFFFF_FFF0L, 0xFFFF_F000L, 0xFF0, 0xFFFF_FFFFL, 1);

        SpmConnectionModel message =
                given.sent(by, PSA_CALL, given.connection(by).handle(), 0x01010000, 0xFFFF_FFF0L, 0xFFFF_FFF8L);

        assertVector(message, 0, 0xFFFF_F000L, 0xFF0);
        assertVector(message, 4, 0xFFFF_FFFFL, 1);
    }

    /** Bases and lengths from the start of the caller's memory. */
    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-26"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, 100, 10, 105, 15",
        "NON_SECURE, 105, 15, 100, 10",
        "NON_SECURE, 100, 10, 100, 10",
        "NON_SECURE, 100, 10, 109, 1",
        "NON_SECURE, 103, 1, 100, 10",
        "PARTITION, 100, 10, 105, 15"
    })
    void inputsMustNotOverlap(Caller by, long base, long length, long base2, long length2) {
        long m = by.memory;
        given.memory.words(m + IN, m, 1, m + base, length, m + 8, 1, m + base2, length2);

        refused("FFM-API-26", by, given.connection(by), 0x04000000, m + IN, 0);
    }

    @Shows("FFM-API-26")
    @ParameterizedTest
    @CsvSource({"100, 10, 110, 10", "110, 10, 100, 10", "100, 10, 105, 0", "105, 0, 100, 10", "100, 0, 100, 0"})
    void inputsMayTouchAndEmptyOnesOverlapNothing(long base, long length, long base2, long length2) {
        long m = Caller.NON_SECURE.memory;
        given.memory.words(m + IN, m + base, length, m + base2, length2);

        assertVector(request(Caller.NON_SECURE, 0x02000000), 1, m + base2, length2);
    }

    @Shows("FFM-API-26")
    @Test
    void anOutputMayOverlapAnInput() {
        long m = Caller.NON_SECURE.memory;
        given.memory.words(m + IN, m, 16).words(m + OUT, m, 16);

        assertVector(request(Caller.NON_SECURE, 0x01010000), 4, m, 16);
    }

    /** Whatever the client writes into a descriptor when the SPM has read it. */
    @Shows("FFM-API-27")
    @ParameterizedTest
    @EnumSource(Caller.class)
    void aDescriptorIsReadOnce(Caller by) {
        long m = by.memory;
        given.memory.words(m + IN, m, 8).words(m + OUT, m + 0x200, 16);
        given.memory.afterEachLoad(address -> given.memory.word(address, 0x3100_0000));

        SpmConnectionModel message = request(by, 0x01010000);

        assertThat(given.memory.word(m + IN)).as("the client has changed it").isEqualTo(0x3100_0000);
        assertVector(message, 0, m, 8);
        assertVector(message, 4, m + 0x200, 16);
    }

    /** The copy is checked: what was changed before it was read counts. */
    @Shows({"FFM-API-25", "FFM-API-27"})
    @Test
    void whatWasReadIsChecked() {
        long m = Caller.NON_SECURE.memory;
        given.memory.words(m + IN, m, 8);
        given.memory.afterEachLoad(address -> given.memory.word(m + IN + 4, 0x2001));

        refused("FFM-API-25", Caller.NON_SECURE, given.connection(Caller.NON_SECURE), 0x01000000, m + IN, 0);
    }

    /** A Non-secure client's memory is Non-secure by bit 31, which is its agent's, whatever bits 19 and 27 say. */
    @Shows({"FFM-API-2", "FFM-API-24", "FFM-API-25", "FFM-API-103"})
    @ParameterizedTest
    @CsvSource({"0", "0x00080000", "0x08000000", "0x80000000", "0x88080000"})
    void aNonSecureClientHasNonSecureMemoryOnly(long bits) {
        long m = Caller.NON_SECURE.memory;
        long secure = Caller.PARTITION.memory;
        given.memory.words(m + IN, m, 8).words(m + OUT, m + 0x200, 16);
        assertVector(request(Caller.NON_SECURE, 0x01010000 | bits), 0, m, 8);

        given.memory.words(m + IN, secure, 8);
        nonSecureRefused("FFM-API-25", 0x01010000 | bits, m + IN, m + OUT);
        given.memory.words(m + IN, m, 8).words(m + OUT, secure, 16);
        nonSecureRefused("FFM-API-25", 0x01010000 | bits, m + IN, m + OUT);
        nonSecureRefused("FFM-API-24", 0x01010000 | bits, secure + IN, m + OUT);
        nonSecureRefused("FFM-API-24", 0x01010000 | bits, m + IN, secure + OUT);
    }

    private void nonSecureRefused(String rule, long control, long in, long out) {
        refused(rule, Caller.NON_SECURE, given.connection(Caller.NON_SECURE), control, in, out);
        given.spm.free(given.spm.connections().getLast());
    }

    /** An agent says which memory is the Non-secure client's: bit 27 inputs, bit 19 outputs, bit 31 all. Secure memory is not. */
    @Shows({"FFM-API-1", "FFM-API-24", "FFM-API-25", "FFM-API-103"})
    @ParameterizedTest
    @CsvSource({
        // bits, in_vec, input, out_vec, output: whose memory they are in; the rule
        "0x00000000, S, S, S, S, ''",
        "0x00000000, N, N, N, N, ''",
        "0x08000000, S, S, S, S, FFM-API-25",
        "0x08000000, S, N, S, S, ''",
        "0x00080000, S, S, S, S, FFM-API-25",
        "0x00080000, S, S, S, N, ''",
        "0x08080000, S, N, S, N, ''",
        "0x80000000, S, N, S, N, FFM-API-24",
        "0x80000000, N, N, S, N, FFM-API-24",
        "0x80000000, N, S, N, N, FFM-API-25",
        "0x80000000, N, N, N, S, FFM-API-25",
        "0x80000000, N, N, N, N, ''"
    })
    void anAgentsVectorsAreWhereItSays(long bits, char in, char input, char out, char output, String rule) {
        given.client.agent();
        given.memory.words(at(in) + IN, at(input), 8).words(at(out) + OUT, at(output), 16);
        SpmConnectionModel connection = given.connection(Caller.PARTITION);
        long control = 0x01010000 | bits;

        if (rule.isEmpty()) {
            assertThat(given.sent(Caller.PARTITION, PSA_CALL, connection.handle(), control, at(in) + IN, at(out) + OUT))
                    .isSameAs(connection);
        } else {
            refused(rule, Caller.PARTITION, connection, control, at(in) + IN, at(out) + OUT);
        }
    }

    private static long at(char side) {
        return (side == 'S' ? Caller.PARTITION : Caller.NON_SECURE).memory;
    }

    private SpmConnectionModel request(Caller by, long control) {
        return given.sent(by, PSA_CALL, given.connection(by).handle(), control, by.memory + IN, by.memory + OUT);
    }

    private void refused(String rule, Caller by, SpmConnectionModel connection, long control, long in, long out) {
        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, rule, by, PSA_CALL, connection.handle(), control, in, out);
        assertThat(connection.state()).isEqualTo(State.IDLE);
    }

    private static void assertVector(SpmConnectionModel message, int vector, long base, long length) {
        assertThat(message.base(vector)).as("base of vector %d", vector).isEqualTo(base);
        assertThat(message.length(vector)).as("length of vector %d", vector).isEqualTo(length);
        assertThat(message.done(vector)).as("bytes done of vector %d", vector).isZero();
    }
}
