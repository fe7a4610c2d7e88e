package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class IpcLostAnswerIT extends LostAnswerContract {
    @Override
    String backend() {
        return "ipc";
    }
}
