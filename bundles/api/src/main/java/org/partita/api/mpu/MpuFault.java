package org.partita.api.mpu;

/**
 * Why an access is not permitted (MemManage: DACCVIOL or IACCVIOL).
 *
 * @param cause what stands against it
 * @param address of the first byte that is not permitted (MMFAR)
 * @param region number of the region that the byte is in, {@link #NO_REGION} if it is in none
 */
public record MpuFault(Cause cause, long address, int region) {
    /** The byte is in no region. */
    public static final int NO_REGION = -1;

    /** What stands against an access. */
    public enum Cause {
        /** The byte is in no region, and the default memory map is not for this code. */
        NO_REGION,
        /** Nobody may write the region. */
        READ_ONLY,
        /** The region is for privileged code. */
        PRIVILEGED_ONLY,
        /** Instructions can't be fetched from there. */
        EXECUTE_NEVER
    }
}
