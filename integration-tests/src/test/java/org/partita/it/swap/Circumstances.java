package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.partita.api.admin.Platform;
import org.partita.api.gic.InterruptStatus;

/** What a platform with partitions and interrupts is doing, for the words of a failure; and that it has come to rest. */
final class Circumstances {
    private static final long PATIENCE = 10_000_000_000L;

    private final Platform platform;

    Circumstances(Platform platform) {
        this.platform = platform;
    }

    /** Who is stuck where. */
    String words() {
        StringBuilder words = new StringBuilder();
        platform.partitions()
                .forEach(p -> platform.partition(p.id())
                        .contexts()
                        .forEach(c -> words.append("%x.%d %s on %d, ".formatted(p.id(), c.vcpu(), c.state(), c.pe()))));
        return words + "GIC " + busy() + " " + platform.interrupts().interfaces() + ", problems "
                + platform.status().problems();
    }

    /** Waits until no interrupt is pending or active: a handler counts before it ends its interrupt. */
    void awaitQuiet() {
        long end = System.nanoTime() + PATIENCE;
        while (!busy().isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(100_000);
        }
        assertThat(busy()).as("pending or active").isEmpty();
    }

    private List<InterruptStatus> busy() {
        return platform.interrupts().interrupts().stream()
                .filter(i -> i.pending() || i.active())
                .toList();
    }
}
