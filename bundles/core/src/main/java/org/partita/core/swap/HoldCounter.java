package org.partita.core.swap;

/** Calls held since the last swap began. */
final class HoldCounter {
    private long count;
    private long longest;

    synchronized void reset() {
        count = 0;
        longest = 0;
    }

    synchronized void add(long nanos) {
        count++;
        longest = Math.max(longest, nanos);
    }

    synchronized long count() {
        return count;
    }

    synchronized long longest() {
        return longest;
    }
}
