package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

/** {@link InterruptsContract} in the IPC backend. */
@PlatformTest(IsolatedTestPlatform.class)
class IpcInterruptsIT extends InterruptsContract {
    @Override
    String backend() {
        return "ipc";
    }
}
