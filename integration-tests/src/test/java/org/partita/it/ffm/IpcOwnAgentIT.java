package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class IpcOwnAgentIT extends OwnAgentContract {
    @Override
    String backend() {
        return "ipc";
    }
}
