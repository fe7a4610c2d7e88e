package org.partita.lib.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.partita.api.ffa.AddressKind;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.manifest.DeviceManifest;
import org.partita.api.manifest.DeviceRegion;
import org.partita.api.manifest.MemoryRegion;
import org.partita.api.manifest.Messaging;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.SpmcManifest;
import org.partita.api.manifest.StreamEndpoint;
import org.partita.api.memory.MemoryRange;

/** A partition manifest with what a test wants; everything else is as harmless as can be. */
final class Given {
    private final String file;
    private final ExceptionLevel level;
    private final List<MemoryRegion> memory = new ArrayList<>();
    private final List<DeviceRegion> devices = new ArrayList<>();
    private final List<StreamEndpoint> streams = new ArrayList<>();
    private final List<Integer> auxiliary = new ArrayList<>();
    private String name = "";
    private OptionalInt id = OptionalInt.empty();
    private OptionalInt bootOrder = OptionalInt.empty();
    private OptionalLong load = OptionalLong.empty();
    private int contexts = 1;
    private boolean receives = true;
    private boolean pinned;
    private boolean scheduler;

    private Given(String file, ExceptionLevel level) {
        this.file = file;
        this.level = level;
    }

    static Given sp(String file) {
        return new Given(file, ExceptionLevel.S_EL1);
    }

    static Given vm(String file) {
        return new Given(file, ExceptionLevel.EL1);
    }

    static Given partition(String file, ExceptionLevel level) {
        return new Given(file, level);
    }

    /** Four PEs, an SPMC in S-EL2 with ID 0x8000, SMMU 0, Secure and Non-secure memory and MMIO. */
    static PlatformDescription platform() {
        return platform(ExceptionLevel.S_EL2);
    }

    static PlatformDescription platform(ExceptionLevel spmc) {
        List<MemoryRange> memory = List.of(
                new MemoryRange(0x6000000, 0x1000000, true, false, "secure"),
                new MemoryRange(0x7000000, 0x1000000, true, false, "secure-too"),
                new MemoryRange(0x80000000L, 0x10000000, false, false, "normal"),
                new MemoryRange(0x1c000000, 0x1000000, true, true, "secure-mmio"),
                new MemoryRange(0x20000000, 0x1000000, false, true, "mmio"));
        return new PlatformDescription(4, spmc, memory, Set.of(0), Set.of(0x8000, 0xffff));
    }

    static DeviceManifest device(String file, int sepid, DeviceRegion region) {
        return new DeviceManifest(file, FfaVersion.V1_0, "", 12, sepid, true, List.of(), List.of(region), List.of());
    }

    static SpmcManifest spmc(OptionalInt id, OptionalLong load, ExceptionLevel level) {
        return new SpmcManifest(
                "spmc.dts",
                FfaVersion.V1_0,
                List.of(),
                id,
                OptionalInt.empty(),
                false,
                "",
                level.executionState(),
                load,
                0,
                0x2000,
                OptionalInt.empty(),
                List.of(),
                List.of());
    }

    static DeviceRegion mmio(String file, long base, boolean secure, boolean exclusive, int... streams) {
        List<Integer> ids = java.util.Arrays.stream(streams).boxed().toList();
        OptionalInt smmu = ids.isEmpty() ? OptionalInt.empty() : OptionalInt.of(0);
        return new DeviceRegion(
                "mmio", base, 1, true, secure, List.of(), smmu, ids, exclusive, at(file, 30, "device-regions/mmio"));
    }

    private static Position at(String file, int line, String node) {
        return new Position(file, line, "/" + node, "");
    }

    Given name(String value) {
        name = value;
        return this;
    }

    Given id(int value) {
        id = OptionalInt.of(value);
        return this;
    }

    Given auxiliary(int value) {
        auxiliary.add(value);
        return this;
    }

    Given bootOrder(int value) {
        bootOrder = OptionalInt.of(value);
        return this;
    }

    Given load(long address) {
        load = OptionalLong.of(address);
        return this;
    }

    Given contexts(int value, boolean pinnedContexts) {
        contexts = value;
        pinned = pinnedContexts;
        return this;
    }

    Given sendsOnly() {
        receives = false;
        return this;
    }

    Given scheduler() {
        scheduler = true;
        return this;
    }

    Given memory(long base, int pages, boolean secure) {
        memory.add(new MemoryRegion(
                "region",
                OptionalLong.of(base),
                AddressKind.PHYSICAL,
                false,
                pages,
                true,
                true,
                false,
                secure,
                at(file, 20, "memory-regions/region")));
        return this;
    }

    Given relative(long offset, int pages, boolean secure) {
        memory.add(new MemoryRegion(
                "relative",
                OptionalLong.of(offset),
                AddressKind.PHYSICAL,
                true,
                pages,
                true,
                true,
                false,
                secure,
                at(file, 21, "memory-regions/relative")));
        return this;
    }

    Given device(DeviceRegion region) {
        devices.add(region);
        return this;
    }

    Given interrupt(int number, long base) {
        var line = new DeviceRegion.Interrupt(number, DeviceRegion.Type.SPI, true, true, 0, OptionalLong.empty());
        devices.add(new DeviceRegion(
                "timer",
                base,
                1,
                true,
                true,
                List.of(line),
                OptionalInt.empty(),
                List.of(),
                false,
                at(file, 31, "device-regions/timer")));
        return this;
    }

    Given stream(int sepid, int smmu, int stream) {
        streams.add(new StreamEndpoint("", sepid, smmu, List.of(stream), at(file, 40, "partita,stream-endpoints/s")));
        return this;
    }

    PartitionManifest manifest() {
        return PartitionManifest.builder(file, level)
                .uuids(List.of(new UUID(1, 2)))
                .id(id)
                .auxiliaryIds(auxiliary)
                .name(name)
                .executionContexts(contexts)
                .loadAddress(load)
                .bootOrder(bootOrder)
                .messaging(new Messaging(receives, true, false, false))
                .primaryScheduler(scheduler)
                .pinned(pinned)
                .streamEndpoints(streams)
                .memoryRegions(memory)
                .deviceRegions(devices)
                .positions(Map.of(
                        "id", new Position(file, 7, "/", "id"), "boot-order", new Position(file, 8, "/", "boot-order")))
                .build();
    }
}
