package org.partita.lib.manifest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.partita.api.manifest.DeviceManifest;
import org.partita.api.manifest.DeviceRegion;
import org.partita.api.manifest.MemoryRegion;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.SpmcManifest;

/**
 * Regions of different endpoints: memory has one owner, so it does not overlap (FF-A 5.4.1); MMIO regions may be shared
 * unless one endpoint asks for exclusive access (FF-A 2.10, Table 3.3). Sorted once; only ranges that still reach over
 * the next base address are compared.
 */
final class RegionRules {
    private static final int PAGE = 4096;

    /** What a range is. */
    private enum Kind {
        MEMORY,
        SHARED_DEVICE,
        EXCLUSIVE_DEVICE
    }

    /**
     * A range that an endpoint asks for.
     *
     * @param endpoint number of the endpoint: ranges of one endpoint are its manifest's own affair
     * @param who the endpoint, for messages
     * @param name of the region
     * @param kind what it is
     * @param base first address
     * @param end first address after it
     * @param at where it stands
     */
    private record Range(int endpoint, String who, String name, Kind kind, long base, long end, Position at) {}

    private RegionRules() {}

    static void check(
            List<PartitionManifest> partitions,
            List<DeviceManifest> devices,
            List<SpmcManifest> spmcs,
            Findings findings) {
        List<Range> ranges = new ArrayList<>();
        int endpoint = 0;
        for (PartitionManifest p : partitions) {
            image(ranges, endpoint, p);
            collect(ranges, endpoint++, Findings.who(p), p.memoryRegions(), p.deviceRegions(), p.loadAddress());
        }
        for (DeviceManifest d : devices) {
            collect(ranges, endpoint++, d.file(), d.memoryRegions(), d.deviceRegions(), OptionalLong.empty());
        }
        for (SpmcManifest s : spmcs) {
            if (partitions.stream().noneMatch(p -> p.file().equals(s.file()))) {
                spmc(ranges, endpoint++, s);
            }
        }
        ranges.sort(Comparator.comparingLong(Range::base));
        List<Range> reaching = new ArrayList<>();
        for (Range range : ranges) {
            reaching.removeIf(r -> r.end() <= range.base());
            reaching.stream()
                    .filter(r -> conflict(r, range))
                    .findFirst()
                    .ifPresent(r -> findings.error(range.at(), rule(r, range), message(r, range)));
            reaching.add(range);
        }
    }

    /** The image of the SPMC is nobody else's; an SP that resides with it is in it (FF-A 2.2.2.1). */
    private static void spmc(List<Range> ranges, int endpoint, SpmcManifest s) {
        Position at = new Position(s.file(), 0, "/attribute", "load_address");
        s.loadAddress()
                .ifPresent(load -> ranges.add(
                        new Range(endpoint, "the SPMC", "image", Kind.MEMORY, load, load + s.imageBytes(), at)));
    }

    /** How long an image is, its manifest does not say; its first page is the partition's in any case. */
    private static void image(List<Range> ranges, int endpoint, PartitionManifest p) {
        p.loadAddress()
                .ifPresent(load -> ranges.add(new Range(
                        endpoint,
                        Findings.who(p),
                        "image",
                        Kind.MEMORY,
                        load,
                        load + PAGE,
                        p.position("load-address"))));
    }

    private static void collect(
            List<Range> ranges,
            int endpoint,
            String who,
            List<MemoryRegion> memory,
            List<DeviceRegion> devices,
            OptionalLong loadAddress) {
        for (MemoryRegion r : memory) {
            OptionalLong base = Addresses.base(r, loadAddress);
            if (base.isPresent()) {
                long end = base.getAsLong() + (long) r.pages() * PAGE;
                ranges.add(new Range(endpoint, who, r.name(), Kind.MEMORY, base.getAsLong(), end, r.at()));
            }
        }
        for (DeviceRegion r : devices) {
            Kind kind = r.exclusive() ? Kind.EXCLUSIVE_DEVICE : Kind.SHARED_DEVICE;
            ranges.add(new Range(endpoint, who, r.name(), kind, r.base(), r.base() + (long) r.pages() * PAGE, r.at()));
        }
    }

    private static boolean conflict(Range a, Range b) {
        boolean shared = a.kind() == Kind.SHARED_DEVICE && b.kind() == Kind.SHARED_DEVICE;
        return a.endpoint() != b.endpoint() && !shared;
    }

    private static String rule(Range a, Range b) {
        return a.kind() == Kind.MEMORY || b.kind() == Kind.MEMORY ? "FF-A 5.4.1" : "FF-A Table 3.3";
    }

    private static String message(Range a, Range b) {
        String way = a.kind() == Kind.MEMORY || b.kind() == Kind.MEMORY
                ? "; a region has one owner: move one, and share memory at run time"
                : "; one of them asks for exclusive-access: leave it out of both, or assign the device to one";
        return "region " + b.name() + " of " + b.who() + " from " + Findings.hex(b.base()) + " to "
                + Findings.hex(b.end())
                + " overlaps region " + a.name() + " of " + a.who() + " (" + Findings.where(a.at()) + ") from "
                + Findings.hex(a.base()) + " to " + Findings.hex(a.end()) + way;
    }
}
