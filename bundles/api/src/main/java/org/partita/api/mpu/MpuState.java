package org.partita.api.mpu;

import java.util.List;

/**
 * What an MPU hands to its successor: its registers.
 *
 * @param schema {@code org.partita.mpu}
 * @param version 1
 * @param enabled ENABLE of MPU_CTRL
 * @param privilegedDefault PRIVDEFENA of MPU_CTRL
 * @param regions in order of their numbers; none if it is not enabled
 */
public record MpuState(
        String schema, int version, boolean enabled, boolean privilegedDefault, List<MpuRegion> regions) {
    /** Name of the schema. */
    public static final String SCHEMA = "org.partita.mpu";

    public MpuState {
        regions = List.copyOf(regions);
    }
}
