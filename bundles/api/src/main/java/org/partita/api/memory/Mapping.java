package org.partita.api.memory;

import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.MemoryAttributes;

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
 * @param attributes memory type, cacheability, shareability (FF-A Table 5.18)
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
        MemoryAttributes attributes,
        String name) {
    /** As a manifest has it mapped: Device-nGnRnE, or Normal Write-Back Inner Shareable memory. */
    public Mapping(
            long address,
            long physical,
            int pages,
            boolean read,
            boolean write,
            boolean execute,
            boolean secure,
            boolean device,
            String name) {
        this(address, physical, pages, read, write, execute, secure, attributes(device), name);
    }

    private static MemoryAttributes attributes(boolean device) {
        return device ? MemoryAttributes.DEVICE_NGNRNE : MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE;
    }

    /** Whether it is Device memory. */
    public boolean device() {
        return attributes.device();
    }

    /** The same pages with other permissions. */
    public Mapping withAccess(boolean reads, boolean writes, boolean executes) {
        return new Mapping(address, physical, pages, reads, writes, executes, secure, attributes, name);
    }

    /**
     * A part of the mapping.
     *
     * @param from first byte, page aligned
     * @param to first byte after the part, page aligned
     */
    public Mapping part(long from, long to) {
        int count = (int) ((to - from) / PhysicalMemory.PAGE_SIZE);
        return new Mapping(address + from, physical + from, count, read, write, execute, secure, attributes, name);
    }

    /** This mapping and the one behind it in one, or null if they are not alike or do not adjoin in both address spaces. */
    public @Nullable Mapping joined(Mapping next) {
        return goesOnIn(next) ? longer(next.pages) : null;
    }

    /** Whether the other one adjoins behind this one in both address spaces and is alike otherwise. */
    public boolean goesOnIn(Mapping next) {
        return next.address == end()
                && next.physical == physical + size()
                && read == next.read
                && write == next.write
                && execute == next.execute
                && secure == next.secure
                && attributes == next.attributes
                && name.equals(next.name);
    }

    /** The same with more pages at its end. */
    public Mapping longer(int by) {
        return new Mapping(address, physical, pages + by, read, write, execute, secure, attributes, name);
    }

    /** Bytes of the mapping. */
    public long size() {
        return (long) pages * PhysicalMemory.PAGE_SIZE;
    }

    /** First address after the mapping. */
    public long end() {
        return address + size();
    }
}
