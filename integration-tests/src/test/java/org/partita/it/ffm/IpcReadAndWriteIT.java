package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class IpcReadAndWriteIT extends ReadAndWriteContract {
    @Override
    String backend() {
        return "ipc";
    }
}
