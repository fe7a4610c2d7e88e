package org.partita.api.memory;

/** A modelled fault: an access that the memory system or a translation regime forbids. */
public final class MemoryFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What stands against the access. */
    public enum Cause {
        /** No translation for the address. */
        TRANSLATION,
        /** The translation does not permit the access. */
        PERMISSION,
        /** Nothing answers at the physical address. */
        BUS,
        /** The physical address belongs to the other security state (FF-A 2.6). */
        SECURITY
    }

    private final Cause kind;
    private final long address;

    /**
     * @param kind what stands against the access
     * @param address the address that was accessed, of the accessor's address kind
     * @param message who accessed what, which rule forbids it
     */
    public MemoryFault(Cause kind, long address, String message) {
        super(message);
        this.kind = kind;
        this.address = address;
    }

    public Cause kind() {
        return kind;
    }

    public long address() {
        return address;
    }
}
