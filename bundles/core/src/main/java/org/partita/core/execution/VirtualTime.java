package org.partita.core.execution;

/** The clock of {@code deterministic} mode: it advances by one microsecond for each step that the chooser takes. */
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
}
