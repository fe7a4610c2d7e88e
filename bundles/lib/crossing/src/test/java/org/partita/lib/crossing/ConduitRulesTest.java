package org.partita.lib.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.Status;
import org.partita.lib.crossing.testing.CrossingCall;
import org.partita.testkit.Shows;

class ConduitRulesTest {
    @Shows({"FFA-2.4-4", "FFA-2.4-5", "FFA-2.4-7"})
    @ParameterizedTest
    @CsvSource({
        // level             SMC    HVC    SVC    ERET
        "EL3,               false, false, false, true",
        "MONITOR,           false, false, false, true",
        "S_EL2,             true,  false, false, true",
        "S_EL1,             true,  true,  false, true",
        "SECURE_SUPERVISOR, true,  true,  false, true",
        "S_EL0,             false, false, true,  false",
        "SECURE_USER,       false, false, true,  false",
        "EL2,               true,  false, false, true",
        "HYP,               true,  false, false, true",
        "EL1,               true,  true,  false, false",
        "SUPERVISOR,        true,  true,  false, false"
    })
    void aLevelUsesTheConduitsThatSection24GivesIt(
            ExceptionLevel level, boolean smc, boolean hvc, boolean svc, boolean eret) {
        assertThat(ConduitRules.SMC.misuse(level) == null).as("SMC").isEqualTo(smc);
        assertThat(ConduitRules.HVC.misuse(level) == null).as("HVC").isEqualTo(hvc);
        assertThat(ConduitRules.SVC.misuse(level) == null).as("SVC").isEqualTo(svc);
        assertThat(ConduitRules.ERET.misuse(level) == null).as("ERET").isEqualTo(eret);
    }

    @Shows({"FFA-2.4-8", "FFA-2.4-9", "FFA-2.4-10"})
    @Test
    void controlAlternatesBetweenCallsUpwardsAndErets() {
        CrossingCall call = CrossingCall.at(ExceptionLevel.S_EL1, ExceptionLevel.S_EL2, FfaInstance.SECURE_VIRTUAL)
                .through(Conduit.SMC)
                .function(0x8400006B);
        ConduitRules[] turns = {ConduitRules.SMC, ConduitRules.ERET, ConduitRules.HVC, ConduitRules.ERET};
        for (ConduitRules turn : turns) {
            ConduitRules other = turn == ConduitRules.ERET ? ConduitRules.SMC : ConduitRules.ERET;
            assertThat(CrossingRules.judge(call.function(0x8400006B), other)).isEqualTo(Outcome.COMPLETE);
            call.refusal().is(Status.DENIED, "FFA-2.4-10");
            assertThat(CrossingRules.judge(call.function(0x8400006B), turn)).isEqualTo(Outcome.PROCEED);
            call.crossed();
        }
    }
}
