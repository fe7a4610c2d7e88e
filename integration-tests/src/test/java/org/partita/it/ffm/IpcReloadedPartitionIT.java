package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class IpcReloadedPartitionIT extends ReloadedPartitionContract {
    @Override
    String backend() {
        return "ipc";
    }
}
