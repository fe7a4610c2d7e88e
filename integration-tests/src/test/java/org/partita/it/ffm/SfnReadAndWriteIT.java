package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnReadAndWriteIT extends ReadAndWriteContract {
    @Override
    String backend() {
        return "sfn";
    }
}
