package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.partita.it.platform.TfmIpcPlatform;
import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(TfmIpcPlatform.class)
class IpcL1SamplesIT extends SamplesContract {
    @Override
    String backend() {
        return "ipc";
    }

    @Override
    int isolationLevel() {
        return 1;
    }

    @Test
    void theSfnBackendStandsByAndCanNotServe() {
        assertThatThrownBy(() -> platform.ffm().backend("sfn"))
                .hasMessageContaining("partition TFM_SP_CRYPTO: model IPC");
        answers();
    }
}
