package org.partita.it.ffm;

import java.nio.file.Path;
import org.partita.testkit.paxexam.PlatformTest;

/** Where each partition is isolated from the others. */
@PlatformTest(IsolatedTestPlatform.class)
class IsolatedCallIT extends CallContract {
    @Override
    String backend() {
        return "ipc";
    }

    @Override
    TestFfm platform(Path folder) {
        return super.platform(folder).key("ffm.isolation", 3);
    }
}
