package org.partita.manager.ffmspm;

/**
 * An access that the SPM has made with its own rights.
 *
 * @param word what it has read, of a single word
 */
record SpmAccess(long address, long length, boolean write, long word) {
    @Override
    public String toString() {
        return (write ? "writing " : "reading ") + length + " bytes at " + Long.toHexString(address);
    }
}
