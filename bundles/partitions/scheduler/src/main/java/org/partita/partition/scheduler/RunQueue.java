package org.partita.partition.scheduler;

import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The execution contexts that a scheduler manages, and what it knows of them: all its vCPUs share one. A context that has work runs
 * on one vCPU at a time, in the order in which work came. No vCPU waits for another one in here: the PE would stand still meanwhile.
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
        final AtomicReference<Standing> standing = new AtomicReference<>(Standing.IDLE);
        volatile long since;

        Entry(int target) {
            this.target = target;
        }

        Standing standing() {
            return Objects.requireNonNull(standing.get());
        }

        /** The same context is in the queue once. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entry e && e.target == target;
        }

        @Override
        public int hashCode() {
            return target;
        }
    }

    private final CopyOnWriteArrayList<Entry> entries = new CopyOnWriteArrayList<>();

    private final AtomicLong turn = new AtomicLong();

    /**
     * Adds those contexts of a VM that are not known yet.
     *
     * @param id 16-bit endpoint ID
     * @param contexts how many it has
     */
    void add(int id, int contexts) {
        for (int vcpu = 0; vcpu < contexts; vcpu++) {
            add(id << 16 | vcpu);
        }
    }

    private void add(int target) {
        if (find(target) == null) {
            entries.addIfAbsent(new Entry(target));
        }
    }

    private @Nullable Entry find(int target) {
        for (Entry e : entries) {
            if (e.target == target) {
                return e;
            }
        }
        return null;
    }

    /** Whether a VM is known. */
    boolean knows(int id) {
        return find(id << 16) != null;
    }

    /** There is a message for a VM: its contexts may have work. */
    void ready(int id) {
        for (Entry e : entries) {
            if (e.target >>> 16 == id) {
                ready(e);
            }
        }
    }

    /** Anybody may have work. */
    void readyAll() {
        for (Entry e : entries) {
            ready(e);
        }
    }

    private void ready(Entry e) {
        for (; ; ) {
            Standing is = e.standing();
            if (is == Standing.READY || is == Standing.RUNNING_READY) {
                return;
            }
            if (become(e, is, is == Standing.IDLE ? Standing.READY : Standing.RUNNING_READY)) {
                return;
            }
        }
    }

    private boolean become(Entry e, Standing is, Standing next) {
        if (next == Standing.READY) {
            e.since = turn.incrementAndGet();
        }
        return e.standing.compareAndSet(is, next);
    }

    /** Takes who has waited longest, as target information of FFA_RUN (FF-A Table 9.11); NOBODY if nobody has work. */
    int next() {
        for (; ; ) {
            Entry first = null;
            for (Entry e : entries) {
                if (e.standing() == Standing.READY && (first == null || e.since < first.since)) {
                    first = e;
                }
            }
            if (first == null) {
                return NOBODY;
            }
            if (become(first, Standing.READY, Standing.RUNNING)) {
                return first.target;
            }
        }
    }

    /**
     * Who was taken has given the cycles back.
     *
     * @param more whether it has more to do
     */
    void back(int target, boolean more) {
        Entry e = find(target);
        if (e == null) {
            return;
        }
        for (; ; ) {
            Standing is = e.standing();
            boolean ready = more || is == Standing.RUNNING_READY;
            if (become(e, is, ready ? Standing.READY : Standing.IDLE)) {
                return;
            }
        }
    }
}
