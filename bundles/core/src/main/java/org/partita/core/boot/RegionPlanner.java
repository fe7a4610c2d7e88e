package org.partita.core.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.partita.api.admin.PartitaException;
import org.partita.api.ffa.AddressKind;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.manifest.DeviceManifest;
import org.partita.api.manifest.DeviceRegion;
import org.partita.api.manifest.MemoryRegion;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.PlatformManifest;
import org.partita.api.manifest.SpmcManifest;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.PhysicalMemory;

/**
 * Finds physical memory for what manifests ask for. What they ask for by PA, and what has no address, is identity mapped;
 * behind a VA or IPA lie whatever pages are free (FF-A Table 3.2).
 */
public final class RegionPlanner {
    /** Spoken for; {@code by} is the file of a manifest. */
    private record Taken(long base, long end, String by) {}

    private final List<MemoryRange> ranges;
    private final BiPredicate<ConstituentRange, Boolean> unowned;
    private final List<Taken> taken = new ArrayList<>();

    /**
     * @param ranges what there is
     * @param unowned whether pages of a Security state are a manager's to give: what a partition has lent, or was
     *     donated, is not, even if whoever had it is gone
     */
    public RegionPlanner(List<MemoryRange> ranges, BiPredicate<ConstituentRange, Boolean> unowned) {
        this.ranges = List.copyOf(ranges);
        this.unowned = unowned;
    }

    /** Notes what a manifest asks for by physical address, so that nothing else is put there. */
    public void reserve(PlatformManifest manifest) {
        switch (manifest) {
            case PartitionManifest p ->
                reserve(p.file(), p.memoryRegions(), p.loadAddress().orElse(0));
            case DeviceManifest d -> reserve(d.file(), d.memoryRegions(), 0);
            case SpmcManifest s ->
                s.loadAddress().ifPresent(load -> taken.add(new Taken(load, load + s.imageBytes(), s.file())));
        }
    }

    private void reserve(String file, List<MemoryRegion> regions, long loadAddress) {
        for (MemoryRegion r : regions) {
            if (physical(r)) {
                long base = base(r, loadAddress);
                taken.add(new Taken(base, base + bytes(r.pages()), file));
            }
        }
    }

    /** Does it all or nothing: what it has taken is free again if it fails. */
    <T> T transact(Supplier<T> body) {
        List<Taken> before = List.copyOf(taken);
        try {
            return body.get();
        } catch (RuntimeException e) {
            taken.clear();
            taken.addAll(before);
            throw e;
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
            boolean free = firstAfter(taken, base, base + bytes(r.pages())) == base
                    && unowned.test(new ConstituentRange(base, r.pages()), r.secure());
            if (physical(r) && !free) {
                throw new PartitaException(
                        "%s: memory region %s: %d pages at 0x%x are not free (FF-A 2.1, 3.1): give another"
                                        .formatted(m.file(), r.name(), r.pages(), base)
                                + " base-address, or none to let the manager choose; spm:partition shows who has what");
            }
        }
    }

    /** Forgets what a partition had by its manifest; what it has given away meanwhile stays somebody's. */
    public void release(PartitionManifest m) {
        taken.removeIf(t -> t.by.equals(m.file()));
    }

    /** All mappings of a partition, in the order of its manifest. */
    public List<Mapping> plan(PartitionManifest m) {
        List<Mapping> mappings =
                plan(m.file(), m.granuleShift(), m.loadAddress().orElse(0), m.memoryRegions());
        for (DeviceRegion d : m.deviceRegions()) {
            mappings.add(
                    new Mapping(d.base(), d.base(), d.pages(), true, d.write(), false, d.secure(), true, d.name()));
        }
        return mappings;
    }

    /** Stage 2 of an independent device at boot: its memory regions (FF-A 5.2.1), not the registers of its own. */
    public List<Mapping> plan(DeviceManifest m) {
        return plan(m.file(), m.granuleShift(), 0, m.memoryRegions());
    }

    private List<Mapping> plan(String file, int granuleShift, long load, List<MemoryRegion> regions) {
        List<Taken> translated = new ArrayList<>();
        regions.stream()
                .filter(r -> r.kind() != AddressKind.PHYSICAL)
                .forEach(r -> translated.add(new Taken(base(r, load), base(r, load) + bytes(r.pages()), file)));
        List<Mapping> mappings = new ArrayList<>();
        for (MemoryRegion r : regions) {
            long address = r.base().isPresent()
                    ? base(r, load)
                    : allocate(file, granuleShift, r.pages(), r.secure(), r.name(), translated);
            long at = r.kind() == AddressKind.PHYSICAL
                    ? address
                    : allocate(file, granuleShift, r.pages(), r.secure(), r.name(), List.of());
            mappings.add(
                    new Mapping(address, at, r.pages(), r.read(), r.write(), r.execute(), r.secure(), false, r.name()));
        }
        return mappings;
    }

    private static boolean physical(MemoryRegion r) {
        return r.base().isPresent() && r.kind() == AddressKind.PHYSICAL;
    }

    private static long base(PartitionManifest m, MemoryRegion r) {
        return base(r, m.loadAddress().orElse(0));
    }

    private static long base(MemoryRegion r, long loadAddress) {
        long base = r.base().orElse(0);
        return r.loadRelative() ? loadAddress + base : base;
    }

    /**
     * Free pages of the partition's Security state, to be identity mapped beside what it has already.
     *
     * @param m whose they are
     * @param pages count of 4 KiB pages
     * @param beside what the partition has
     * @throws PartitaException if there is no room
     */
    public long allocateBeside(PartitionManifest m, int pages, String what, List<Mapping> beside) {
        List<Taken> used = beside.stream()
                .map(b -> new Taken(b.address(), b.end(), m.file()))
                .toList();
        return allocate(m, pages, m.secure(), what, used);
    }

    /**
     * Free pages for a manager.
     *
     * @param pages count of 4 KiB pages
     * @param granuleShift log2 of the alignment
     * @throws PartitaException if there is no room
     */
    public long allocate(int pages, boolean secure, int granuleShift, String what) {
        return allocate(what, granuleShift, pages, secure, what, List.of());
    }

    private long allocate(PartitionManifest m, int pages, boolean secure, String what, List<Taken> beside) {
        return allocate(m.file(), m.granuleShift(), pages, secure, what, beside);
    }

    private long allocate(String by, int granuleShift, int pages, boolean secure, String what, List<Taken> beside) {
        long size = bytes(pages);
        long mask = (1L << granuleShift) - 1;
        for (MemoryRange range : ranges) {
            if (range.secure() != secure || range.device()) {
                continue;
            }
            long at = (range.base() + mask) & ~mask;
            while (range.contains(at, size)) {
                long next = Math.max(firstAfter(taken, at, at + size), firstAfter(beside, at, at + size));
                if (next == at && !unowned.test(new ConstituentRange(at, pages), secure)) {
                    next = at + PhysicalMemory.PAGE_SIZE;
                }
                if (next == at) {
                    taken.add(new Taken(at, at + size, by));
                    return at;
                }
                at = (next + mask) & ~mask;
            }
        }
        throw new PartitaException("no room for " + what + ": " + pages + " contiguous pages of "
                + (secure ? "Secure" : "Non-secure") + " memory; see the ranges of org.partita.hardware.memory");
    }

    /** The address itself if the span is free, else the end of what lies in its way. */
    private static long firstAfter(List<Taken> taken, long base, long end) {
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
