package org.partita.it.ffm;

import org.partita.testkit.paxexam.PlatformTest;

/** With a service that is a thread, and takes and answers its messages itself. */
@PlatformTest(FfmTestPlatform.class)
class IpcModelReadAndWriteIT extends ReadAndWriteContract {
    @Override
    String backend() {
        return "ipc";
    }

    @Override
    void serve(TestFfm to, ManifestText manifest, Scripted functions) {
        to.ipc(manifest, new ScriptedThread(functions));
    }
}
