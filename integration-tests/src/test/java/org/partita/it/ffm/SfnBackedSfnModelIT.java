package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnBackedSfnModelIT extends SfnModelContract {
    @Override
    String backend() {
        return "sfn";
    }
}
