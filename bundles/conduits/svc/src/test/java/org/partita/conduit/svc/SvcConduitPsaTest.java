package org.partita.conduit.svc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.lib.fixture.psa.SpmModel;
import org.partita.testkit.Shows;

class SvcConduitPsaTest {
    @Shows("FFM-IPC-3")
    @ParameterizedTest
    @EnumSource(IsolationLevel.class)
    void leadsToTheSpmAtEveryIsolationLevel(IsolationLevel level) {
        SpmModel spm = new SpmModel().level(level);
        SvcConduit conduit = new SvcConduit();
        for (PsaCallModel call : new PsaCallModel[] {
            spm.partition("P").call(PsaFunction.PSA_CALL, 1, 2, 3, 4), spm.client(-1, PsaFunction.PSA_CALL, 1, 2, 3, 4)
        }) {
            assertThat(call.by(Conduit.SVC).cross(conduit)).isEqualTo(Outcome.PROCEED);
            assertThat(call.refusal()).isEmpty();
            assertThat(call.registers.function()).isEqualTo(PsaFunction.PSA_CALL.id());
            assertThat(call.registers.x4).isEqualTo(4);
        }
    }
}
