package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

@PlatformTest(FfmTestPlatform.class)
class SfnStatelessIT extends StatelessContract {
    @Override
    String backend() {
        return "sfn";
    }
}
