package org.partita.api.memory;

/**
 * A contiguous mapping of a translation regime.
 *
 * @param address base in the endpoint's address kind (VA or IPA), page aligned
 * @param physical base physical address
 * @param pages count of 4 KiB pages
 * @param read data read permitted
 * @param write data write permitted
 * @param execute instruction access permitted
 * @param secure the NS bit is clear: Secure physical address space
 * @param device Device-nGnRnE instead of Normal Write-Back
 * @param name for people
 */
public record Mapping(
        long address,
        long physical,
        int pages,
        boolean read,
        boolean write,
        boolean execute,
        boolean secure,
        boolean device,
        String name) {
    /** Bytes of the mapping. */
    public long size() {
        return (long) pages * PhysicalMemory.PAGE_SIZE;
    }

    /** First address after the mapping. */
    public long end() {
        return address + size();
    }
}
