package org.partita.core.execution;

import org.partita.api.admin.Client.Holds;

/** How often and how long calls of one context were held because a role was vacant. */
final class HoldLog {
    private long count;
    private long total;
    private long longest;

    synchronized void add(long nanos) {
        count++;
        total += nanos;
        longest = Math.max(longest, nanos);
    }

    synchronized void reset() {
        count = 0;
        total = 0;
        longest = 0;
    }

    synchronized Holds holds() {
        return new Holds(count, total, longest);
    }
}
