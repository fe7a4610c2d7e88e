package org.partita.lib.manifest;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.manifest.DeviceManifest;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.PlatformManifest;
import org.partita.api.manifest.Problem;
import org.partita.api.manifest.SpmcManifest;

/** The rules that the manifests of a platform obey together, and against the platform. */
public final class PlatformManifestRules {
    private PlatformManifestRules() {}

    /**
     * Checks all manifests of a platform.
     *
     * @param manifests partitions, independent devices and at most one SPMC, as they were read
     * @param platform what they are to run on
     * @return every problem, errors and warnings; the platform can't boot if one of them is an error
     */
    public static List<Problem> check(List<? extends PlatformManifest> manifests, PlatformDescription platform) {
        List<PartitionManifest> partitions = new ArrayList<>();
        List<DeviceManifest> devices = new ArrayList<>();
        List<SpmcManifest> spmcs = new ArrayList<>();
        for (PlatformManifest manifest : manifests) {
            switch (manifest) {
                case PartitionManifest p -> partitions.add(p);
                case DeviceManifest d -> devices.add(d);
                case SpmcManifest s -> spmcs.add(s);
            }
        }
        Findings findings = new Findings();
        IdentityRules.check(partitions, devices, spmcs, platform, findings);
        PartitionRules.check(partitions, platform, findings);
        SpmcRules.check(partitions, spmcs, platform, findings);
        StreamRules.check(partitions, devices, platform, findings);
        RegionRules.check(partitions, devices, spmcs, findings);
        InterruptRules.check(partitions, findings);
        AddressRules.check(partitions, devices, spmcs, platform, findings);
        return findings.problems();
    }
}
