package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnRandomVectorsIT extends RandomVectorsContract {
    @Override
    String backend() {
        return "sfn";
    }
}
