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

/** Handles and types; {@link VectorsTest} has the vectors. */
class RequestTest {
    private final Given given = new Given();

    @Shows({"FFM-API-22", "FFM-API-28", "FFM-API-103"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, 0, 0",
        "NON_SECURE, 0x00000005, 5",
        "NON_SECURE, 0x00007FFF, 32767",
        "PARTITION, 0x00000000, 0",
        "PARTITION, 0x00007FFF, 32767"
    })
    void theServiceGetsTheTypeOfTheRequest(Caller by, long control, int type) {
        SpmConnectionModel connection = given.connection(by);

        assertThat(given.sent(by, PSA_CALL, connection.handle(), control, 0, 0)).isSameAs(connection);
        assertThat(connection.type()).isEqualTo(type);
        assertThat(connection.outputCount()).isZero();
    }

    @Test
    void nothingIsLeftOfTheRequestBefore() {
        SpmConnectionModel connection = given.connection(Caller.NON_SECURE);
        connection.with(0, 0x2000_0000L, 8).with(7, 0x2000_0010L, 8);
        connection.done(0, 8);
        connection.mapped(1);
        connection.unmapped(1 << 7);
        connection.outputs(0x2000_0100L, 1);
        connection.rhandle(0x1234);

        given.sent(Caller.NON_SECURE, PSA_CALL, connection.handle(), 1, 0, 0);

        for (int i = 0; i < 8; i++) {
            assertThat(connection.length(i)).as("length of vector %d", i).isZero();
            assertThat(connection.done(i)).as("bytes done of vector %d", i).isZero();
        }
        assertThat(connection.mapped()).isZero();
        assertThat(connection.unmapped()).isZero();
        assertThat(connection.outputs()).isZero();
        assertThat(connection.outputCount()).isZero();
        assertThat(connection.rhandle()).isEqualTo(0x1234);
    }

    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-18"})
    @ParameterizedTest
    @EnumSource(Caller.class)
    void theNullHandleIsRefused(Caller by) {
        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-18", by, PSA_CALL, 0, 0, 0, 0);
    }

    /** An unknown one, the largest, the smallest, and -130: what a refused psa_connect has returned. */
    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-19"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, 0x1234567",
        "NON_SECURE, 0x3FFFFFFF",
        "NON_SECURE, 0x80000000",
        "NON_SECURE, 0xFFFFFF7E",
        "PARTITION, 0x1234567",
        "PARTITION, 0xFFFFFF7E"
    })
    void aHandleThatIsNoConnectionIsRefused(Caller by, long handle) {
        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-19", by, PSA_CALL, handle, 0, 0, 0);
    }

    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-20"})
    @ParameterizedTest
    @CsvSource({"NON_SECURE, -2", "NON_SECURE, 0x101", "PARTITION, 0x100", "PARTITION, -1"})
    void theConnectionOfAnotherClientIsRefused(Caller by, int owner) {
        SpmConnectionModel foreign = given.spm.connected(given.open, owner);

        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-20", by, PSA_CALL, foreign.handle(), 0, 0, 0);
    }

    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-21", "FFM-IPC-9"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, QUEUED",
        "NON_SECURE, TAKEN",
        "NON_SECURE, ANSWERED",
        "PARTITION, QUEUED",
        "PARTITION, TAKEN",
        "PARTITION, ANSWERED"
    })
    void aConnectionWithAMessageUnderWayIsRefused(Caller by, State state) {
        SpmConnectionModel connection = given.connection(by);
        given.sent(by, PSA_CALL, connection.handle(), 7, 0, 0);
        connection.in(state);

        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-21", by, PSA_CALL, connection.handle(), 8, 0, 0);
        assertThat(connection.type()).as("the first message is untouched").isEqualTo(7);

        connection.in(State.IDLE);
        given.sent(by, PSA_CALL, connection.handle(), 8, 0, 0);
        assertThat(connection.type()).isEqualTo(8);
    }

    /** The client could guess the number; not even a connection that rests is its own. */
    @Shows("FFM-API-19")
    @Test
    void theConnectionOfAStatelessRequestIsNobodysToUse() {
        SpmConnectionModel temporary = given.spm.connected(given.stateless, -1);

        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-19", Caller.NON_SECURE, PSA_CALL, temporary.handle(), 0, 0, 0);
    }

    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-22"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, 0xFFFF",
        "NON_SECURE, 0xFFFE",
        "NON_SECURE, 0x8000",
        "PARTITION, 0xFFFF",
        "PARTITION, 0x8000"
    })
    void aNegativeTypeIsRefused(Caller by, long control) {
        SpmConnectionModel connection = given.connection(by);

        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-22", by, PSA_CALL, connection.handle(), control, 0, 0);
        assertThat(connection.state()).isEqualTo(State.IDLE);
    }

    /** Bits 26:24 are the number of inputs, bits 18:16 of outputs. */
    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-23", "FFM-API-103"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, 0x03020000",
        "NON_SECURE, 0x05000000",
        "NON_SECURE, 0x00050000",
        "NON_SECURE, 0x07070000",
        "PARTITION, 0x01040000",
        "PARTITION, 0x04010000"
    })
    void moreThanFourVectorsAreRefused(Caller by, long control) {
        long array = by.memory;
        SpmConnectionModel connection = given.connection(by);

        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-23", by, PSA_CALL, connection.handle(), control, array, array);
    }

    @Shows("FFM-API-23")
    @ParameterizedTest
    @CsvSource({"0x02020000", "0x04000000", "0x00040000", "0x01030000"})
    void fourVectorsAreTaken(long control) {
        SpmConnectionModel connection = given.connection(Caller.NON_SECURE);
        long array = Caller.NON_SECURE.memory;

        assertThat(given.sent(Caller.NON_SECURE, PSA_CALL, connection.handle(), control, array, array))
                .isSameAs(connection);
    }
}
