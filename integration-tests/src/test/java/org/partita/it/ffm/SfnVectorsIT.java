package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnVectorsIT extends VectorsContract {
    @Override
    String backend() {
        return "sfn";
    }
}
