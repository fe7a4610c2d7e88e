package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnPlayedClientIT extends PlayedClientContract {
    @Override
    String backend() {
        return "sfn";
    }
}
