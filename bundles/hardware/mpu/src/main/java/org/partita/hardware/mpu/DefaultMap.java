package org.partita.hardware.mpu;

import org.partita.api.mpu.MpuAccess;
import org.partita.api.mpu.MpuRegion;

/** The default memory map: eight parts of 512 MiB, of which devices' and the system's are not executable. */
final class DefaultMap {
    private static final int PART_SHIFT = 29;
    private static final long PART = 1L << PART_SHIFT;

    /** Bit n for part n: 0x40000000, 0xA0000000, 0xC0000000, 0xE0000000. */
    private static final int EXECUTE_NEVER = 0b1110_0100;

    private DefaultMap() {}

    /** Whether there is memory at an address at all. */
    static boolean contains(long address) {
        return address >= 0 && address <= MpuRegion.LAST_ADDRESS;
    }

    static boolean permits(long address, MpuAccess access) {
        return access != MpuAccess.EXECUTE || (EXECUTE_NEVER >>> (int) (address >>> PART_SHIFT) & 1) == 0;
    }

    /** First address of the next part. */
    static long next(long address) {
        return (address | (PART - 1)) + 1;
    }
}
