package org.partita.api.manifest;

import java.util.List;
import org.partita.api.ffa.FfaVersion;

/**
 * The manifest of an independent peripheral device (FF-A Tables 3.5 to 3.7).
 *
 * @param file file name or URL
 * @param version FF-A version that the device expects
 * @param name for people
 * @param granuleShift log2 of the translation granule: 12, 14 or 16
 * @param sepid pre-allocated 16-bit stream endpoint ID
 * @param secure whether the device is Secure
 * @param memoryRegions memory regions accessible by the device (Table 3.6)
 * @param deviceRegions its MMIO regions (Table 3.7)
 * @param warnings what a person should look at
 */
public record DeviceManifest(
        String file,
        FfaVersion version,
        String name,
        int granuleShift,
        int sepid,
        boolean secure,
        List<MemoryRegion> memoryRegions,
        List<DeviceRegion> deviceRegions,
        List<Problem> warnings)
        implements PlatformManifest {
    public DeviceManifest {
        memoryRegions = List.copyOf(memoryRegions);
        deviceRegions = List.copyOf(deviceRegions);
        warnings = List.copyOf(warnings);
    }
}
