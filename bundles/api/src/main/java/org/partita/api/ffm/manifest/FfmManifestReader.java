package org.partita.api.ffm.manifest;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.provider.Provider;

/** Reads the manifest list and the partition manifests of a platform that follows FF-M. */
@ConsumerType
public interface FfmManifestReader extends Provider {
    /** Key of the configuration: isolation level 1, 2 or 3; 1 if it is absent. */
    String ISOLATION_LEVEL = "TFM_ISOLATION_LEVEL";

    /** Key of the configuration: {@code on} if the platform can do isolation level 3. */
    String LEVEL_3_SUPPORTED = "PLATFORM_HAS_ISOLATION_L3_SUPPORT";

    /**
     * Key of the configuration: {@code IPC}, {@code SFN}, or {@code auto}, which is SFN if all partitions are SFN partitions and
     * the isolation level is 1, else IPC. IPC if it is absent, as in TF-M.
     */
    String BACKEND = "CONFIG_TFM_SPM_BACKEND";

    /**
     * Reads a manifest list and the manifests of the partitions that it enables, and checks them together.
     *
     * @param list the manifest list
     * @param files finds the manifests
     * @param configuration what {@code conditional} and symbols in manifests refer to, by name, and the keys above
     * @throws ManifestException with every problem found in all files: file, line, node, field, rule, way out
     */
    FfmPlatform read(ManifestSource list, ManifestFiles files, Map<String, String> configuration)
            throws ManifestException;
}
