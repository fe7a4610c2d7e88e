package org.partita.lib.manifest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.partita.api.manifest.DeviceRegion;
import org.partita.api.manifest.PartitionManifest;

/** A physical interrupt is handled by one partition (FF-A Table 3.3). */
final class InterruptRules {
    private InterruptRules() {}

    static void check(List<PartitionManifest> partitions, Findings findings) {
        Map<Integer, PartitionManifest> owners = new HashMap<>();
        for (PartitionManifest p : partitions) {
            for (DeviceRegion device : p.deviceRegions()) {
                device.interrupts().forEach(interrupt -> {
                    PartitionManifest other = owners.putIfAbsent(interrupt.id(), p);
                    if (other != null && !other.equals(p)) {
                        findings.warn(
                                device.at(),
                                "FF-A Table 3.3",
                                "interrupt " + interrupt.id() + " is already that of " + Findings.who(other)
                                        + ", which gets it; list it for one partition only");
                    }
                });
            }
        }
    }
}
