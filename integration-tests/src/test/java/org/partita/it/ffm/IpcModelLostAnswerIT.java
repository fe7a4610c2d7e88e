package org.partita.it.ffm;

import org.partita.api.ffm.partition.PsaMessage;
import org.partita.testkit.paxexam.PlatformTest;

/** With a service that is a thread, and takes and answers its messages itself. */
@PlatformTest(FfmTestPlatform.class)
class IpcModelLostAnswerIT extends LostAnswerContract {
    @Override
    String backend() {
        return "ipc";
    }

    @Override
    void add(ManifestText manifest, Last last) {
        ffm.ipc(manifest, psa -> {
            int message = IpcContract.next(psa, IpcContract.FIRST).handle();
            loses(psa, message, last);
            psa.reply(message, 0);
            PsaMessage more = new PsaMessage();
            for (; ; ) {
                // no signals, or none of the messages, while nobody serves
                if (psa.await(IpcContract.FIRST, IpcContract.BLOCK) == IpcContract.FIRST
                        && psa.get(IpcContract.FIRST, more) == 0) {
                    psa.reply(more.handle(), LATER);
                }
            }
        });
    }
}
