package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnEndedPartitionIT extends EndedPartitionContract {
    @Override
    String backend() {
        return "sfn";
    }
}
