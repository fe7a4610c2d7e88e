package org.partita.api.mpu;

/** Who may read and write a region: AP[2:1] of MPU_RBAR. */
public enum MpuPermissions {
    /** 0b00: reads and writes by privileged code only. */
    PRIVILEGED_READ_WRITE(true, false),
    /** 0b01: reads and writes by any code. */
    READ_WRITE(true, true),
    /** 0b10: reads by privileged code only. */
    PRIVILEGED_READ_ONLY(false, false),
    /** 0b11: reads by any code. */
    READ_ONLY(false, true);

    private final boolean writable;
    private final boolean unprivileged;

    MpuPermissions(boolean writable, boolean unprivileged) {
        this.writable = writable;
        this.unprivileged = unprivileged;
    }

    /** Whether anybody may write. */
    public boolean writable() {
        return writable;
    }

    /** Whether unprivileged code may do what privileged code may. */
    public boolean unprivileged() {
        return unprivileged;
    }
}
