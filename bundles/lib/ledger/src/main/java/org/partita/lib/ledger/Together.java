package org.partita.lib.ledger;

import java.util.List;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryChange;

/** Changes of one transaction that are seen together: somebody retrieves for several Receivers. */
final class Together implements MemoryChange {
    /** The ledger's lock. */
    private final Object lock;

    private final List<Change> changes;
    private int applied;

    Together(Object lock, List<Change> changes) {
        this.lock = lock;
        this.changes = List.copyOf(changes);
    }

    /** Each of them begins with a slice of its own. */
    @Override
    public boolean apply(int operations) {
        synchronized (lock) {
            try {
                if (applied < changes.size() && changes.get(applied).apply(operations)) {
                    applied++;
                }
                return applied == changes.size() || (operations == Integer.MAX_VALUE && apply(operations));
            } catch (RuntimeException | Error e) {
                undo();
                throw e;
            }
        }
    }

    @Override
    public Grant commit() {
        synchronized (lock) {
            try {
                changes.forEach(Change::requireOpen);
                changes.forEach(Change::takeEffect);
            } catch (RuntimeException | Error e) {
                undo();
                throw e;
            }
            changes.subList(0, changes.size() - 1).forEach(Change::commit);
            return changes.getLast().commit();
        }
    }

    @Override
    public void undo() {
        synchronized (lock) {
            changes.forEach(Change::undo);
        }
    }
}
