package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.partita.api.admin.PartitaException;
import org.partita.it.platform.TfmSfnPlatform;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(TfmSfnPlatform.class)
class SfnSamplesIT extends SamplesContract {
    @Override
    String backend() {
        return "sfn";
    }

    @Override
    int isolationLevel() {
        return 1;
    }

    @Shows({"FFM-BACKEND-5", "FFM-SFN-1"})
    @Test
    void theirAnswersAreTheSameOnBothBackends() {
        answers();
        assertThat(platform.ffm().backend("ipc").to()).startsWith("org.partita.backend.ipc");
        answers();
        assertThat(platform.ffm().backend("auto").to()).startsWith("org.partita.backend.sfn");
        answers();
    }

    @Test
    void aBackendThatIsNoneIsRefused() {
        assertThatThrownBy(() -> platform.ffm().backend("rpc"))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("auto, sfn and ipc");
    }
}
