package org.partita.api.manifest;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.ExecutionState;
import org.partita.api.ffa.FfaVersion;

/**
 * A partition manifest at a virtual FF-A instance (FF-A Tables 3.1 to 3.3, 3.10). {@link #builder} makes one by names.
 *
 * @param file file name or URL
 * @param version FF-A version that the partition expects
 * @param uuids its services, at least one
 * @param id pre-allocated 16-bit partition ID
 * @param auxiliaryIds pre-allocated 16-bit auxiliary IDs
 * @param name for people, may be empty
 * @param executionContexts number of execution contexts, 1 to 0xFFFF
 * @param level exception level: EL1, S_EL1 or S_EL0 for AArch64; SUPERVISOR, SECURE_SUPERVISOR or SECURE_USER for AArch32
 * @param executionState AArch64 or AArch32
 * @param loadAddress absent: position independent
 * @param entryPointOffset bytes from the base of the image, 0 if not stated
 * @param granuleShift log2 of the translation granule: 12 (default), 14 or 16
 * @param bootOrder 0 to 0xFFFF, lower boots first; unique
 * @param rxBuffer name of the memory region that is the RX buffer, empty if none is asked for
 * @param txBuffer name of the memory region that is the TX buffer, empty if none is asked for
 * @param messaging messaging methods
 * @param primaryScheduler whether the partition implements the primary scheduler
 * @param runTimeModel for S-EL0 and User mode; PREEMPTIBLE unless stated
 * @param pinned whether the contexts of an MP partition are fixed to PEs (FF-A 2.9)
 * @param smcAvailable whether an EL1 or S-EL1 partition can use SMC; otherwise it uses HVC (FF-A 2.4)
 * @param streamEndpoints stream endpoints that it is the proxy for
 * @param memoryRegions Table 3.2
 * @param deviceRegions Table 3.3
 * @param bootRegister register w0/x0 to w3/x3 for the initialization descriptor (Table 3.10), absent if not used
 * @param bootInformation names that the partition expects in its initialization descriptor (FF-A 3.5.2), may be empty
 * @param positions where properties stand, for messages; key is the property name
 * @param warnings what a person should look at
 */
public record PartitionManifest(
        String file,
        FfaVersion version,
        List<UUID> uuids,
        OptionalInt id,
        List<Integer> auxiliaryIds,
        String name,
        int executionContexts,
        ExceptionLevel level,
        ExecutionState executionState,
        OptionalLong loadAddress,
        long entryPointOffset,
        int granuleShift,
        OptionalInt bootOrder,
        String rxBuffer,
        String txBuffer,
        Messaging messaging,
        boolean primaryScheduler,
        RunTimeModel runTimeModel,
        boolean pinned,
        boolean smcAvailable,
        List<StreamEndpoint> streamEndpoints,
        List<MemoryRegion> memoryRegions,
        List<DeviceRegion> deviceRegions,
        OptionalInt bootRegister,
        List<String> bootInformation,
        Map<String, Position> positions,
        List<Problem> warnings)
        implements PlatformManifest {
    public PartitionManifest {
        uuids = List.copyOf(uuids);
        auxiliaryIds = List.copyOf(auxiliaryIds);
        streamEndpoints = List.copyOf(streamEndpoints);
        memoryRegions = List.copyOf(memoryRegions);
        deviceRegions = List.copyOf(deviceRegions);
        bootInformation = List.copyOf(bootInformation);
        positions = Map.copyOf(positions);
        warnings = List.copyOf(warnings);
    }

    /**
     * Begins a manifest with what no partition goes without; everything else is absent, or the default that its table
     * states.
     *
     * @param file file name or URL
     * @param level exception level; the execution state follows from it
     */
    public static PartitionManifestBuilder builder(String file, ExceptionLevel level) {
        return new PartitionManifestBuilder(file, level);
    }

    /** A UP partition has one execution context, an MP partition several (FF-A 2.9). */
    public boolean up() {
        return executionContexts == 1;
    }

    public boolean secure() {
        return level.secure();
    }

    /** Where a property stands, or where it is missing. */
    public Position position(String property) {
        Position p = positions.get(property);
        return p == null ? new Position(file, 0, "/", property) : p;
    }
}
