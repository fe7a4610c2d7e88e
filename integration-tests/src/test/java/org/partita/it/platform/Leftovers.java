package org.partita.it.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.partita.api.admin.Platform;
import org.partita.api.admin.Resources;

/** What bad input must not leave behind. */
public final class Leftovers {
    private static final long LIMIT_NANOS = 5_000_000_000L;

    private Leftovers() {}

    /** What core holds is the same before and after: no context stays busy, no pass pinned, no thread, no client. */
    public static void none(Platform platform, Action action) throws Exception {
        Resources before = platform.resources();
        action.run();
        Resources after = platform.resources();
        // threads that core started for a moment, for a service that came, may still be ending
        for (long end = System.nanoTime() + LIMIT_NANOS;
                after.threads() > before.threads() && System.nanoTime() < end; ) {
            Thread.onSpinWait();
            after = platform.resources();
        }
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads());
        assertThat(after)
                .as("what core holds")
                .usingRecursiveComparison()
                .ignoringFields("threads")
                .isEqualTo(before);
    }

    /** A body that may throw. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }
}
