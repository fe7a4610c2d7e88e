package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class IpcServiceMisuseIT extends ServiceMisuseContract {
    @Override
    String backend() {
        return "ipc";
    }
}
