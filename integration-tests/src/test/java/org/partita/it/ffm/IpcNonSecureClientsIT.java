package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class IpcNonSecureClientsIT extends NonSecureClientsContract {
    @Override
    String backend() {
        return "ipc";
    }
}
