package org.partita.api.mpu;

import java.util.List;

/**
 * All that an MPU is loaded with. It is made once, and loaded as often as its code gets the processor.
 *
 * @param privilegedDefault PRIVDEFENA of MPU_CTRL: privileged code has the default memory map where no region is
 * @param regions in order of their numbers, from 0; regions beyond are disabled
 */
public record MpuTable(boolean privilegedDefault, List<MpuRegion> regions) {
    /** @throws IllegalArgumentException naming two regions that overlap: PMSAv8 has an access that hits two fault */
    public MpuTable {
        regions = List.copyOf(regions);
        for (int i = 0; i < regions.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (regions.get(i).overlaps(regions.get(j))) {
                    throw new IllegalArgumentException("region " + j + ", " + regions.get(j) + ", and region " + i
                            + ", " + regions.get(i) + ", overlap: an access that hits two regions of the MPU faults");
                }
            }
        }
    }
}
