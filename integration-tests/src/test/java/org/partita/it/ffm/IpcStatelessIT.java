package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class IpcStatelessIT extends StatelessContract {
    @Override
    String backend() {
        return "ipc";
    }
}
