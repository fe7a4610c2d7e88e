package org.partita.core.swap;

import java.util.ArrayList;
import java.util.List;

/**
 * Calls held for a role since a swap of it began. A call that the swap has held is counted while it still waits: it wakes
 * only after the swap's report is made.
 */
final class HoldCounter {
    /**
     * A call that waits.
     *
     * @param began when
     * @param missing bits of the roles that it waits for
     */
    record Wait(long began, long missing) {}

    private final List<Wait> waiting = new ArrayList<>();
    private long role;
    private long since;
    private long count;
    private long longest;

    /** A swap of this role begins. */
    synchronized void watch(int swapped, long time) {
        role = 1L << swapped;
        since = time;
        count = 0;
        longest = 0;
    }

    synchronized void begins(Wait wait) {
        waiting.add(wait);
    }

    synchronized void ends(Wait wait, long time) {
        waiting.remove(wait);
        if (concerns(wait)) {
            count++;
            longest = Math.max(longest, held(wait, time));
        }
    }

    private boolean concerns(Wait wait) {
        return (wait.missing & role) != 0;
    }

    private long held(Wait wait, long time) {
        return time - Math.max(wait.began, since);
    }

    synchronized long count() {
        return count + waiting.stream().filter(this::concerns).count();
    }

    synchronized long longest(long time) {
        return waiting.stream()
                .filter(this::concerns)
                .mapToLong(w -> held(w, time))
                .reduce(longest, Math::max);
    }
}
