package org.partita.benchmarks.prototype;

import java.util.Arrays;

/** A region that is shared or lent, by hand. */
final class Transaction {
    final boolean lend;
    final int sender;
    final long tag;
    final int attributes;
    final boolean writes;
    final int[] borrowers;
    final int[] allowed;
    final int[] retrieved;

    /** Ranges as the Sender has them, and the physical ones. */
    final long[] base;

    final int[] pages;
    final long[] physical;
    final int[] physicalPages;
    long handle;

    Transaction(boolean lend, Parsed p, int attributes, boolean writes, long[] physical, int[] physicalPages, int n) {
        this.lend = lend;
        this.sender = p.sender;
        this.tag = p.tag;
        this.attributes = attributes;
        this.writes = writes;
        this.borrowers = Arrays.copyOf(p.endpoint, p.count);
        this.allowed = Arrays.copyOf(p.data, p.count);
        this.retrieved = new int[p.count];
        this.base = Arrays.copyOf(p.base, p.ranges);
        this.pages = Arrays.copyOf(p.pages, p.ranges);
        this.physical = Arrays.copyOf(physical, n);
        this.physicalPages = Arrays.copyOf(physicalPages, n);
    }

    int borrower(int id) {
        for (int i = 0; i < borrowers.length; i++) {
            if (borrowers[i] == id) {
                return i;
            }
        }
        return -1;
    }
}
