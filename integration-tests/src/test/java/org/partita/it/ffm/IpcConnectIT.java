package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class IpcConnectIT extends ConnectContract {
    @Override
    String backend() {
        return "ipc";
    }
}
