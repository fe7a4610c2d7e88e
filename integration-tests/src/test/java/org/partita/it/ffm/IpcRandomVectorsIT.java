package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class IpcRandomVectorsIT extends RandomVectorsContract {
    @Override
    String backend() {
        return "ipc";
    }
}
