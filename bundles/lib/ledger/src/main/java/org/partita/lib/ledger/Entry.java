package org.partita.lib.ledger;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Mapping;

/** A transaction that is under way. Extents are compared by it, so it has identity. */
final class Entry {
    /** As it is now. */
    Grant grant;

    /** The physical ranges in order of address. */
    final List<ConstituentRange> sorted;

    /** Whether its Owner is gone, so that nobody will reclaim it. */
    boolean orphan;

    /** What the Sender had mapped there and does not have now; its addresses stay its own. */
    List<Mapping> had = List.of();

    Entry(Grant grant) {
        this.grant = grant;
        List<ConstituentRange> copy = new ArrayList<>(grant.ranges());
        copy.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
        sorted = List.copyOf(copy);
    }

    /** Zeroes the region while nobody has it mapped (FF-A 5.12.4.1): not its Sender, who may share it. */
    void zero(Host host) {
        Stage stage = host.stage(grant.sender());
        List<Mapping> shared = stage == null ? List.of() : stage.unmap(sorted);
        try {
            host.zero(sorted, grant.secure());
        } finally {
            if (stage != null) {
                stage.map(shared);
            }
        }
    }
}
