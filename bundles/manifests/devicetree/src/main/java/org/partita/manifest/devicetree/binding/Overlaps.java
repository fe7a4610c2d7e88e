package org.partita.manifest.devicetree.binding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.partita.api.manifest.DeviceRegion;
import org.partita.api.manifest.MemoryRegion;
import org.partita.api.manifest.Position;

/** Regions of one manifest must not overlap: each address has one set of attributes. Sorts once, looks at neighbours. */
final class Overlaps {
    private static final int PAGE = 4096;

    /**
     * A range of addresses.
     *
     * @param name of the region
     * @param base first address
     * @param end first address after it
     * @param at where it stands
     */
    private record Range(String name, long base, long end, Position at) {}

    private Overlaps() {}

    /** Reports each region that overlaps one with a lower base address; without a load address relative ones are apart. */
    static void check(Report report, List<MemoryRegion> memory, List<DeviceRegion> devices, OptionalLong loadAddress) {
        List<Range> absolute = new ArrayList<>();
        List<Range> relative = new ArrayList<>();
        for (MemoryRegion r : memory) {
            if (r.base().isPresent()) {
                boolean apart = r.loadRelative() && loadAddress.isEmpty();
                long base = r.base().getAsLong() + (r.loadRelative() ? loadAddress.orElse(0) : 0);
                (apart ? relative : absolute).add(range(r.name(), base, r.pages(), r.at()));
            }
        }
        devices.forEach(d -> absolute.add(range(d.name(), d.base(), d.pages(), d.at())));
        check(report, absolute);
        check(report, relative);
    }

    private static Range range(String name, long base, int pages, Position at) {
        return new Range(name, base, base + (long) pages * PAGE, at);
    }

    private static void check(Report report, List<Range> ranges) {
        ranges.sort(Comparator.comparingLong(Range::base));
        Range last = null;
        for (Range r : ranges) {
            if (last != null && r.base() < last.end()) {
                report.error(
                        r.at(),
                        "FF-A 3.2",
                        "region " + r.name() + " at " + Fields.hex(r.base()) + " overlaps region " + last.name()
                                + " from "
                                + Fields.hex(last.base()) + " to " + Fields.hex(last.end())
                                + "; expecting one region for each address: move it, or make one smaller");
            }
            if (last == null || r.end() > last.end()) {
                last = r;
            }
        }
    }
}
