package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnNonSecureClientsIT extends NonSecureClientsContract {
    @Override
    String backend() {
        return "sfn";
    }
}
