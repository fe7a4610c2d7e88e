package org.partita.api.memory;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A change of the ledger that is under way: begun by {@link MemoryLedger}, applied in as many steps as wanted, then seen
 * as a whole. Who loses access by it loses it step by step; who gets access has none before it is committed (FF-A Table
 * 5.2). Meanwhile nobody can begin another change that it would contradict.
 */
@ProviderType
public interface MemoryChange {
    /**
     * Applies a part. If that fails, everything is as before the change.
     *
     * @param operations at most so many translation table operations: a range that is mapped or unmapped, or a page that
     *     is zeroed
     * @return whether all is applied
     * @throws MemoryFault if a page can't be accessed; the change is undone
     * @throws TransactionGone if the change was undone meanwhile
     */
    boolean apply(int operations);

    /**
     * Ends the change, of which all must be applied: those it gives access to have it. If that fails, everything is as
     * before the change.
     *
     * @throws TransactionGone if the change was undone meanwhile
     */
    Grant commit();

    /** Ends the change without any effect but on pages that were zeroed. */
    void undo();
}
