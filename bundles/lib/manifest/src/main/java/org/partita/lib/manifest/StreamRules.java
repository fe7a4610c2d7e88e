package org.partita.lib.manifest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.partita.api.manifest.DeviceManifest;
import org.partita.api.manifest.DeviceRegion;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.StreamEndpoint;

/** A stream ID of an SMMU belongs to one stream endpoint or partition; SMMUs exist (FF-A 5.2.1, Tables 3.1, 3.3, 3.7). */
final class StreamRules {
    private static final String RULE = "FF-A 5.2.1";

    /**
     * A stream ID.
     *
     * @param smmu instance that sees it
     * @param stream the ID
     */
    private record Stream(int smmu, int stream) {}

    /**
     * Who has a stream ID.
     *
     * @param who for messages; equal for the same endpoint
     * @param at where it says so
     */
    private record Claim(String who, Position at) {}

    private final PlatformDescription platform;
    private final Findings findings;
    private final Map<Stream, Claim> assigned = new HashMap<>();
    private final Map<Stream, Claim> sepids = new HashMap<>();

    private StreamRules(PlatformDescription platform, Findings findings) {
        this.platform = platform;
        this.findings = findings;
    }

    static void check(
            List<PartitionManifest> partitions,
            List<DeviceManifest> devices,
            PlatformDescription platform,
            Findings findings) {
        StreamRules rules = new StreamRules(platform, findings);
        for (PartitionManifest p : partitions) {
            p.deviceRegions().forEach(d -> rules.region(d, rules.assigned, "partition " + Findings.who(p)));
            p.streamEndpoints().forEach(rules::endpoint);
        }
        devices.forEach(d -> d.deviceRegions().forEach(r -> rules.independent(d, r)));
    }

    private static String sepid(int sepid) {
        return "SEPID " + Findings.hex(sepid);
    }

    private void region(DeviceRegion region, Map<Stream, Claim> claims, String who) {
        if (region.smmu().isPresent()) {
            int smmu = region.smmu().getAsInt();
            exists(smmu, region.at());
            region.streams().forEach(s -> claim(claims, new Stream(smmu, s), new Claim(who, region.at())));
        }
    }

    /** A dependent device may be assigned to another partition than its proxy, so both may name its stream IDs. */
    private void endpoint(StreamEndpoint endpoint) {
        exists(endpoint.smmu(), endpoint.at());
        Claim claim = new Claim(sepid(endpoint.sepid()), endpoint.at());
        endpoint.streams().forEach(s -> claim(sepids, new Stream(endpoint.smmu(), s), claim));
    }

    private void independent(DeviceManifest device, DeviceRegion region) {
        region(region, sepids, sepid(device.sepid()));
        region.smmu()
                .ifPresent(smmu -> region.streams().forEach(s -> {
                    Claim other = assigned.get(new Stream(smmu, s));
                    if (other != null) {
                        conflict(new Stream(smmu, s), region.at(), other);
                    }
                }));
    }

    private void exists(int smmu, Position at) {
        if (!platform.smmus().contains(smmu)) {
            findings.error(
                    at,
                    RULE,
                    "found SMMU " + smmu + "; this platform has "
                            + (platform.smmus().isEmpty()
                                    ? "no SMMU"
                                    : "SMMUs "
                                            + platform.smmus().stream().sorted().toList())
                            + ": correct smmu-id");
        }
    }

    private void claim(Map<Stream, Claim> claims, Stream stream, Claim claim) {
        Claim other = claims.putIfAbsent(stream, claim);
        if (other != null && !other.who().equals(claim.who())) {
            conflict(stream, claim.at(), other);
        }
    }

    private void conflict(Stream stream, Position at, Claim other) {
        findings.error(
                at,
                RULE,
                "stream ID " + Integer.toUnsignedString(stream.stream()) + " of SMMU " + stream.smmu() + " belongs to "
                        + other.who() + " (" + Findings.where(other.at())
                        + "); a stream ID has one set of translations");
    }
}
