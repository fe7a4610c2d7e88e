package org.partita.interfaces.psaclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.api.ffm.PsaFunction.PSA_FRAMEWORK_VERSION;
import static org.partita.api.ffm.PsaFunction.PSA_VERSION;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.ffm.PsaFunction;
import org.partita.interfaces.psaclient.Given.Caller;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.testkit.Shows;

class VersionsTest {
    private final Given given = new Given();

    @Shows("FFM-API-4")
    @ParameterizedTest
    @EnumSource(Caller.class)
    void theFrameworkIsOfVersion1Point1(Caller by) {
        assertThat(given.completed(by, PSA_FRAMEWORK_VERSION).result()).isEqualTo(0x0101);
    }

    @Shows("FFM-API-5")
    @ParameterizedTest
    @EnumSource(Caller.class)
    void aServiceHasTheVersionOfItsManifest(Caller by) {
        given.open.version(3);

        assertThat(version(by, 0xF000_0001)).isEqualTo(3);
        assertThat(version(by, 0xF901)).isEqualTo(1);
    }

    @Shows("FFM-API-5")
    @Test
    void aVersionIsUnsigned() {
        given.open.version(0xFFFF_FFFF);

        assertThat(given.completed(Caller.NON_SECURE, PSA_VERSION, 0xF000_0001L).registers.x0)
                .isEqualTo(0xFFFF_FFFFL);
    }

    @Shows("FFM-API-6")
    @ParameterizedTest
    @EnumSource(Caller.class)
    void anUnknownServiceHasVersion0(Caller by) {
        assertThat(version(by, 0xDEAD_BEEF)).isZero();
    }

    @Shows({"FFM-API-7", "FFM-API-101", "FFM-API-102"})
    @ParameterizedTest
    @EnumSource(Caller.class)
    void aServiceThatTheCallerMayNotUseHasVersion0(Caller by) {
        assertThat(version(by, 0xF002)).isZero();

        given.hidden.nonSecure();
        given.client.needs(given.hidden);
        assertThat(version(by, 0xF002)).isEqualTo(1);
    }

    @Test
    void servesTheClientApiAndNothingElse() {
        assertThat(new PsaClient().functions().stream().map(PsaFunction::title))
                .containsExactlyInAnyOrder(
                        "psa_framework_version", "psa_version", "psa_connect", "psa_call", "psa_close");
    }

    private int version(Caller by, int sid) {
        PsaCallModel call = given.completed(by, PSA_VERSION, sid);
        assertThat(call.refusal()).isEmpty();
        assertThat(call.panicked()).isFalse();
        assertThat(call.registers.x1).isZero();
        return call.result();
    }
}
