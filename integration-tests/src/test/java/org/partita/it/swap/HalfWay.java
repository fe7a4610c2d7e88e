package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.partita.api.memory.MemoryOperation.Stage;

/** Where a thread stands still with a function half done, until somebody lets it go on. */
final class HalfWay {
    private static final long PATIENCE = 20;

    private final Stage stage;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    /** @param stage of the function that is half done */
    HalfWay(Stage stage) {
        this.stage = stage;
    }

    Stage stage() {
        return stage;
    }

    /** Waits until the thread stands there. */
    void await() throws InterruptedException {
        assertThat(reached.await(PATIENCE, TimeUnit.SECONDS))
                .as("whether a function is %s", stage)
                .isTrue();
    }

    /** The thread goes on, or doesn't stop there. */
    void goOn() {
        over.countDown();
    }

    /** What the thread does there. */
    void stand() {
        reached.countDown();
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
