package org.partita.it.platform;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;
import org.partita.it.PlatformConfigurations;
import org.partita.testkit.paxexam.PlatformConfiguration;

/**
 * Bundles for every configuration of FF-A Tables 2.1 and 2.2, with and without a Hypervisor, with and without devices upstream
 * of an SMMU; a test boots what it needs.
 */
public final class AnyShapePlatform implements PlatformConfiguration {
    @Override
    public Option[] options() {
        return Stream.concat(
                        Arrays.stream(PlatformConfigurations.platform("ffa-reference")),
                        Stream.of(
                                PlatformConfigurations.bundles("org.partita.conduit.svc", "org.partita.hardware.smmu")))
                .toArray(Option[]::new);
    }

    /** Keys of core for a platform of two PEs, with its managers at these levels, that boots this folder. */
    public static Map<String, Object> keys(String spmd, String spmc, boolean hypervisor, ManifestFolder manifests) {
        Map<String, Object> keys = new HashMap<>(manifests.key());
        keys.putAll(Map.of("pes", 2, "spmd.level", spmd, "spmc.level", spmc, "hypervisor", hypervisor));
        return keys;
    }
}
