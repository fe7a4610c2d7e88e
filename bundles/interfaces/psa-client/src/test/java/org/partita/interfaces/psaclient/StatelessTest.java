package org.partita.interfaces.psaclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.api.ffm.PsaFunction.PSA_CALL;
import static org.partita.api.ffm.PsaStatus.PSA_ERROR_CONNECTION_BUSY;
import static org.partita.api.ffm.PsaStatus.PSA_ERROR_CONNECTION_REFUSED;
import static org.partita.api.ffm.PsaStatus.PSA_ERROR_PROGRAMMER_ERROR;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.interfaces.psaclient.Given.Caller;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.testkit.Shows;

class StatelessTest {
    /** Bit 30, version 1 in bits 15:8, index 29 in bits 4:0. */
    private static final long HANDLE = 0x4000_011DL;

    private final Given given = new Given();

    @Shows({"FFM-API-33", "FFM-API-36", "FFM-API-38"})
    @ParameterizedTest
    @EnumSource(Caller.class)
    void theServiceGetsTheRequestAndNoConnect(Caller by) {
        long m = by.memory;
        given.memory.words(m, m + 0x100, 4);

        SpmConnectionModel message = given.sent(by, PSA_CALL, HANDLE, 0x00010007, 0, m);

        assertThat(message.service()).isSameAs(given.stateless);
        assertThat(message.type()).isEqualTo(7);
        assertThat(message.rhandle()).isZero();
        assertThat(message.clientId()).isEqualTo(by == Caller.NON_SECURE ? -1 : 0x101);
        assertThat(message.length(4)).isEqualTo(4);
        assertThat(message.outputs()).isEqualTo(m);
        assertThat(given.spm.connections()).containsExactly(message);
    }

    /** Stateless requests of one client do not wait for one another. */
    @Test
    void eachRequestHasAConnectionOfItsOwn() {
        SpmConnectionModel first = given.sent(Caller.NON_SECURE, PSA_CALL, HANDLE, 1, 0, 0);
        SpmConnectionModel second = given.sent(Caller.NON_SECURE, PSA_CALL, HANDLE, 2, 0, 0);

        assertThat(second).isNotSameAs(first);
        assertThat(first.type()).isEqualTo(1);
    }

    @Shows({"FFM-API-33", "FFM-API-34"})
    @ParameterizedTest
    @CsvSource({"1, 0x40000100", "32, 0x4000011F"})
    void indexesAre0To31(int number, long handle) {
        given.open.stateless(number);

        assertThat(given.sent(Caller.NON_SECURE, PSA_CALL, handle, 0, 0, 0).service())
                .isSameAs(given.open);
    }

    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-34"})
    @ParameterizedTest
    @CsvSource({"NON_SECURE, 0x4000011F", "NON_SECURE, 0x40000000", "PARTITION, 0x4000011F"})
    void anIndexWithoutAServiceIsRefused(Caller by, long handle) {
        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-34", by, PSA_CALL, handle, 0, 0, 0);
    }

    /** One of bits 7:5 and 29:16 is set. */
    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-33"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, 0x4000013D",
        "NON_SECURE, 0x4000019D",
        "NON_SECURE, 0x4001011D",
        "NON_SECURE, 0x6000011D",
        "PARTITION, 0x4001011D"
    })
    void reservedBitsAreRefused(Caller by, long handle) {
        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-33", by, PSA_CALL, handle, 0, 0, 0);
    }

    @Shows({"FFM-API-2", "FFM-API-34", "FFM-API-102"})
    @Test
    void aNonSecureClientIsRefusedByAServiceForSecureOnes() {
        given.client.needs(given.hidden.stateless(1));

        given.fatal(PSA_ERROR_CONNECTION_REFUSED, "FFM-API-102", Caller.NON_SECURE, PSA_CALL, 0x4000_0100L, 0, 0, 0);
        assertThat(given.sent(Caller.PARTITION, PSA_CALL, 0x4000_0100L, 0, 0, 0).service())
                .isSameAs(given.hidden);
    }

    @Shows({"FFM-API-1", "FFM-API-34", "FFM-API-101"})
    @Test
    void aPartitionIsRefusedByAServiceThatItDoesNotDependOn() {
        given.hidden.stateless(1).nonSecure();

        given.fatal(PSA_ERROR_CONNECTION_REFUSED, "FFM-API-101", Caller.PARTITION, PSA_CALL, 0x4000_0100L, 0, 0, 0);
    }

    /** The caller learns nothing of the versions of services that it may not use. */
    @Shows("FFM-API-102")
    @Test
    void accessIsJudgedBeforeTheVersion() {
        given.hidden.stateless(1);

        given.fatal(PSA_ERROR_CONNECTION_REFUSED, "FFM-API-102", Caller.NON_SECURE, PSA_CALL, 0x4000_0900L, 0, 0, 0);
    }

    @Shows({"FFM-API-1", "FFM-API-2", "FFM-API-12", "FFM-API-34"})
    @ParameterizedTest
    @CsvSource({"NON_SECURE, 0x4000001D", "NON_SECURE, 0x4000021D", "NON_SECURE, 0x4000FF1D", "PARTITION, 0x4000021D"})
    void strictTakesTheImplementedVersionOnly(Caller by, long handle) {
        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-34", by, PSA_CALL, handle, 0, 0, 0);
    }

    @Shows({"FFM-API-13", "FFM-API-34"})
    @Test
    void relaxedTakesVersionsBelowToo() {
        given.stateless.version(0xFE).relaxed();

        assertThat(given.sent(Caller.NON_SECURE, PSA_CALL, HANDLE, 0, 0, 0).type())
                .isZero();
        assertThat(given.sent(Caller.NON_SECURE, PSA_CALL, 0x4000_FE1DL, 0, 0, 0)
                        .type())
                .isZero();
        given.fatal(PSA_ERROR_PROGRAMMER_ERROR, "FFM-API-34", Caller.NON_SECURE, PSA_CALL, 0x4000_FF1DL, 0, 0, 0);
    }

    @Shows("FFM-API-34")
    @ParameterizedTest
    @EnumSource(Caller.class)
    void aSpentPoolIsBusyAndNobodyPanics(Caller by) {
        given.spm.pool(1);
        given.sent(by, PSA_CALL, HANDLE, 0, 0, 0);

        given.refused(PSA_ERROR_CONNECTION_BUSY, "FFM-API-34", by, PSA_CALL, HANDLE, 0, 0, 0);
    }

    /** More often than the pool has connections: a negative type, five vectors, memory of others. */
    @Shows({"FFM-API-22", "FFM-API-23", "FFM-API-24", "FFM-API-35"})
    @ParameterizedTest
    @CsvSource({
        "NON_SECURE, 0x0000FFFF, FFM-API-22",
        "NON_SECURE, 0x03020000, FFM-API-23",
        "NON_SECURE, 0x01000000, FFM-API-24",
        "PARTITION, 0x00010000, FFM-API-24"
    })
    void aRequestThatIsRefusedLeavesThePoolFull(Caller by, long control, String rule) {
        for (int i = 0; i < 1000; i++) {
            given.fatal(PSA_ERROR_PROGRAMMER_ERROR, rule, by, PSA_CALL, HANDLE, control, Given.SERVERS, Given.SERVERS);
        }
        assertThat(given.spm.connections()).isEmpty();
    }
}
