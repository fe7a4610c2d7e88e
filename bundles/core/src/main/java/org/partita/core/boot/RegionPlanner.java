package org.partita.core.boot;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.admin.PartitaException;
import org.partita.api.manifest.DeviceRegion;
import org.partita.api.manifest.MemoryRegion;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.PhysicalMemory;

/** Finds physical memory for what manifests ask for; everything is mapped with the address it has (FF-A Table 3.2). */
public final class RegionPlanner {
    private record Taken(long base, long end) {}

    private final List<MemoryRange> ranges;
    private final List<Taken> taken = new ArrayList<>();

    public RegionPlanner(List<MemoryRange> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /** Notes the regions whose addresses a manifest gives, so that nothing else is put there. */
    public void reserve(PartitionManifest m) {
        for (MemoryRegion r : m.memoryRegions()) {
            if (r.base().isPresent()) {
                long base = base(m, r);
                taken.add(new Taken(base, base + bytes(r.pages())));
            }
        }
    }

    /**
     * Refuses a manifest that comes later and gives addresses where something was put meanwhile (FF-A 2.1, 3.1).
     *
     * @throws PartitaException naming the region
     */
    public void requireFree(PartitionManifest m) {
        for (MemoryRegion r : m.memoryRegions()) {
            long base = base(m, r);
            if (r.base().isPresent() && firstAfter(base, base + bytes(r.pages())) != base) {
                throw new PartitaException(
                        "%s: memory region %s: %d pages at 0x%x are not free (FF-A 2.1, 3.1): give another"
                                        .formatted(m.file(), r.name(), r.pages(), base)
                                + " base-address, or none to let the manager choose; spm:partition shows who has what");
            }
        }
    }

    /** Forgets what a partition had. */
    public void release(List<Mapping> mappings) {
        for (Mapping m : mappings) {
            taken.removeIf(t -> t.base == m.physical());
        }
    }

    /** All mappings of a partition, in the order of its manifest. */
    public List<Mapping> plan(PartitionManifest m) {
        List<Mapping> mappings = new ArrayList<>();
        for (MemoryRegion r : m.memoryRegions()) {
            long base = r.base().isPresent() ? base(m, r) : allocate(r.pages(), r.secure(), m.granuleShift(), r.name());
            mappings.add(
                    new Mapping(base, base, r.pages(), r.read(), r.write(), r.execute(), r.secure(), false, r.name()));
        }
        for (DeviceRegion d : m.deviceRegions()) {
            mappings.add(
                    new Mapping(d.base(), d.base(), d.pages(), true, d.write(), false, d.secure(), true, d.name()));
        }
        return mappings;
    }

    private static long base(PartitionManifest m, MemoryRegion r) {
        long base = r.base().orElse(0);
        return r.loadRelative() ? m.loadAddress().orElse(0) + base : base;
    }

    /**
     * Free pages of a security state.
     *
     * @param pages count of 4 KiB pages
     * @param granuleShift log2 of the alignment
     * @throws PartitaException if there is no room
     */
    public long allocate(int pages, boolean secure, int granuleShift, String what) {
        long size = bytes(pages);
        long mask = (1L << granuleShift) - 1;
        for (MemoryRange range : ranges) {
            if (range.secure() != secure || range.device()) {
                continue;
            }
            long at = (range.base() + mask) & ~mask;
            while (range.contains(at, size)) {
                long next = firstAfter(at, at + size);
                if (next == at) {
                    taken.add(new Taken(at, at + size));
                    return at;
                }
                at = (next + mask) & ~mask;
            }
        }
        throw new PartitaException("no room for " + what + ": " + pages + " contiguous pages of "
                + (secure ? "Secure" : "Non-secure") + " memory; see the ranges of org.partita.hardware.memory");
    }

    /** The address itself if the span is free, else the end of what lies in its way. */
    private long firstAfter(long base, long end) {
        for (Taken t : taken) {
            if (Long.compareUnsigned(t.base, end) < 0 && Long.compareUnsigned(base, t.end) < 0) {
                return t.end;
            }
        }
        return base;
    }

    private static long bytes(int pages) {
        return (long) pages * PhysicalMemory.PAGE_SIZE;
    }
}
