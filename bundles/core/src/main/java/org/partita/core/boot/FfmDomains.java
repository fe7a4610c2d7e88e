package org.partita.core.boot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.MmioRegion;
import org.partita.api.ffm.manifest.PartitionType;
import org.partita.api.memory.MemoryRange;
import org.partita.api.mpu.Mpu;
import org.partita.api.mpu.MpuPermissions;
import org.partita.api.mpu.MpuRegion;
import org.partita.api.mpu.MpuTable;
import org.partita.core.execution.SpmDomain;
import org.partita.core.wiring.Bound;

/**
 * What the MPU is loaded with, by partition. At isolation level 2 the PSA RoT is privileged and has everything; the Application RoT is one
 * domain. At level 3 each partition is one, and none is privileged. A domain has its partitions' stacks and heaps, their device
 * memory, and what is Non-secure.
 */
public final class FfmDomains {
    private final IsolationLevel level;
    private final FfmLayout layout;
    private final Map<Integer, SpmDomain> domains = new HashMap<>();

    /** Regions of the largest table, and whose it is. */
    private int most;

    private String whose = "";

    /** What becomes a region. */
    private record Piece(long base, long size, boolean writable, boolean device, String owner) {}

    /** @throws PartitaException naming the partition whose memory regions of an MPU can't describe */
    FfmDomains(FfmPlatform platform, FfmLayout layout) {
        this.level = platform.isolationLevel();
        this.layout = layout;
        List<FfmPartition> all =
                platform.partitions().stream().filter(p -> !p.nsAgent()).toList();
        if (level == IsolationLevel.PSA_ROT) {
            join(all, PartitionType.PSA_ROT, new SpmDomain(level, true, new MpuTable(true, List.of()), List.of()));
            List<FfmPartition> application = all.stream()
                    .filter(p -> p.type() == PartitionType.APPLICATION_ROT)
                    .toList();
            if (!application.isEmpty()) {
                join(all, PartitionType.APPLICATION_ROT, confined(application));
            }
        } else if (level == IsolationLevel.PARTITIONS) {
            all.forEach(p -> domains.put(p.id(), confined(List.of(p))));
        }
    }

    private void join(List<FfmPartition> all, PartitionType type, SpmDomain domain) {
        all.stream().filter(p -> p.type() == type).forEach(p -> domains.put(p.id(), domain));
    }

    /** What the MPU is loaded with while a partition runs; null at level 1. */
    public @Nullable SpmDomain of(FfmPartition p) {
        return domains.get(p.id());
    }

    /** What stands against a provider: that it is an MPU with too few regions; empty if nothing does. */
    String objection(Bound b) {
        if (!(b.provider() instanceof Mpu mpu) || mpu.regions() >= most) {
            return "";
        }
        return "isolation level " + level.number() + " takes " + most + " regions of the MPU for " + whose + ", "
                + b.label() + " has " + mpu.regions() + ": see regions of org.partita.hardware.mpu";
    }

    private SpmDomain confined(List<FfmPartition> members) {
        String names = members.stream().map(FfmPartition::name).collect(Collectors.joining(", "));
        List<Piece> pieces = new ArrayList<>(areas(members));
        for (FfmPartition p : members) {
            p.regions().forEach(r -> pieces.add(device(p, r)));
        }
        layout.ranges().stream()
                .filter(r -> !r.secure())
                .forEach(r -> pieces.add(
                        new Piece(r.base(), r.size(), true, r.device(), "the Non-secure world, " + r.name())));
        if (pieces.size() > most) {
            most = pieces.size();
            whose = names;
        }
        try {
            MpuTable table =
                    new MpuTable(false, pieces.stream().map(FfmDomains::region).toList());
            return new SpmDomain(
                    level, false, table, pieces.stream().map(Piece::owner).toList());
        } catch (IllegalArgumentException e) {
            throw new PartitaException("isolation level " + level.number() + ", MPU of " + names + ": " + e.getMessage()
                    + "; see mmio_regions of the manifests and the ranges of org.partita.hardware.memory");
        }
    }

    /** Stacks and heaps; those that adjoin are one. */
    private List<Piece> areas(List<FfmPartition> members) {
        List<Piece> joined = new ArrayList<>();
        List<FfmPartition> order = members.stream()
                .sorted(Comparator.comparingLong(p -> layout.area(p).base()))
                .toList();
        for (FfmPartition p : order) {
            FfmLayout.Area a = layout.area(p);
            Piece last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && last.base + last.size == a.base()) {
                joined.removeLast();
                joined.add(new Piece(last.base, last.size + a.size(), true, false, last.owner + ", " + p.name()));
            } else {
                joined.add(new Piece(a.base(), a.size(), true, false, p.name()));
            }
        }
        return joined;
    }

    private Piece device(FfmPartition p, MmioRegion region) {
        if (!(region instanceof MmioRegion.Numbered r)) {
            throw new PartitaException("partition " + p.name() + ": mmio_regions: " + region
                    + ": the platform knows no regions by name; give base and size");
        }
        MemoryRange range = layout.ranges().stream()
                .filter(m -> m.contains(r.base(), r.size()))
                .findFirst()
                .orElseThrow(() ->
                        new PartitaException("partition " + p.name() + ": mmio_regions: 0x" + Long.toHexString(r.base())
                                + ": nothing is there; see the ranges of org.partita.hardware.memory"));
        return new Piece(r.base(), r.size(), r.writable(), range.device(), p.name() + ", " + range.name());
    }

    private static MpuRegion region(Piece p) {
        return new MpuRegion(
                p.base,
                p.base + p.size - 1,
                p.writable ? MpuPermissions.READ_WRITE : MpuPermissions.READ_ONLY,
                true,
                p.device ? MemoryAttributes.DEVICE_NGNRNE : MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE);
    }
}
