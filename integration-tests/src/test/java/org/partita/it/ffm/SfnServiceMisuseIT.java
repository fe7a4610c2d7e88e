package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnServiceMisuseIT extends ServiceMisuseContract {
    @Override
    String backend() {
        return "sfn";
    }
}
