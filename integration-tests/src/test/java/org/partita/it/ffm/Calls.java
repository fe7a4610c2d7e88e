package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.partita.api.admin.Ffm;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PsaSession;

/** Calls of Non-secure clients that wait, each on a thread of its own. */
final class Calls implements AutoCloseable {
    private static final long PATIENCE = 20_000_000_000L;
    private static final long PAUSE = 100_000;

    private final Platform platform;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Calls(Platform platform) {
        this.platform = platform;
    }

    /** Begins something as the client with this id. */
    <T> Future<T> begin(int client, Calling<T> calls) {
        return threads.submit(() -> {
            try (PsaSession session = platform.ffm().client(client)) {
                return calls.by(session);
            }
        });
    }

    /** Begins something else. */
    <T> Future<T> begin(Callable<T> action) {
        return threads.submit(action);
    }

    /** What a client does. */
    @FunctionalInterface
    interface Calling<T> {
        T by(PsaSession client) throws Exception;
    }

    /** What comes of it, within reason. */
    static <T> T result(Future<T> of) throws Exception {
        return of.get(PATIENCE, TimeUnit.NANOSECONDS);
    }

    /** Waits until the message of a client is in this state: queued, taken. */
    void await(int client, String state) {
        await("message of " + client + " " + state, () -> states(client).contains(state));
    }

    private List<String> states(int client) {
        return platform.ffm().connections().stream()
                .filter(c -> c.client() == client)
                .map(Ffm.Connection::state)
                .toList();
    }

    /** Waits, within reason, until something is the case. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("%s: not yet", what).isNegative();
            LockSupport.parkNanos(PAUSE);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
