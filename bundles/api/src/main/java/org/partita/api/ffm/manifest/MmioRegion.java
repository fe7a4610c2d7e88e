package org.partita.api.ffm.manifest;

/** Device memory of a partition: an element of {@code mmio_regions}. */
public sealed interface MmioRegion {
    /** Whether it may be written, too ({@code READ-WRITE}). */
    boolean writable();

    /**
     * A region that the platform knows by name.
     *
     * @param name its name on the platform
     * @param writable false: {@code READ-ONLY}
     */
    record Named(String name, boolean writable) implements MmioRegion {}

    /**
     * A region by numbers.
     *
     * @param base physical address of the first byte, 0 to 0xFFFFFFFF
     * @param size in bytes, 1 or more; the region ends within 32 bits
     * @param writable false: {@code READ-ONLY}
     */
    record Numbered(long base, long size, boolean writable) implements MmioRegion {}
}
