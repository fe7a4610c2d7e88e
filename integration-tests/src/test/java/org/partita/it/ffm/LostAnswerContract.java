package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.SfnPsa;

/** A role stays vacant until its callers can be held no longer: nobody is left waiting, and nobody goes on with what is not so. */
abstract class LostAnswerContract extends OwnPlatformContract {
    static final int SLOW = 0x1000;

    /** What the service answers later messages with. */
    static final int LATER = 7;

    private static final int HANDLE = 0x40000100;
    private static final int GENERIC_ERROR = -132;

    private final CountDownLatch taken = new CountDownLatch(1);
    private final CountDownLatch vacant = new CountDownLatch(1);

    /** Adds a partition that {@link #loses} the answer to its first message, and serves on: of the SFN model unless the class is about the other one. */
    void add(ManifestText manifest, Last last) {
        boolean[] first = {true};
        ffm.sfn(manifest, new Scripted().on(SLOW, (psa, m) -> {
                    if (first[0]) {
                        first[0] = false;
                        loses(psa, m.handle(), last);
                        return 0;
                    }
                    return LATER;
                }));
    }

    /** A call that comes while there is nobody to serve it. */
    @FunctionalInterface
    interface Last {
        void call(SfnPsa psa, int message);
    }

    /** In the middle of its first message the partition makes a call, and then its answer is lost. */
    void loses(SfnPsa psa, int message, Last last) throws InterruptedException {
        taken.countDown();
        vacant.await();
        last.call(psa, message);
    }

    private Bundle service() {
        return Arrays.stream(framework.getBundles())
                .filter(b -> "org.partita.interfaces.psaservice".equals(b.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private static int call(PsaSession client) {
        return client.call(HANDLE, 0, NO_INPUTS, Outputs.NONE);
    }

    private int statusAfter(Calls calls) throws Exception {
        Future<Integer> status = calls.begin(-1, LostAnswerContract::call);
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

    private Calls boot(Last last) throws Exception {
        ffm.key("vacancy.grace", 50).key("vacancy.standby", 20).key("hold.deadline", 100);
        add(ManifestText.of("SLOW").stateless("SLOW", SLOW, 1), last);
        boot();
        return new Calls(platform);
    }

    @Test
    void theClientOfAnAnswerThatIsLostIsTold() throws Exception {
        try (Calls calls = boot((psa, message) -> {})) {
            assertThat(statusAfter(calls)).isEqualTo(GENERIC_ERROR);
            Future<Integer> next = calls.begin(-2, LostAnswerContract::call);
            int status = Calls.result(next);
            assertThat(status).isEqualTo(LATER);
        }
    }

    @Test
    void aPartitionWhoseCallHasNoStatusForItEnds() throws Exception {
        try (Calls calls = boot((psa, message) -> psa.skip(message, 0, 1))) {
            assertThat(statusAfter(calls)).isEqualTo(COMMUNICATION_FAILURE);
            assertThat(stateOf("SLOW")).isEqualTo("ended");
        }
    }
}
