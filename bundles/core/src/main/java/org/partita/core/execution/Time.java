package org.partita.core.execution;

/** Platform time. */
public interface Time {
    /** Nanoseconds since the platform was made. */
    long now();

    /** The clock of {@code parallel} mode: real time. */
    static Time real() {
        long start = System.nanoTime();
        return () -> System.nanoTime() - start;
    }
}
