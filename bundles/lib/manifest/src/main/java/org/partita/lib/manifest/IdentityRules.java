package org.partita.lib.manifest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.EndpointId;
import org.partita.api.manifest.DeviceManifest;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.SpmcManifest;
import org.partita.api.manifest.StreamEndpoint;

/** IDs are unique in the system; SEPIDs are distinct from them; 0 is the Hypervisor's (FF-A 2.8, 5.2.1). */
final class IdentityRules {
    private static final String RULE = "FF-A 2.8";
    private static final String STREAM_RULE = "FF-A 5.2.1";

    private final PlatformDescription platform;
    private final Findings findings;
    private final Map<Integer, String> owners = new HashMap<>();

    private IdentityRules(PlatformDescription platform, Findings findings) {
        this.platform = platform;
        this.findings = findings;
    }

    static void check(
            List<PartitionManifest> partitions,
            List<DeviceManifest> devices,
            List<SpmcManifest> spmcs,
            PlatformDescription platform,
            Findings findings) {
        IdentityRules rules = new IdentityRules(platform, findings);
        spmcs.forEach(s -> s.id().ifPresent(id -> rules.owners.put(id, "the SPMC")));
        partitions.forEach(rules::partition);
        partitions.forEach(rules::auxiliary);
        rules.streams(partitions, devices);
    }

    private void partition(PartitionManifest partition) {
        if (partition.id().isEmpty()) {
            return;
        }
        int id = partition.id().getAsInt();
        Position at = partition.position("id");
        if (id == 0) {
            findings.error(at, RULE, "found ID 0, which is the Hypervisor's; choose another one, or leave the ID out");
        } else if (platform.reservedIds().contains(id)) {
            findings.error(
                    at,
                    RULE,
                    "found ID " + EndpointId.format(id) + ", which this platform reserves for the SPM; choose another "
                            + "one, or leave the ID out");
        }
        claim(id, Findings.who(partition), at, RULE, "ID");
    }

    private void auxiliary(PartitionManifest partition) {
        for (int id : partition.auxiliaryIds()) {
            claim(
                    id,
                    "an auxiliary ID of " + Findings.who(partition),
                    partition.position("auxiliary-id"),
                    RULE,
                    "auxiliary ID");
        }
    }

    private void claim(int id, String owner, Position at, String rule, String what) {
        String other = owners.putIfAbsent(id, owner);
        if (other != null) {
            findings.error(
                    at,
                    rule,
                    what + " " + EndpointId.format(id) + " is already that of " + other
                            + "; expecting one of its own: choose another one");
        }
    }

    private void streams(List<PartitionManifest> partitions, List<DeviceManifest> devices) {
        Map<Integer, String> independent = new HashMap<>();
        for (DeviceManifest device : devices) {
            Position at = new Position(device.file(), 0, "/", "partita,sepid");
            distinct(device.sepid(), at);
            String other = independent.putIfAbsent(device.sepid(), device.file());
            if (other != null) {
                findings.error(
                        at,
                        STREAM_RULE,
                        "SEPID " + EndpointId.format(device.sepid()) + " is that of the independent device in " + other
                                + " already; expecting one of its own: choose another one");
            }
        }
        Map<Integer, PartitionManifest> proxies = new HashMap<>();
        for (PartitionManifest partition : partitions) {
            for (StreamEndpoint stream : partition.streamEndpoints()) {
                distinct(stream.sepid(), stream.at());
                proxy(
                        partition,
                        stream,
                        proxies.putIfAbsent(stream.sepid(), partition),
                        independent.get(stream.sepid()));
            }
        }
    }

    private void proxy(
            PartitionManifest partition,
            StreamEndpoint stream,
            @Nullable PartitionManifest other,
            @Nullable String device) {
        String sepid = "SEPID " + EndpointId.format(stream.sepid());
        if (other != null && !other.equals(partition)) {
            findings.error(
                    stream.at(),
                    STREAM_RULE,
                    sepid + " has the proxy " + Findings.who(other)
                            + " already; expecting one proxy, which authorises its transactions");
        }
        if (device != null) {
            findings.error(
                    stream.at(),
                    STREAM_RULE,
                    sepid + " is that of the independent device in " + device
                            + "; a dependent device has another one, so that nothing changes before its proxy agrees");
        }
    }

    private void distinct(int sepid, Position at) {
        String owner = owners.get(sepid);
        if (sepid == 0 || owner != null || platform.reservedIds().contains(sepid)) {
            findings.error(
                    at,
                    STREAM_RULE,
                    "SEPID " + EndpointId.format(sepid) + " is the ID of "
                            + (owner != null ? owner : sepid == 0 ? "the Hypervisor" : "the SPM")
                            + "; expecting one that no PE endpoint has: choose another one");
        }
    }
}
