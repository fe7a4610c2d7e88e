package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnLostAnswerIT extends LostAnswerContract {
    @Override
    String backend() {
        return "sfn";
    }
}
