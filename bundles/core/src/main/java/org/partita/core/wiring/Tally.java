package org.partita.core.wiring;

/**
 * How often the providers of one snapshot were asked, by PE and role. Each PE writes an array of its own without
 * synchronization, padded so that no two share a cache line; readers may see it late.
 */
final class Tally {
    private static final int PADDING = 8;

    private final long[][] byPe;

    Tally(int pes) {
        byPe = new long[pes + 1][RoleTable.LIMIT + PADDING];
    }

    /** The counters of a PE; -1 for threads that are no PE. */
    long[] of(int pe) {
        return byPe[pe + 1];
    }

    /** Times that the provider of a role was asked, over all PEs. */
    long served(int role) {
        long sum = 0;
        for (long[] counters : byPe) {
            sum += counters[role];
        }
        return sum;
    }
}
