package org.partita.core.execution;

/** The clock of {@code deterministic} mode: it advances by one microsecond for each step that the chooser takes,
 * and to the next event when there is nothing to do before. */
public final class VirtualTime implements Time {
    private static final long STEP = 1_000;
    private volatile long now;

    @Override
    public long now() {
        return now;
    }

    /** Called while the run token changes hands: by one thread at a time. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void advance() {
        now += STEP;
    }

    /** Called while nobody runs, if there is nothing to do before that time. */
    void skipTo(long time) {
        now = Math.max(now, time);
    }
}
