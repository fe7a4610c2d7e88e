package org.partita.api.mpu;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.provider.Stateful;

/**
 * Fills hardware/mpu: the MPU of an Armv8-M processor in Secure state (PMSAv8). Core loads it before code of a partition runs, and asks it
 * about each access of that code. Loading and asking allocate nothing as long as the access is permitted. Core calls it from one
 * thread at a time, but for {@link #regions} and {@link #loaded}.
 */
@ConsumerType
public interface Mpu extends Stateful<MpuState> {
    /** Number of regions that it has (DREGION of MPU_TYPE). */
    int regions();

    /**
     * Enables it with these regions and no others.
     *
     * @throws IllegalArgumentException if there are more than it has; then nothing has changed
     */
    void load(MpuTable table);

    /**
     * What is loaded now.
     *
     * @return the very table that was loaded last, one with the same registers if it was taken over from a predecessor; null if it is not
     *     enabled, as after reset
     */
    @Nullable
    MpuTable loaded();

    /**
     * Asks about an access to {@code length} bytes from {@code address} on. It may extend over several regions: each byte has to be
     * permitted. While the MPU is not enabled all code has the default memory map.
     *
     * @param length 0 or more; no bytes are always permitted
     * @param privileged whether the code is privileged
     * @return null if it is permitted, else what stands against the first byte that is not
     */
    @Nullable
    MpuFault check(long address, long length, MpuAccess access, boolean privileged);
}
