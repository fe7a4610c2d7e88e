package org.partita.interfaces.psaclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.api.ffm.PsaFunction.PSA_CALL;
import static org.partita.api.ffm.PsaFunction.PSA_CLOSE;
import static org.partita.api.ffm.PsaStatus.PSA_ERROR_PROGRAMMER_ERROR;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.SpmConnection.State;
import org.partita.interfaces.psaclient.Given.Caller;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.testkit.Shows;

class CloseTest {
    private final Given given = new Given();

    @Shows("FFM-API-30")
    @ParameterizedTest
    @EnumSource(Caller.class)
    void closingTheNullHandleDoesNothing(Caller by) {
        PsaCallModel call = given.completed(by, PSA_CLOSE, 0);

        assertThat(call.result()).isZero();
        assertThat(call.refusal()).isEmpty();
        assertThat(call.panicked()).isFalse();
        assertThat(call.sent()).isNull();
    }

    @Shows("FFM-API-32")
    @ParameterizedTest
    @EnumSource(Caller.class)
    void theServiceGetsAMessageOfTypeDisconnectWithoutVectors(Caller by) {
        SpmConnectionModel connection =
                given.connection(by).with(0, by.memory, 8).with(4, by.memory, 8);
        connection.outputs(by.memory, 1);
        connection.rhandle(0x1234);

        assertThat(given.sent(by, PSA_CLOSE, connection.handle())).isSameAs(connection);

        assertThat(connection.type()).isEqualTo(-2);
        assertThat(connection.rhandle()).isEqualTo(0x1234);
        assertThat(connection.length(0)).isZero();
        assertThat(connection.length(4)).isZero();
        assertThat(connection.outputCount()).isZero();
    }

    @Shows({"FFM-API-1", "FFM-API-31"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, 0x1234567",
        "NON_SECURE, 0xFFFFFF7E", // PSA_ERROR_CONNECTION_REFUSED
        "NON_SECURE, 0x4000011D", // a stateless service's
        "PARTITION, 0x1234567",
        "PARTITION, 0xFFFFFF7E",
        "PARTITION, 0x4000011D"
    })
    void aHandleThatIsNoConnectionIsRefused(Caller by, long handle) {
        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-31", by, PSA_CLOSE, handle);
    }

    @Test
    void whoClosesAStatelessServiceIsToldThatThereIsNothingToClose() {
        PsaRule rule = given.completed(Caller.NON_SECURE, PSA_CLOSE, 0x4000011D).rule();

        assertThat(rule).isNotNull();
        assertThat(rule.text()).startsWith("a stateless service has no connections");
    }

    @Shows({"FFM-API-1", "FFM-API-20", "FFM-API-31"})
    @ParameterizedTest
    @CsvSource({"NON_SECURE, -2", "NON_SECURE, 0x101", "PARTITION, 0x100", "PARTITION, -1"})
    void theConnectionOfAnotherClientStays(Caller by, int owner) {
        SpmConnectionModel foreign = given.spm.connected(given.open, owner);

        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-20", by, PSA_CLOSE, foreign.handle());
        assertThat(given.spm.connection(foreign.handle())).isSameAs(foreign);
        assertThat(foreign.state()).isEqualTo(State.IDLE);
    }

    @Shows({"FFM-API-1", "FFM-API-21", "FFM-API-31"})
    @ParameterizedTest
    @CsvSource({"NON_SECURE, QUEUED", "NON_SECURE, TAKEN", "NON_SECURE, ANSWERED", "PARTITION, TAKEN"})
    void aConnectionWithAMessageUnderWayStays(Caller by, State state) {
        SpmConnectionModel connection = given.connection(by);
        given.sent(by, PSA_CALL, connection.handle(), 7, 0, 0);
        connection.in(state);

        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-21", by, PSA_CLOSE, connection.handle());
        assertThat(connection.type()).isEqualTo(7);
        assertThat(connection.state()).isEqualTo(state);
    }

    @Shows("FFM-API-31")
    @ParameterizedTest
    @EnumSource(Caller.class)
    void aClosedHandleMeansNothing(Caller by) {
        SpmConnectionModel connection = given.connection(by);
        given.sent(by, PSA_CLOSE, connection.handle());
        given.spm.free(connection);

        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-31", by, PSA_CLOSE, connection.handle());
    }
}
