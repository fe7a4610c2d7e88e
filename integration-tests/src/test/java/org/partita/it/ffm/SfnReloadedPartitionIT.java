package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnReloadedPartitionIT extends ReloadedPartitionContract {
    @Override
    String backend() {
        return "sfn";
    }
}
