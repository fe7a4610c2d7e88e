package org.partita.lib.ledger;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.TransactionGone;

/** A change of one transaction: work, then what is noted in the ledger when all of it is done. */
abstract class Change implements MemoryChange {
    /** For the transaction as a whole. */
    static final int WHOLE = -2;

    /** The ledger's lock. */
    private final Object lock;

    final Entry entry;

    /** Who alone are kept from changing the transaction meanwhile; {@link #WHOLE} are all. */
    private List<Integer> by;

    private final List<Work> work = new ArrayList<>(2);
    private boolean over;

    Change(Object lock, Entry entry, Integer... by) {
        this.lock = lock;
        this.entry = entry;
        this.by = List.of(by);
    }

    final void add(Work more) {
        work.add(more);
    }

    /** Whether a component, or {@link #WHOLE}, can't begin another change meanwhile. */
    final boolean keeps(int component) {
        return component == WHOLE || by.contains(WHOLE) || by.contains(component);
    }

    /** Whether it is about what a Receiver has. */
    final boolean isBy(int receiver) {
        return by.contains(receiver);
    }

    /** From now on nobody else can change the transaction. */
    final void whole() {
        by = List.of(WHOLE);
    }

    @Override
    public boolean apply(int operations) {
        synchronized (lock) {
            requireOpen();
            try {
                return applied(operations);
            } catch (RuntimeException | Error e) {
                undo();
                throw e;
            }
        }
    }

    private boolean applied(int operations) {
        int left = operations;
        for (int i = 0; i < work.size(); i++) {
            Work w = work.get(i);
            while (!w.done()) {
                if (left == 0) {
                    return false;
                }
                left -= w.apply(left);
            }
            if (i == work.size() - 1) {
                lastDone(i);
            }
        }
        return true;
    }

    /** The last work is done: there may be more. */
    void lastDone(int index) {}

    @Override
    public Grant commit() {
        synchronized (lock) {
            requireOpen();
            Grant before = entry.grant;
            entry.changes.remove(this);
            try {
                takeEffect();
                Grant now = committed();
                over = true;
                return now;
            } catch (RuntimeException | Error e) {
                entry.grant = before;
                undo();
                throw e;
            }
        }
    }

    /** What was prepared is there: the work alone, which can be undone still. */
    final void takeEffect() {
        work.forEach(Work::takeEffect);
    }

    @Override
    public void undo() {
        synchronized (lock) {
            if (over) {
                return;
            }
            over = true;
            entry.changes.remove(this);
            for (int i = work.size() - 1; i >= 0; i--) {
                work.get(i).undo();
            }
            undone();
        }
    }

    /** Undone because who began it was terminated: that it asked for zeroes stands. */
    final void lost() {
        synchronized (lock) {
            if (!over) {
                wantsZeroes();
                undo();
            }
        }
    }

    /** Notes that the region is to be zeroed, if that was asked for. */
    void wantsZeroes() {}

    final void requireOpen() {
        if (over) {
            throw new TransactionGone(entry.grant.handle());
        }
    }

    /** Notes the change. */
    abstract Grant committed();

    /** Takes back what was noted when it began. */
    void undone() {}

    /** Whether a Receiver is about to have access. */
    boolean retrieves() {
        return false;
    }

    /** What an endpoint gets mapped, and has not yet. */
    List<Mapping> reserved(int endpoint) {
        return List.of();
    }

    /** All of it at once. */
    final Grant complete() {
        apply(Integer.MAX_VALUE);
        return commit();
    }
}
