package org.partita.partition.scheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * The execution contexts that a scheduler manages, and what it knows of them: all its vCPUs share one. A context that has work runs
 * on one vCPU at a time, in the order in which work came.
 */
final class RunQueue {
    /** What {@link #next} says if nobody has work. */
    static final int NOBODY = 0;

    private enum Standing {
        IDLE,
        READY,
        RUNNING,
        /** Runs, and more work has come meanwhile. */
        RUNNING_READY
    }

    private static final class Entry {
        final int target;
        Standing standing = Standing.IDLE;
        long since;

        Entry(int target) {
            this.target = target;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private long turn;

    /**
     * Adds those contexts of a VM that are not known yet.
     *
     * @param id 16-bit endpoint ID
     * @param contexts how many it has
     */
    synchronized void add(int id, int contexts) {
        for (int vcpu = 0; vcpu < contexts; vcpu++) {
            int target = id << 16 | vcpu;
            if (entries.stream().noneMatch(e -> e.target == target)) {
                entries.add(new Entry(target));
            }
        }
    }

    /** Whether a VM is known. */
    synchronized boolean knows(int id) {
        return entries.stream().anyMatch(e -> e.target >>> 16 == id);
    }

    /** There is a message for a VM: its contexts may have work. */
    synchronized void ready(int id) {
        for (Entry e : entries) {
            if (e.target >>> 16 == id) {
                ready(e);
            }
        }
    }

    /** Anybody may have work. */
    synchronized void readyAll() {
        entries.forEach(this::ready);
    }

    private void ready(Entry e) {
        switch (e.standing) {
            case IDLE -> {
                e.standing = Standing.READY;
                e.since = ++turn;
            }
            case RUNNING -> e.standing = Standing.RUNNING_READY;
            case READY, RUNNING_READY -> {}
        }
    }

    /** Takes who has waited longest, as target information of FFA_RUN (FF-A Table 9.11); NOBODY if nobody has work. */
    synchronized int next() {
        Entry first = null;
        for (Entry e : entries) {
            if (e.standing == Standing.READY && (first == null || e.since < first.since)) {
                first = e;
            }
        }
        if (first == null) {
            return NOBODY;
        }
        first.standing = Standing.RUNNING;
        return first.target;
    }

    /**
     * Who was taken has given the cycles back.
     *
     * @param more whether it has more to do
     */
    synchronized void back(int target, boolean more) {
        for (Entry e : entries) {
            if (e.target == target) {
                boolean ready = more || e.standing == Standing.RUNNING_READY;
                e.standing = Standing.IDLE;
                if (ready) {
                    ready(e);
                }
            }
        }
    }
}
