package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.Psa;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.testkit.paxexam.PlatformTest;

/** A role stays vacant until its callers can be held no longer: nobody is left waiting, and nobody goes on with what is not so. */
@PlatformTest(FfmTestPlatform.class)
class LostAnswerIT extends IpcContract {
    private static final int HANDLE = 0x40000100;
    private static final int GENERIC_ERROR = -132;

    private final CountDownLatch taken = new CountDownLatch(1);
    private final CountDownLatch vacant = new CountDownLatch(1);

    private Bundle service() {
        return Arrays.stream(framework.getBundles())
                .filter(b -> "org.partita.interfaces.psaservice".equals(b.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private interface Last {
        void call(Psa psa, int message);
    }

    /** The partition's last call comes while there is nobody to serve it. */
    private int statusAfter(Last last) throws Exception {
        ffm.key("vacancy.grace", 50)
                .key("vacancy.standby", 20)
                .key("hold.deadline", 100)
                .ipc(ManifestText.of("SLOW").stateless("SLOW", 0x1000, 1), psa -> {
                    int message = next(psa, FIRST).handle();
                    taken.countDown();
                    vacant.await();
                    last.call(psa, message);
                    psa.reply(message, 0);
                    PsaMessage more = new PsaMessage();
                    for (; ; ) {
                        // no signals, or none of the messages, while nobody serves
                        if (psa.await(FIRST, BLOCK) == FIRST && psa.get(FIRST, more) == 0) {
                            psa.reply(more.handle(), 7);
                        }
                    }
                });
        boot();
        Future<Integer> status = calls.begin(-1, client -> client.call(HANDLE, 0, NO_INPUTS, Outputs.NONE));
        taken.await();
        Bundle psaService = service();
        psaService.stop();
        try {
            vacant.countDown();
            return Calls.result(status);
        } finally {
            psaService.start();
        }
    }

    @Test
    void theClientOfAnAnswerThatIsLostIsTold() throws Exception {
        assertThat(statusAfter((psa, message) -> {})).isEqualTo(GENERIC_ERROR);
        Future<Integer> next = calls.begin(-2, client -> client.call(HANDLE, 0, NO_INPUTS, Outputs.NONE));
        int status = Calls.result(next);
        assertThat(status).isEqualTo(7);
    }

    @Test
    void aPartitionWhoseCallHasNoStatusForItEnds() throws Exception {
        assertThat(statusAfter((psa, message) -> psa.skip(message, 0, 1))).isEqualTo(COMMUNICATION_FAILURE);
        assertThat(stateOf("SLOW")).isEqualTo("ended");
    }
}
