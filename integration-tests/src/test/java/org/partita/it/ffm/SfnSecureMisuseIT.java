package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnSecureMisuseIT extends SecureMisuseContract {
    @Override
    String backend() {
        return "sfn";
    }
}
