package org.partita.it.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.partita.api.admin.Platform;
import org.partita.api.admin.Resources;

/** What bad input must not leave behind. */
public final class Leftovers {
    private Leftovers() {}

    /** What core holds is the same before and after: no context stays busy, no pass pinned, no thread, no client. */
    public static void none(Platform platform, Action action) throws Exception {
        Resources before = platform.resources();
        action.run();
        assertThat(platform.resources()).as("what core holds").isEqualTo(before);
    }

    /** A body that may throw. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }
}
