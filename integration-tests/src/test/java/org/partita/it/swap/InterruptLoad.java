package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One thread that has interrupts raised, each when the one before has been handled: so no two edges of a wire can fall together. */
final class InterruptLoad implements Runnable {
    private static final long PATIENCE = 20_000_000_000L;
    private static final long PAUSE = 20_000;

    /** Has one interrupt raised. */
    interface Step {
        /** @param number 1 for the first */
        void raise(long number);
    }

    /** How often the interrupt's handler has run, and how often it should have. */
    interface Handled {
        long count();
    }

    private final String name;
    private final Step step;
    private final Handled handled;
    private final Supplier<String> circumstances;
    private final AtomicLong completed = new AtomicLong();
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;
    private @Nullable Thread thread;

    /** @param circumstances what to tell when an interrupt is not handled */
    InterruptLoad(String name, Step step, Handled handled, Supplier<String> circumstances) {
        this.name = name;
        this.step = step;
        this.handled = handled;
        this.circumstances = circumstances;
    }

    void start() {
        stopping = false;
        thread = Thread.ofPlatform().name(name).start(this);
    }

    void stop() {
        stopping = true;
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long completed() {
        return completed.get();
    }

    /** Each interrupt that was raised has been handled once. */
    void judge() {
        progressing();
        assertThat(handled.count()).as("interrupts of %s handled", name).isEqualTo(completed.get());
    }

    private void progressing() {
        assertThat(failure).as("%s, after %s interrupts", name, completed).isNull();
    }

    /** Waits until so many more interrupts are raised and handled. */
    void awaitMore(long more) {
        long until = completed.get() + more;
        await(() -> completed.get() >= until || failure != null);
        progressing();
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                long n = completed.get() + 1;
                step.raise(n);
                await(() -> handled.count() >= n);
                completed.set(n);
                assertThat(handled.count())
                        .as("times that interrupts 1 to %s were handled", n)
                        .isEqualTo(n);
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("%s: %d interrupts completed, %d handled, and no more within 20 s; %s"
                        .formatted(name, completed.get(), handled.count(), circumstances.get()));
            }
            LockSupport.parkNanos(PAUSE);
        }
    }
}
