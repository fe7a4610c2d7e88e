package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnOwnAgentIT extends OwnAgentContract {
    @Override
    String backend() {
        return "sfn";
    }
}
