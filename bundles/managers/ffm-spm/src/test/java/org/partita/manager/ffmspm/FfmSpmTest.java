package org.partita.manager.ffmspm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaFunction;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.lib.fixture.psa.SpmModel;
import org.partita.lib.fixture.psa.SpmPartitionModel;

class FfmSpmTest {
    private static final Set<String> CLIENT_API =
            Set.of("psa_framework_version", "psa_version", "psa_connect", "psa_call", "psa_close");

    private final FfmSpm manager = new FfmSpm();
    private final SpmModel spm = new SpmModel();
    private final SpmPartitionModel partition = spm.partition("P");

    @ParameterizedTest
    @EnumSource(PsaFunction.class)
    void letsAPartitionCallEveryFunction(PsaFunction function) {
        PsaCallModel call = partition.call(function, 1, 2);

        assertThat(call.receive(manager)).isEqualTo(Outcome.PROCEED);
        assertThat(call.registers.function()).isEqualTo(function.id());
        assertThat(call.registers.x1).isEqualTo(1);
        assertThat(call.registers.x2).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(PsaFunction.class)
    void letsANonSecureClientCallTheClientApiOnly(PsaFunction function) {
        PsaCallModel call = spm.client(-1, function, 1, 2);
        Outcome outcome = call.receive(manager);

        if (CLIENT_API.contains(function.title())) {
            assertThat(outcome).isEqualTo(Outcome.PROCEED);
        } else {
            refused(call, outcome, -133, "PSA_ERROR_NOT_PERMITTED PARTITA-partition-api");
            assertThat(call.found()).isEqualTo(function.id());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 0x505340FF, 0x50534118, 0x84000063, Integer.MIN_VALUE})
    void knowsNoOtherFunctions(int number) {
        for (PsaCallModel call : new PsaCallModel[] {
            partition.call(PsaFunction.PSA_CALL).with(number),
            spm.client(-1, PsaFunction.PSA_CALL).with(number)
        }) {
            refused(call, call.receive(manager), -134, "PSA_ERROR_NOT_SUPPORTED PARTITA-psa-function");
            assertThat(call.found()).isEqualTo(Integer.toUnsignedLong(number));
        }
    }

    @Test
    void hearsNothingOfAPartitionThatHasEnded() {
        PsaCallModel call = partition.end().call(PsaFunction.PSA_FRAMEWORK_VERSION);

        refused(call, call.receive(manager), -137, "PSA_ERROR_BAD_STATE PARTITA-caller-ended");
    }

    private static void refused(PsaCallModel call, Outcome outcome, int result, String refusal) {
        assertThat(outcome).isEqualTo(Outcome.COMPLETE);
        assertThat(call.result()).isEqualTo(result);
        assertThat(call.refusal()).isEqualTo(refusal);
        assertThat(call.panicked()).isFalse();
    }
}
