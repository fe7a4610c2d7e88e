package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class IpcCallIT extends CallContract {
    @Override
    String backend() {
        return "ipc";
    }
}
