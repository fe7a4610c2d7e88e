package org.partita.interfaces.psaclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.api.ffm.PsaFunction.PSA_CONNECT;
import static org.partita.api.ffm.PsaStatus.PSA_ERROR_CONNECTION_BUSY;
import static org.partita.api.ffm.PsaStatus.PSA_ERROR_CONNECTION_REFUSED;
import static org.partita.api.ffm.PsaStatus.PSA_ERROR_PROGRAMMER_ERROR;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.ffm.SpmConnection.State;
import org.partita.interfaces.psaclient.Given.Caller;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.testkit.Shows;

class ConnectTest {
    private static final long OPEN = 0xF000_0001L;

    private final Given given = new Given();

    @Shows("FFM-API-38")
    @ParameterizedTest
    @EnumSource(Caller.class)
    void theServiceGetsAMessageOfTypeConnectWithoutVectors(Caller by) {
        SpmConnectionModel message = given.sent(by, PSA_CONNECT, OPEN, 1);

        assertThat(message.service()).isSameAs(given.open);
        assertThat(message.type()).isEqualTo(-1);
        assertThat(message.clientId()).isEqualTo(by == Caller.NON_SECURE ? -1 : 0x101);
        assertThat(message.rhandle()).isZero();
        assertThat(message.outputCount()).isZero();
        for (int i = 0; i < 8; i++) {
            assertThat(message.length(i)).isZero();
        }
        assertThat(given.spm.connections()).containsExactly(message);
    }

    /** A repeated message is one on the same connection (reading E6). */
    @Test
    void aClientMayHaveSeveralConnectionsToAService() {
        SpmConnectionModel first = given.sent(Caller.NON_SECURE, PSA_CONNECT, OPEN, 1);
        SpmConnectionModel second = given.sent(Caller.NON_SECURE, PSA_CONNECT, OPEN, 1);

        assertThat(second.handle()).isNotEqualTo(first.handle());
    }

    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-9"})
    @ParameterizedTest
    @EnumSource(Caller.class)
    void anUnknownSidIsRefused(Caller by) {
        given.fatal(PSA_ERROR_CONNECTION_REFUSED, "FFM-API-9", by, PSA_CONNECT, 0xDEAD_BEEFL, 1);
    }

    @Shows({"FFM-API-2", "FFM-API-10", "FFM-API-102"})
    @Test
    void aNonSecureClientIsRefusedByAServiceForSecureOnes() {
        given.client.needs(given.hidden);

        given.fatal(PSA_ERROR_CONNECTION_REFUSED, "FFM-API-102", Caller.NON_SECURE, PSA_CONNECT, 0xF002, 1);
        assertThat(given.sent(Caller.PARTITION, PSA_CONNECT, 0xF002, 1).type()).isEqualTo(-1);
    }

    @Shows({"FFM-API-1", "FFM-API-10", "FFM-API-101"})
    @Test
    void aPartitionIsRefusedByAServiceThatItDoesNotDependOn() {
        given.hidden.nonSecure();

        given.fatal(PSA_ERROR_CONNECTION_REFUSED, "FFM-API-101", Caller.PARTITION, PSA_CONNECT, 0xF002, 1);
        assertThat(given.sent(Caller.NON_SECURE, PSA_CONNECT, 0xF002, 1).type()).isEqualTo(-1);
    }

    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-11", "FFM-API-12"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, 1, false",
        "NON_SECURE, 2, true",
        "NON_SECURE, 3, false",
        "PARTITION, 1, false",
        "PARTITION, 2, true",
        "PARTITION, 3, false"
    })
    void strictTakesTheImplementedVersionOnly(Caller by, long requested, boolean taken) {
        given.open.version(2);

        versionIs(taken, by, requested);
    }

    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-11", "FFM-API-13"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, 1, true",
        "NON_SECURE, 2, true",
        "NON_SECURE, 3, false",
        "NON_SECURE, 0xFFFFFFFF, false",
        "PARTITION, 1, true",
        "PARTITION, 2, true",
        "PARTITION, 3, false",
        "PARTITION, 0x80000000, false"
    })
    void relaxedTakesVersionsBelowToo(Caller by, long requested, boolean taken) {
        given.open.version(2).relaxed();

        versionIs(taken, by, requested);
    }

    private void versionIs(boolean taken, Caller by, long requested) {
        if (taken) {
            assertThat(given.sent(by, PSA_CONNECT, OPEN, requested).type()).isEqualTo(-1);
        } else {
            given.fatal(PSA_ERROR_CONNECTION_REFUSED, "FFM-API-11", by, PSA_CONNECT, OPEN, requested);
        }
    }

    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-14"})
    @ParameterizedTest
    @EnumSource(Caller.class)
    void aStatelessServiceHasNoConnections(Caller by) {
        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-14", by, PSA_CONNECT, 0xF901, 1);
    }

    @Shows("FFM-API-15")
    @ParameterizedTest
    @EnumSource(Caller.class)
    void aSpentPoolIsBusyAndNobodyPanics(Caller by) {
        given.spm.pool(3);
        SpmConnectionModel last = given.sent(by, PSA_CONNECT, OPEN, 1);
        given.sent(Caller.NON_SECURE, PSA_CONNECT, OPEN, 1);
        given.sent(Caller.PARTITION, PSA_CONNECT, OPEN, 1);

        given.refused(PSA_ERROR_CONNECTION_BUSY, "FFM-API-15", by, PSA_CONNECT, OPEN, 1);

        given.spm.free(last.in(State.IDLE));
        assertThat(given.sent(by, PSA_CONNECT, OPEN, 1).state()).isEqualTo(State.IDLE);
    }

    /** Neither upper half is of the argument. */
    @Test
    void argumentsHave32Bits() {
        assertThat(given.sent(Caller.NON_SECURE, PSA_CONNECT, 0xFFFF_FFFF_F000_0001L, 0x1_0000_0001L)
                        .service())
                .isSameAs(given.open);
    }
}
