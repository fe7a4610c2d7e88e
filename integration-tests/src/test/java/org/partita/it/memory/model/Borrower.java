package org.partita.it.memory.model;

import java.util.List;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.ffa.ConstituentRange;

/** A Receiver of a transaction. */
final class Borrower {
    /** No endpoint: the Receiver has crashed, or the Owner before the Receiver retrieved. */
    static final int NOBODY = -1;

    int id;
    /** What the Sender permits; for a donation what the Owner itself may do. */
    final DataAccess allowed;

    /** How often it has retrieved the region and not relinquished it. */
    int times;

    boolean everRetrieved;
    /** What it may do since it retrieved. */
    DataAccess access = DataAccess.NOT_SPECIFIED;

    MemoryAttributes attributes = MemoryAttributes.NOT_SPECIFIED;
    boolean executes;
    /** Where it has the region. */
    List<ConstituentRange> at = List.of();

    Borrower(int id, DataAccess allowed) {
        this.id = id;
        this.allowed = allowed;
    }

    boolean retrieved() {
        return times > 0;
    }
}
