package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnConnectIT extends ConnectContract {
    @Override
    String backend() {
        return "sfn";
    }
}
