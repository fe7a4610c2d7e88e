package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.partita.api.admin.Platform;

/** The class loaders of providers that have left. */
final class Loaders {
    private static final long PATIENCE = 20_000_000_000L;

    private Loaders() {}

    /** Nobody keeps them, whoever waits for what. */
    static void assertCollected(Platform platform) {
        int loaders = Integer.MAX_VALUE;
        long end = System.nanoTime() + PATIENCE;
        while (loaders > platform.resources().providers() && System.nanoTime() < end) {
            System.gc();
            LockSupport.parkNanos(1_000_000);
            loaders = platform.resources().loaders();
        }
        assertThat(loaders)
                .as("class loaders of providers")
                .isLessThanOrEqualTo(platform.resources().providers());
    }
}
