package org.partita.api.smmu;

/** What an SMMU makes of a transaction. */
public sealed interface Translation {
    /**
     * The transaction goes on.
     *
     * @param physical physical address of its first byte
     * @param bytes how many bytes go on from there, the first included
     * @param secure to the Secure physical address space
     */
    record Output(long physical, long bytes, boolean secure) implements Translation {}

    /**
     * The transaction is aborted.
     *
     * @param event what the SMMU has recorded, or lost because its queue is full
     */
    record Fault(SmmuEvent event) implements Translation {}
}
