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
import org.partita.api.memory.MemoryRange;

/** What is asked for exists, and is of the kind and Security state that is asked for (FF-A 2.1, 2.6, 5.4.1 rules 2, 3). */
final class AddressRules {
    private static final String RULE = "FF-A 2.6";
    private static final int PAGE = 4096;

    private final List<MemoryRange> memory;
    private final Findings findings;

    private AddressRules(List<MemoryRange> memory, Findings findings) {
        this.memory = memory;
        this.findings = findings;
    }

    static void check(
            List<PartitionManifest> partitions,
            List<DeviceManifest> devices,
            List<SpmcManifest> spmcs,
            PlatformDescription platform,
            Findings findings) {
        if (platform.memory().isEmpty()) {
            return;
        }
        List<MemoryRange> sorted = new ArrayList<>(platform.memory());
        sorted.sort(Comparator.comparingLong(MemoryRange::base));
        AddressRules rules = new AddressRules(sorted, findings);
        partitions.forEach(rules::partition);
        devices.forEach(d -> rules.regions(d.memoryRegions(), d.deviceRegions(), OptionalLong.empty()));
        spmcs.forEach(rules::spmc);
    }

    private void partition(PartitionManifest p) {
        p.loadAddress()
                .ifPresent(load -> covered(
                        "the image of " + Findings.who(p), load, 1, p.secure(), false, p.position("load-address")));
        regions(p.memoryRegions(), p.deviceRegions(), p.loadAddress());
    }

    private void spmc(SpmcManifest s) {
        int pages = Math.clamp((s.binarySize() + PAGE - 1) / PAGE, 1, Integer.MAX_VALUE);
        Position at = new Position(s.file(), 0, "/attribute", "load_address");
        s.loadAddress().ifPresent(load -> covered("the image of the SPMC", load, pages, true, false, at));
    }

    private void regions(List<MemoryRegion> regions, List<DeviceRegion> devices, OptionalLong loadAddress) {
        for (MemoryRegion r : regions) {
            Addresses.base(r, loadAddress)
                    .ifPresent(base -> covered("region " + r.name(), base, r.pages(), r.secure(), false, r.at()));
        }
        devices.forEach(d -> covered("device " + d.name(), d.base(), d.pages(), d.secure(), true, d.at()));
    }

    /** Walks over the ranges that hold the pages, which may be several beside each other. */
    private void covered(String what, long base, int pages, boolean secure, boolean device, Position at) {
        long end = base + (long) pages * PAGE;
        long from = base;
        for (MemoryRange range : memory) {
            if (range.contains(from, 1)) {
                if (range.device() != device || range.secure() != secure) {
                    findings.error(
                            at,
                            RULE,
                            what + " at " + Findings.hex(from) + " is to be " + kind(secure, device) + "; there is "
                                    + kind(range.secure(), range.device()) + " (" + range.name() + ", from "
                                    + Findings.hex(range.base()) + " to "
                                    + Findings.hex(range.end()) + "): correct the address, or bit 3 of attributes");
                    return;
                }
                from = range.end();
                if (from >= end) {
                    return;
                }
            }
        }
        findings.error(
                at,
                "FF-A 2.1",
                what + " from " + Findings.hex(base) + " to " + Findings.hex(end) + ": this platform has nothing at "
                        + Findings.hex(from) + "; " + offer(secure, device));
    }

    private static String kind(boolean secure, boolean device) {
        return (secure ? "Secure " : "Non-secure ") + (device ? "MMIO" : "memory");
    }

    private String offer(boolean secure, boolean device) {
        List<String> ranges = memory.stream()
                .filter(r -> r.secure() == secure && r.device() == device)
                .map(r -> Findings.hex(r.base()) + " to " + Findings.hex(r.end()))
                .toList();
        return ranges.isEmpty()
                ? "it has no " + kind(secure, device)
                : kind(secure, device) + " is from " + String.join(", ", ranges.subList(0, Math.min(8, ranges.size())));
    }
}
