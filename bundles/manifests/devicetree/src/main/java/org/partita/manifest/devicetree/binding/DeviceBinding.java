package org.partita.manifest.devicetree.binding;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.partita.api.ffa.AddressKind;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.manifest.DeviceManifest;
import org.partita.api.manifest.ManifestException;
import org.partita.manifest.devicetree.tree.Devicetree;

/** The manifest of an independent peripheral device (FF-A Tables 3.5 to 3.7). */
final class DeviceBinding {
    static final String COMPATIBLE = "partita,ffa-device-manifest";
    private static final String RULE = "FF-A Table 3.5";

    private DeviceBinding() {}

    static DeviceManifest read(String file, Devicetree tree, Report report) throws ManifestException {
        Fields root = new Fields(tree.root(), report, RULE);
        FfaVersion version = Versions.read(root);
        String name = root.description();
        int granule = Level.granule(root, true, Optional.empty());
        OptionalInt sepid = StreamEndpoints.sepid(root);
        boolean secure = root.flag("partita,secure");
        Subject subject = new Subject("a Non-secure device", !secure, granule, AddressKind.INTERMEDIATE, true);
        RegionNames names = new RegionNames();
        MemoryRegions memory = new MemoryRegions(root, subject, names);
        DeviceRegions devices = new DeviceRegions(root, subject, names);
        if (tree.root().children().stream().noneMatch(Section.DEVICE_REGIONS::describes)) {
            report.error(
                    root.at(),
                    "FF-A Table 3.7",
                    "no node device-regions; a device manifest says by SMMU ID and stream IDs which "
                            + "transactions are the device's: device-regions { compatible = \""
                            + Section.DEVICE_REGIONS.compatible()
                            + "\"; ... };");
        }
        Overlaps.check(report, memory.regions(), devices.regions(), OptionalLong.empty());
        root.rest();
        var warnings = report.finish(root.at());
        return new DeviceManifest(
                file,
                version,
                name,
                granule,
                sepid.orElseThrow(),
                secure,
                memory.regions(),
                devices.regions(),
                warnings);
    }
}
