package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.partita.api.admin.Platform;

/** The class loaders of providers that have left. */
final class Loaders {
    private static final long PATIENCE = 60_000_000_000L;

    /** A compiler that is at work on a class keeps it, and gets on between collections only. */
    private static final long LONGEST_PAUSE = 200_000_000;

    private Loaders() {}

    /** Nobody keeps them, whoever waits for what. */
    static void assertCollected(Platform platform) {
        int loaders = Integer.MAX_VALUE;
        long end = System.nanoTime() + PATIENCE;
        long pause = 1_000_000;
        while (loaders > platform.resources().providers() && System.nanoTime() < end) {
            System.gc();
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
            loaders = platform.resources().loaders();
        }
        assertThat(loaders)
                .as("class loaders of providers")
                .isLessThanOrEqualTo(platform.resources().providers());
    }
}
