package org.partita.core.admin;

import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.core.execution.Signal;
import org.partita.core.execution.WriterLock;

/**
 * A call that an administrator made and that has not ended: whoever made it may have given up waiting by now.
 *
 * @param <R> what comes of it; as text, how it has ended
 */
final class InjectedCall<R> {
    private static final double NANOS = 1e9;

    private final String what;
    private final Object caller;
    private final long patience;
    private final LongSupplier clock;
    private final long begun;
    private final Signal done = new Signal();
    private final WriterLock lock = new WriterLock();
    private volatile @Nullable R result;
    private volatile @Nullable Throwable failure;
    private final LongSupplier steps;
    private boolean ended;
    private volatile boolean late;

    /**
     * @param what is called, in words
     * @param caller whoever calls, for {@link #isOf}
     * @param patience real time after which nobody waits for it any more, in nanoseconds
     * @param clock the platform's time, in nanoseconds
     * @param steps that have been taken in deterministic mode, where somebody else calls {@link #giveUp} at its time; else always the same
     */
    InjectedCall(String what, Object caller, long patience, LongSupplier clock, LongSupplier steps) {
        this.what = what;
        this.caller = caller;
        this.patience = patience;
        this.clock = clock;
        this.begun = clock.getAsLong();
        this.steps = steps;
    }

    boolean isOf(Object whom) {
        return caller.equals(whom);
    }

    /** The call has ended, and its context still has its PE; true if nobody waits for that any more. */
    boolean end(@Nullable R completion, @Nullable Throwable thrown) {
        return lock.get(() -> {
            result = completion;
            failure = thrown;
            ended = true;
            return late;
        });
    }

    /** The context is as it was before the call. */
    void over() {
        done.raise();
    }

    /**
     * Waits for the end.
     *
     * @return null if it has not come within the call's timeout
     * @throws PartitaException if the call could not be made or was cut off
     */
    @Nullable
    R await() {
        long seen = steps.getAsLong();
        boolean over = done.awaitThrough(patience);
        // in deterministic mode real time decides only if nobody takes a step any more
        while (!over && seen != steps.getAsLong()) {
            seen = steps.getAsLong();
            over = done.awaitThrough(patience);
        }
        giveUp();
        if (late) {
            return null;
        }
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown != null) {
            throw new PartitaException(this + " was cut off: " + thrown.getMessage());
        }
        return result;
    }

    /** Nobody waits any more. */
    void giveUp() {
        lock.run(() -> late = late || !ended);
        done.raise();
    }

    /** The end of a call for which nobody waits any more, for the log. */
    String lateEnd() {
        R r = result;
        String how = r == null ? "failed: " + failure : "ended: " + r;
        return "late, after " + seconds() + ": " + this + " " + how;
    }

    /** What is waited for, and since when. */
    String status() {
        return this + ", for " + seconds();
    }

    private String seconds() {
        double seconds = (clock.getAsLong() - begun) / NANOS;
        return String.format(Locale.ROOT, seconds < 1 ? "%.3f s" : "%.1f s", seconds);
    }

    @Override
    public String toString() {
        return what;
    }
}
