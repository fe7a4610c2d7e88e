package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.partita.api.admin.Client.Holds;
import org.partita.api.admin.Platform;

/** Clients on threads of their own that call without pause while something is exchanged below them. */
final class Load {
    private static final long PATIENCE = 60_000_000_000L;
    private static final long PAUSE = 50_000;

    private final Platform platform;
    private final LoadServices services;
    private final List<LoadClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Load(Platform platform, LoadServices services) {
        this.platform = platform;
        this.services = services;
    }

    /** Starts clients with the ids -1, -2 and so on. */
    void start(int count) {
        for (int i = 1; i <= count; i++) {
            LoadClient c = new LoadClient(platform, -i);
            clients.add(c);
            threads.add(Thread.ofPlatform().name("client-" + i).start(c));
        }
        awaitMore(1);
    }

    /** Waits until each client has made that many more rounds. */
    void awaitMore(long rounds) {
        List<Long> before = clients.stream().map(LoadClient::rounds).toList();
        long end = System.nanoTime() + PATIENCE;
        for (int i = 0; i < clients.size(); i++) {
            LoadClient c = clients.get(i);
            while (c.rounds() < before.get(i) + rounds) {
                assertThat(c.wrong()).isEmpty();
                assertThat(System.nanoTime() - end)
                        .as("client %d makes progress", i)
                        .isNegative();
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    long rounds() {
        return clients.stream().mapToLong(LoadClient::rounds).sum();
    }

    /** The longest hold of a call, in nanoseconds. */
    long longestHold() {
        return clients.stream()
                .map(LoadClient::holds)
                .mapToLong(Holds::longestNanos)
                .max()
                .orElse(0);
    }

    long held() {
        return clients.stream().map(LoadClient::holds).mapToLong(Holds::count).sum();
    }

    /** Ends the clients, and says whether each of their calls was processed and answered once. */
    void judge() throws InterruptedException {
        stop();
        for (LoadClient c : clients) {
            assertThat(c.wrong()).isEmpty();
        }
        long rounds = rounds();
        assertThat(services.fronts()).as("requests to the front").isEqualTo(rounds);
        assertThat(services.echoes()).as("echoes, half of them for the front").isEqualTo(2 * rounds);
        assertThat(services.counts()).as("counted requests").isEqualTo(2 * rounds);
        assertThat(services.closed()).as("what the connections had counted").isEqualTo(2 * rounds);
        assertThat(platform.ffm().connections()).isEmpty();
        assertThat(platform.status().problems()).isEmpty();
        assertThat(platform.partitions()).noneMatch(p -> p.state().equals("ended"));
    }

    /** Ends the clients; whatever they wait for has to come. */
    void stop() throws InterruptedException {
        clients.forEach(LoadClient::stop);
        for (Thread t : threads) {
            assertThat(t.join(Duration.ofNanos(PATIENCE)))
                    .as("%s ended", t.getName())
                    .isTrue();
        }
    }
}
