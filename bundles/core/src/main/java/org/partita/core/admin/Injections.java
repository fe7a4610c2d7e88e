package org.partita.core.admin;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.partita.core.boot.BootLog;
import org.partita.core.boot.World;
import org.partita.core.execution.RunToken;

/**
 * Calls of administrators that have not ended. Each has a thread of its own, so that one that does not come back does not take whoever made it
 * along. The thread gives back what it has when the call ends, also after the timeout; that end is logged, because nobody else hears it.
 */
final class Injections {
    /** Real time in which somebody takes a step in deterministic mode, however short the timeout in virtual time is; in nanoseconds. */
    private static final long STANDSTILL = 1_000_000_000;

    private final World world;
    private final BootLog log;
    private final LongSupplier clock;
    private final Set<InjectedCall<?>> calls = ConcurrentHashMap.newKeySet();

    /** @param clock the platform's time, in nanoseconds */
    Injections(World world, BootLog log, LongSupplier clock) {
        this.world = world;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Whose context is taken, until it is closed.
     *
     * @param <R> what comes of the call
     */
    interface Taken<R> extends AutoCloseable {
        R call();

        @Override
        void close();
    }

    /**
     * Makes a call.
     *
     * @param what is called, in words
     * @param caller whoever calls
     * @param take takes the caller's context, on the call's thread
     * @return null if it has not ended within the timeout
     */
    <R> @Nullable R make(String what, Object caller, Duration timeout, Supplier<Taken<R>> take) {
        RunToken token = world.hub().token();
        long patience = timeout.toNanos();
        InjectedCall<R> call = token == null
                ? new InjectedCall<>(what, caller, patience, clock, () -> 0)
                : new InjectedCall<>(what, caller, Math.max(patience, STANDSTILL), clock, token::steps);
        calls.add(call);
        if (token != null && token.acts()) {
            // waiting here for another thread would keep the run token from it
            run(call, take, () -> () -> {});
        } else {
            Supplier<Runnable> limit = token == null
                    ? () -> () -> {}
                    : () -> world.execution().limit(token, "limit", timeout.toNanos(), call::giveUp);
            world.execution().start("partita-call", () -> run(call, take, limit));
        }
        R r = call.await();
        if (r == null && token != null) {
            token.awaitStill();
        }
        return r;
    }

    /** @param limit sets what ends the wait for the call, and says how to call that off */
    private <R> void run(InjectedCall<R> call, Supplier<Taken<R>> take, Supplier<Runnable> limit) {
        boolean late = false;
        try (Taken<R> taken = take.get()) {
            Runnable callOff = limit.get();
            try {
                late = call.end(taken.call(), null);
            } catch (RuntimeException | Error e) {
                late = call.end(null, e);
            } finally {
                callOff.run();
            }
            if (world.hub().token() != null) {
                // while it is this thread's turn: what others see does not depend on real time
                tell(call, late);
            }
        } catch (RuntimeException | Error e) {
            late = call.end(null, e);
        }
        // whoever hears of it finds the context idle again
        tell(call, late);
        call.over();
    }

    private void tell(InjectedCall<?> call, boolean late) {
        if (calls.remove(call) && late) {
            log.warning(call.lateEnd());
        }
    }

    /** Calls that have not ended. */
    List<String> waiting() {
        return calls.stream().map(InjectedCall::status).sorted().toList();
    }

    /** What the call of somebody waits for; empty if there is none. */
    String waiting(Object caller) {
        return calls.stream()
                .filter(c -> c.isOf(caller))
                .map(InjectedCall::status)
                .findAny()
                .orElse("");
    }
}
