package org.partita.conduit.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Status;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.lib.fixture.psa.SpmModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

class CallConduitTest {
    private final CallConduit conduit = new CallConduit();
    private final SpmModel spm = new SpmModel();

    @Shows("FFM-IPC-3")
    @Test
    void leadsToTheSpmAtIsolationLevel1() {
        assertThat(spm.partition("P").call(PsaFunction.PSA_VERSION, 1).cross(conduit))
                .isEqualTo(Outcome.PROCEED);
        assertThat(spm.client(-1, PsaFunction.PSA_VERSION, 1).cross(conduit)).isEqualTo(Outcome.PROCEED);
    }

    @Shows("FFM-IPC-3")
    @ParameterizedTest
    @EnumSource(value = IsolationLevel.class, names = "SPE", mode = EnumSource.Mode.EXCLUDE)
    void crossesNoProtectionBoundary(IsolationLevel level) {
        PsaCallModel call = spm.level(level).partition("P").call(PsaFunction.PSA_CALL, 0);

        assertThat(call.cross(conduit)).isEqualTo(Outcome.COMPLETE);
        Refusal.of(call.refusal()).is(PsaStatus.PSA_ERROR_NOT_PERMITTED, "FFM-IPC-3");
        assertThat(call.found()).isEqualTo(level.ordinal() + 1);
        assertThat(call.result()).isEqualTo(-133);
        assertThat(call.panicked())
                .as("the platform is to blame, not the caller")
                .isFalse();
    }

    /** A call whose completion is FFA_ERROR, one that is completed in w0, and one that is not FF-A's. */
    @ParameterizedTest
    @CsvSource({"0xC400006F, 0x84000060, -1", "0x84000063, -1, 0", "0x84000000, -1, 0"})
    void isNoConduitOfFfa(long function, long w0, int w2) {
        CallModel call = CallModel.ofManager(PlatformModel.withHypervisor(), ManagerKind.SPMC, (int) function);

        assertThat(conduit.cross(call)).isEqualTo(Outcome.COMPLETE);
        assertThat(call.registers.function()).isEqualTo((int) w0);
        assertThat(call.registers.w(2)).isEqualTo(w2);
        assertThat(call.rule()).isNotNull();
        assertThat(call.rule().status()).isEqualTo(Status.NOT_SUPPORTED);
    }
}
