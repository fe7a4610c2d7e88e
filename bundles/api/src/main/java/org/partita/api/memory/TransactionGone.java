package org.partita.api.memory;

/** A change was under way when the transaction came to its end otherwise: its Owner was terminated. The change is undone. */
public final class TransactionGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long handle;

    /** @param handle of the transaction */
    public TransactionGone(long handle) {
        super("the transaction 0x" + Long.toHexString(handle) + " has come to its end", null, false, false);
        this.handle = handle;
    }

    /** Handle of the transaction. */
    public long handle() {
        return handle;
    }
}
