package org.partita.core.devices;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.partita.api.call.ManagerKind;
import org.partita.api.manifest.DeviceManifest;
import org.partita.api.manifest.DeviceRegion;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.PlatformManifest;
import org.partita.api.manifest.SpmcManifest;
import org.partita.api.manifest.StreamEndpoint;
import org.partita.api.smmu.Smmu;
import org.partita.api.smmu.StreamId;
import org.partita.api.smmu.StreamTableEntry;
import org.partita.core.execution.Hub;
import org.partita.core.wiring.RoleTable;

/**
 * Which streams have which stage 2 tables, by the manifests (FF-A 5.2.1): those of a SEPID, or, where a device is assigned to
 * its proxy and no SEPID names its streams, the partition's own. The Hypervisor writes the entries of Non-secure streams, the
 * SPMC those of Secure ones (5.2).
 */
public final class StreamTables {
    private static final long LIMIT = Duration.ofSeconds(10).toNanos();

    private final Hub hub;

    public StreamTables(Hub hub) {
        this.hub = hub;
    }

    /** The SMMUs that there are; none if the role is vacant. */
    public Set<Integer> instances() {
        return hub.wiring().smmu == null
                ? Set.of()
                : hub.outside(RoleTable.SMMU, LIMIT, w -> w.smmu == null ? Set.of() : Set.copyOf(w.smmu.instances()));
    }

    /** SMMUs that a manifest names. */
    public static Set<Integer> named(PlatformManifest manifest) {
        Set<Integer> smmus = new TreeSet<>();
        switch (manifest) {
            case PartitionManifest p -> {
                p.streamEndpoints().forEach(s -> smmus.add(s.smmu()));
                p.deviceRegions().forEach(d -> d.smmu().ifPresent(smmus::add));
            }
            case DeviceManifest d -> d.deviceRegions().forEach(r -> r.smmu().ifPresent(smmus::add));
            case SpmcManifest s -> {}
        }
        return smmus;
    }

    /**
     * Writes the stream tables: what these manifests say, and nothing else.
     *
     * @param partitions manifests by partition ID
     */
    public void write(Map<Integer, PartitionManifest> partitions, Collection<? extends PlatformManifest> others) {
        Map<StreamId, Integer> wanted = wanted(partitions, others);
        if (wanted.isEmpty() && hub.wiring().smmu == null) {
            return;
        }
        use(smmu -> {
            for (StreamTableEntry e : smmu.streams()) {
                if (!wanted.containsKey(e.stream())) {
                    smmu.invalidate(manager(e.stream()), e.stream());
                }
            }
            wanted.forEach((stream, id) -> smmu.write(manager(stream), new StreamTableEntry(stream, id)));
        });
    }

    private void use(Consumer<Smmu> use) {
        hub.outside(RoleTable.SMMU, LIMIT, w -> {
            if (w.smmu != null) {
                use.accept(w.smmu);
            }
            return true;
        });
    }

    private static ManagerKind manager(StreamId stream) {
        return stream.secure() ? ManagerKind.SPMC : ManagerKind.HYPERVISOR;
    }

    private static Map<StreamId, Integer> wanted(
            Map<Integer, PartitionManifest> partitions, Collection<? extends PlatformManifest> others) {
        Map<StreamId, Integer> wanted = new TreeMap<>();
        partitions.forEach((id, p) -> p.deviceRegions().forEach(d -> add(wanted, d, p.secure(), id)));
        // a dependent device may be assigned to another partition than its proxy, so both name its streams
        for (PartitionManifest p : partitions.values()) {
            for (StreamEndpoint s : p.streamEndpoints()) {
                s.streams().forEach(n -> take(wanted, new StreamId(s.smmu(), p.secure(), n), s.sepid()));
            }
        }
        for (PlatformManifest m : others) {
            if (m instanceof DeviceManifest d) {
                d.deviceRegions().forEach(r -> add(wanted, r, d.secure(), d.sepid()));
            }
        }
        return wanted;
    }

    private static void take(Map<StreamId, Integer> wanted, StreamId stream, int sepid) {
        wanted.put(stream, sepid);
    }

    private static void add(Map<StreamId, Integer> wanted, DeviceRegion region, boolean secure, int endpoint) {
        region.smmu()
                .ifPresent(smmu -> region.streams().forEach(n -> wanted.put(new StreamId(smmu, secure, n), endpoint)));
    }

    /** Stream endpoints that a partition is the proxy of, one for each SEPID. */
    public static List<StreamEndpoint> dependent(PartitionManifest p) {
        Map<Integer, StreamEndpoint> bySepid = new TreeMap<>();
        p.streamEndpoints().forEach(s -> bySepid.putIfAbsent(s.sepid(), s));
        return new ArrayList<>(bySepid.values());
    }
}
