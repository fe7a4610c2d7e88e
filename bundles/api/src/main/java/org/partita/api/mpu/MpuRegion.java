package org.partita.api.mpu;

import org.partita.api.descriptor.MemoryAttributes;

/**
 * A region that is enabled: what MPU_RBAR and MPU_RLAR hold for its number.
 *
 * @param base address of its first byte, a multiple of {@link #GRANULE}
 * @param limit address of its last byte, one less than a multiple of {@link #GRANULE}; 32 bits at most
 * @param permissions AP
 * @param executeNever XN
 * @param attributes memory type, by MPU_MAIR0 and MPU_MAIR1, and shareability
 */
public record MpuRegion(
        long base, long limit, MpuPermissions permissions, boolean executeNever, MemoryAttributes attributes) {
    /** Regions begin and end at multiples of this many bytes. */
    public static final int GRANULE = 32;

    /** The last address of the processor. */
    public static final long LAST_ADDRESS = 0xFFFF_FFFFL;

    /** @throws IllegalArgumentException naming what registers can't hold */
    public MpuRegion {
        if (base < 0 || limit > LAST_ADDRESS || limit < base) {
            throw new IllegalArgumentException(
                    text(base, limit) + ": a region lies within 32 bits and ends after it begins");
        }
        if (base % GRANULE != 0 || (limit + 1) % GRANULE != 0) {
            throw new IllegalArgumentException(
                    text(base, limit) + ": a region begins and ends at a multiple of " + GRANULE + " bytes");
        }
    }

    /** Bytes of the region. */
    public long size() {
        return limit - base + 1;
    }

    /** Whether the byte at an address is in the region. */
    public boolean contains(long address) {
        return address >= base && address <= limit;
    }

    /** Whether both have a byte in common: an access to it would fault. */
    public boolean overlaps(MpuRegion other) {
        return base <= other.limit && other.base <= limit;
    }

    /** For people: {@code 0x30000000 to 0x30000fff}. */
    @Override
    public String toString() {
        return text(base, limit);
    }

    private static String text(long base, long limit) {
        return "0x" + Long.toHexString(base) + " to 0x" + Long.toHexString(limit);
    }
}
