package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class IpcVectorsIT extends VectorsContract {
    @Override
    String backend() {
        return "ipc";
    }
}
