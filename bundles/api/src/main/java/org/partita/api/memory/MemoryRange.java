package org.partita.api.memory;

/**
 * A range of the physical address space.
 *
 * @param base physical address, page aligned
 * @param size in bytes, a multiple of 4 KiB
 * @param secure assigned to the Secure physical address space (FF-A 2.6)
 * @param device device MMIO instead of normal memory
 * @param name for people
 */
public record MemoryRange(long base, long size, boolean secure, boolean device, String name) {
    /** First address after the range. */
    public long end() {
        return base + size;
    }

    /** Whether {@code length} bytes at {@code address} lie inside. */
    public boolean contains(long address, long length) {
        return Long.compareUnsigned(address, base) >= 0
                && length <= size
                && Long.compareUnsigned(address - base, size - length) <= 0;
    }

    public boolean overlaps(long address, long length) {
        return Long.compareUnsigned(address, end()) < 0 && Long.compareUnsigned(base, address + length) < 0;
    }
}
