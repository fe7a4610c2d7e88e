package org.partita.api.manifest;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.partita.api.ffa.ExecutionState;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.memory.MemoryRange;

/**
 * The manifest that SPMD uses to set up the SPMC and an SP that resides with it (FF-A Table 3.4).
 *
 * @param file file name or URL
 * @param version FF-A version that the SPMC implements (FF-A 8.1.3)
 * @param uuids services of the co-resident SP, may be empty
 * @param id pre-allocated 16-bit ID of the SPMC
 * @param spId pre-allocated 16-bit ID of the co-resident SP
 * @param managedExit whether the co-resident SP makes managed exits (FF-A 4.5.4)
 * @param name for people
 * @param executionState of SPMC and SP
 * @param loadAddress physical address, absent for a position independent image
 * @param entryPointOffset bytes from the base of the image
 * @param binarySize bytes of the image, 0 if not stated
 * @param bootRegister number of the register for the initialization descriptor (FF-A Table 3.10), absent if not used
 * @param memory memory ranges that the manifest describes
 * @param warnings what a person should look at
 */
public record SpmcManifest(
        String file,
        FfaVersion version,
        List<UUID> uuids,
        OptionalInt id,
        OptionalInt spId,
        boolean managedExit,
        String name,
        ExecutionState executionState,
        OptionalLong loadAddress,
        long entryPointOffset,
        long binarySize,
        OptionalInt bootRegister,
        List<MemoryRange> memory,
        List<Problem> warnings)
        implements PlatformManifest {
    private static final long PAGE = 4096;

    public SpmcManifest {
        uuids = List.copyOf(uuids);
        memory = List.copyOf(memory);
        warnings = List.copyOf(warnings);
    }

    /** Whether an SP resides with the SPMC, in the same image (FF-A 2.2.2.1, 2.2.2.2): an ID or a UUID names it. */
    public boolean describesSp() {
        return spId.isPresent() || !uuids.isEmpty();
    }

    /** Bytes of the pages that the image takes, one page at least. */
    public long imageBytes() {
        return Math.max(PAGE, (binarySize + PAGE - 1) & -PAGE);
    }
}
