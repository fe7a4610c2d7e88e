package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.partita.it.platform.TfmIpcL2Platform;
import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(TfmIpcL2Platform.class)
class IpcL2SamplesIT extends SamplesContract {
    @Override
    String backend() {
        return "ipc";
    }

    @Override
    int isolationLevel() {
        return 2;
    }

    @Test
    void theSfnBackendStandsByAndCanNotServe() {
        assertThatThrownBy(() -> platform.ffm().backend("sfn"))
                .hasMessageContaining("partition TFM_SP_CRYPTO: model IPC")
                .hasMessageContaining("isolation level 2");
        answers();
    }
}
