package org.partita.core.boot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.partita.api.ffa.EndpointId;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.PlatformManifest;
import org.partita.api.manifest.Problem;
import org.partita.core.boot.Manifests.Read;
import org.partita.lib.manifest.BootOrder;
import org.partita.lib.manifest.PartitionIds;
import org.partita.lib.manifest.PlatformDescription;
import org.partita.lib.manifest.PlatformManifestRules;

/** What concerns all manifests of a platform together: their rules, their order, their identities. */
final class CrossRules {
    private CrossRules() {}

    /** What stands against these manifests on this platform. */
    static List<Problem> check(List<? extends PlatformManifest> all, World world) {
        Settings s = world.settings();
        return PlatformManifestRules.check(
                all,
                new PlatformDescription(
                        s.pes(),
                        s.spmc(),
                        world.memory().ranges(),
                        world.streams().instances(),
                        Set.of(s.spmcId())));
    }

    /**
     * SPs before VMs, for VMs use their services; in each world by boot order (FF-A Table 3.1). An SP that resides with
     * the SPMC is initialized with it, before all others (3.1).
     */
    static List<Read> order(List<Read> all, Settings settings) {
        List<PartitionManifest> sorted =
                BootOrder.sort(all.stream().map(Read::manifest).toList());
        List<Read> ordered = new ArrayList<>(all);
        ordered.sort(Comparator.<Read>comparingInt(r -> r.manifest().secure() ? 0 : 1)
                .thenComparingInt(r -> r.manifest().level() == settings.spmc() ? 0 : 1)
                .thenComparingInt(r -> sorted.indexOf(r.manifest())));
        return ordered;
    }

    /** The ID of each partition; the OS kernel at the Non-secure physical instance is 0 (reading A12). */
    static Map<Read, Integer> ids(List<Read> all, List<PlatformManifest> others, Settings settings) {
        List<PartitionManifest> manifests = all.stream().map(Read::manifest).toList();
        List<EndpointId> assigned = PartitionIds.assign(manifests, others, Set.of(settings.spmcId()));
        Map<Read, Integer> ids = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            boolean kernel = !manifests.get(i).secure() && !settings.hypervisor();
            ids.put(all.get(i), kernel ? 0 : assigned.get(i).value());
        }
        return ids;
    }
}
