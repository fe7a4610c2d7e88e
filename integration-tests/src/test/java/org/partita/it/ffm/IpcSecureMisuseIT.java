package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class IpcSecureMisuseIT extends SecureMisuseContract {
    @Override
    String backend() {
        return "ipc";
    }
}
