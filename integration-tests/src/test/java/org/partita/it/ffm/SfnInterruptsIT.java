package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

/** {@link InterruptsContract} in the SFN backend. */
@PlatformTest(IsolatedTestPlatform.class)
class SfnInterruptsIT extends InterruptsContract {
    @Override
    String backend() {
        return "sfn";
    }
}
