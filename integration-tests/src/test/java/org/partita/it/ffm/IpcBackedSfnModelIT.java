package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class IpcBackedSfnModelIT extends SfnModelContract {
    @Override
    String backend() {
        return "ipc";
    }
}
