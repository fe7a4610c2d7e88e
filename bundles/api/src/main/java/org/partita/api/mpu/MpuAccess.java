package org.partita.api.mpu;

/** What code wants to do with memory. */
public enum MpuAccess {
    READ,
    WRITE,
    /** Fetch of an instruction: the region has to permit reads, and execution. */
    EXECUTE
}
