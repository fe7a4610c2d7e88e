package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnCloseIT extends CloseContract {
    @Override
    String backend() {
        return "sfn";
    }
}
