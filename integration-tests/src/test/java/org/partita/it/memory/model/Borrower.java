package org.partita.it.memory.model;

import org.partita.api.descriptor.DataAccess;

/** A Receiver of a transaction. */
final class Borrower {
    /** No endpoint: the Receiver has crashed, or the Owner before the Receiver retrieved. */
    static final int NOBODY = -1;

    int id;
    /** What the Sender permits; for a donation what the Owner itself may do. */
    final DataAccess allowed;

    boolean retrieved;
    boolean everRetrieved;
    /** What it may do since it retrieved. */
    DataAccess access = DataAccess.NOT_SPECIFIED;

    Borrower(int id, DataAccess allowed) {
        this.id = id;
        this.allowed = allowed;
    }
}
