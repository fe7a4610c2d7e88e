package org.partita.api.manifest;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.ExecutionState;
import org.partita.api.ffa.FfaVersion;

/** Makes a {@link PartitionManifest}; each method sets the component of its name. */
public final class PartitionManifestBuilder {
    private static final int GRANULE_4K = 12;

    private final String file;
    private final ExceptionLevel level;
    private FfaVersion version = FfaVersion.V1_0;
    private List<UUID> uuids = List.of();
    private OptionalInt id = OptionalInt.empty();
    private List<Integer> auxiliaryIds = List.of();
    private String name = "";
    private int executionContexts = 1;
    private ExecutionState executionState;
    private OptionalLong loadAddress = OptionalLong.empty();
    private long entryPointOffset;
    private int granuleShift = GRANULE_4K;
    private OptionalInt bootOrder = OptionalInt.empty();
    private String rxBuffer = "";
    private String txBuffer = "";
    private Messaging messaging = new Messaging(false, false, false, false);
    private boolean primaryScheduler;
    private RunTimeModel runTimeModel = RunTimeModel.PREEMPTIBLE;
    private boolean pinned;
    private boolean smcAvailable = true;
    private List<StreamEndpoint> streamEndpoints = List.of();
    private List<MemoryRegion> memoryRegions = List.of();
    private List<DeviceRegion> deviceRegions = List.of();
    private OptionalInt bootRegister = OptionalInt.empty();
    private List<String> bootInformation = List.of();
    private Map<String, Position> positions = Map.of();
    private List<Problem> warnings = List.of();

    PartitionManifestBuilder(String file, ExceptionLevel level) {
        this.file = file;
        this.level = level;
        this.executionState = level.executionState();
    }

    public PartitionManifestBuilder version(FfaVersion value) {
        version = value;
        return this;
    }

    public PartitionManifestBuilder uuids(List<UUID> value) {
        uuids = value;
        return this;
    }

    public PartitionManifestBuilder id(OptionalInt value) {
        id = value;
        return this;
    }

    public PartitionManifestBuilder auxiliaryIds(List<Integer> value) {
        auxiliaryIds = value;
        return this;
    }

    public PartitionManifestBuilder name(String value) {
        name = value;
        return this;
    }

    public PartitionManifestBuilder executionContexts(int value) {
        executionContexts = value;
        return this;
    }

    public PartitionManifestBuilder executionState(ExecutionState value) {
        executionState = value;
        return this;
    }

    public PartitionManifestBuilder loadAddress(OptionalLong value) {
        loadAddress = value;
        return this;
    }

    public PartitionManifestBuilder entryPointOffset(long value) {
        entryPointOffset = value;
        return this;
    }

    public PartitionManifestBuilder granuleShift(int value) {
        granuleShift = value;
        return this;
    }

    public PartitionManifestBuilder bootOrder(OptionalInt value) {
        bootOrder = value;
        return this;
    }

    public PartitionManifestBuilder rxBuffer(String value) {
        rxBuffer = value;
        return this;
    }

    public PartitionManifestBuilder txBuffer(String value) {
        txBuffer = value;
        return this;
    }

    public PartitionManifestBuilder messaging(Messaging value) {
        messaging = value;
        return this;
    }

    public PartitionManifestBuilder primaryScheduler(boolean value) {
        primaryScheduler = value;
        return this;
    }

    public PartitionManifestBuilder runTimeModel(RunTimeModel value) {
        runTimeModel = value;
        return this;
    }

    public PartitionManifestBuilder pinned(boolean value) {
        pinned = value;
        return this;
    }

    public PartitionManifestBuilder smcAvailable(boolean value) {
        smcAvailable = value;
        return this;
    }

    public PartitionManifestBuilder streamEndpoints(List<StreamEndpoint> value) {
        streamEndpoints = value;
        return this;
    }

    public PartitionManifestBuilder memoryRegions(List<MemoryRegion> value) {
        memoryRegions = value;
        return this;
    }

    public PartitionManifestBuilder deviceRegions(List<DeviceRegion> value) {
        deviceRegions = value;
        return this;
    }

    public PartitionManifestBuilder bootRegister(OptionalInt value) {
        bootRegister = value;
        return this;
    }

    public PartitionManifestBuilder bootInformation(List<String> value) {
        bootInformation = value;
        return this;
    }

    public PartitionManifestBuilder positions(Map<String, Position> value) {
        positions = value;
        return this;
    }

    public PartitionManifestBuilder warnings(List<Problem> value) {
        warnings = value;
        return this;
    }

    public PartitionManifest build() {
        return new PartitionManifest(
                file,
                version,
                uuids,
                id,
                auxiliaryIds,
                name,
                executionContexts,
                level,
                executionState,
                loadAddress,
                entryPointOffset,
                granuleShift,
                bootOrder,
                rxBuffer,
                txBuffer,
                messaging,
                primaryScheduler,
                runTimeModel,
                pinned,
                smcAvailable,
                streamEndpoints,
                memoryRegions,
                deviceRegions,
                bootRegister,
                bootInformation,
                positions,
                warnings);
    }
}
