package org.partita.core.swap;

import java.util.ArrayList;
import java.util.List;

/**
 * Calls held since the last swap began. A call that a swap has held is counted while it still waits: it wakes only
 * after the swap's report is made.
 */
final class HoldCounter {
    /** When each call that is held now began to wait. */
    private final List<Long> waiting = new ArrayList<>();

    private long count;
    private long longest;

    synchronized void reset() {
        count = 0;
        longest = 0;
    }

    synchronized void begins(long time) {
        waiting.add(time);
    }

    synchronized void ends(long began, long time) {
        waiting.remove(began);
        count++;
        longest = Math.max(longest, time - began);
    }

    synchronized long count() {
        return count + waiting.size();
    }

    synchronized long longest(long time) {
        long all = longest;
        for (long began : waiting) {
            all = Math.max(all, time - began);
        }
        return all;
    }
}
