package org.partita.lib.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.partita.api.ffa.EndpointId;
import org.partita.api.manifest.DeviceManifest;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.PlatformManifest;
import org.partita.api.manifest.SpmcManifest;
import org.partita.api.manifest.StreamEndpoint;

/** Gives an ID to each partition whose manifest has none: VMs from 1, SPs from 0x8001 (FF-A 2.8). */
public final class PartitionIds {
    private static final int FIRST_VM = 1;
    private static final int FIRST_SP = 0x8001;
    private static final int LAST = 0xFFFF;

    private PartitionIds() {}

    /**
     * Assigns IDs. An ID that any manifest gives, for whatever purpose, is not given to another partition.
     *
     * @param partitions in the order in which IDs are taken
     * @param all all manifests of the platform, whose partition IDs, auxiliary IDs and SEPIDs are avoided
     * @param reserved IDs that no partition can have, of SPMC and SPMD for instance; 0 is always reserved
     * @return the IDs, in the order of {@code partitions}
     * @throws IllegalArgumentException if there are more partitions than IDs
     */
    public static List<EndpointId> assign(
            List<PartitionManifest> partitions, List<? extends PlatformManifest> all, Set<Integer> reserved) {
        Set<Integer> taken = new HashSet<>(reserved);
        partitions.forEach(p -> collect(p, taken));
        all.forEach(m -> collect(m, taken));
        List<EndpointId> ids = new ArrayList<>();
        for (PartitionManifest p : partitions) {
            int id = p.id().isPresent() ? p.id().getAsInt() : next(p.secure() ? FIRST_SP : FIRST_VM, p, taken);
            ids.add(new EndpointId(id));
        }
        return ids;
    }

    private static int next(int first, PartitionManifest partition, Set<Integer> taken) {
        for (int id = first; id <= LAST; id++) {
            if (taken.add(id)) {
                return id;
            }
        }
        throw new IllegalArgumentException("no ID from " + EndpointId.format(first) + " on is left for "
                + Findings.who(partition) + ": give fewer IDs in manifests");
    }

    private static void collect(PlatformManifest manifest, Set<Integer> taken) {
        switch (manifest) {
            case PartitionManifest p -> {
                p.id().ifPresent(taken::add);
                taken.addAll(p.auxiliaryIds());
                p.streamEndpoints().stream().map(StreamEndpoint::sepid).forEach(taken::add);
            }
            case DeviceManifest d -> taken.add(d.sepid());
            case SpmcManifest s -> {
                s.id().ifPresent(taken::add);
                s.spId().ifPresent(taken::add);
            }
        }
    }
}
