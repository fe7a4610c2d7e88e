package org.partita.interfaces.memorymanagement;

import java.util.List;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryChange;

/** Changes of one transaction that are seen together: a caller retrieves for several Receivers. */
final class Together implements MemoryChange {
    private final List<MemoryChange> changes;
    private int applied;

    Together(List<MemoryChange> changes) {
        this.changes = List.copyOf(changes);
    }

    /** Each of them begins with a slice of its own. */
    @Override
    public boolean apply(int operations) {
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

    @Override
    public Grant commit() {
        changes.subList(0, changes.size() - 1).forEach(MemoryChange::commit);
        return changes.getLast().commit();
    }

    @Override
    public void undo() {
        changes.forEach(MemoryChange::undo);
    }
}
