package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class IpcPoolIT extends PoolContract {
    @Override
    String backend() {
        return "ipc";
    }
}
