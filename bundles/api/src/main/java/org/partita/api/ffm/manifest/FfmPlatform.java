package org.partita.api.ffm.manifest;

import java.util.List;
import org.partita.api.manifest.Problem;

/**
 * All partitions of a manifest list that the configuration enables, checked together.
 *
 * @param file the manifest list: file name or URL
 * @param isolationLevel that the configuration asks for
 * @param backend that the configuration asks for, or that follows from the partitions
 * @param partitions in the list's order
 * @param warnings what a person should look at
 */
public record FfmPlatform(
        String file,
        IsolationLevel isolationLevel,
        SpmBackend backend,
        List<FfmPartition> partitions,
        List<Problem> warnings) {
    private static final long LEAST_STACKS = 2048;

    public FfmPlatform {
        partitions = List.copyOf(partitions);
        warnings = List.copyOf(warnings);
    }

    /**
     * Bytes of the stack on which the TrustZone agent calls SFN partitions in the SFN backend: half of all their stacks, 0x400
     * at least, a multiple of 8.
     */
    public long agentStackSize() {
        long stacks = partitions.stream()
                .filter(p -> !p.nsAgent())
                .mapToLong(FfmPartition::stackSize)
                .sum();
        return ((Math.max(stacks, LEAST_STACKS) >> 1) + 7) & ~7L;
    }
}
