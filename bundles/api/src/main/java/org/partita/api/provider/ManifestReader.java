package org.partita.api.provider;

import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestOptions;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.manifest.PlatformManifest;

/** Fills a manifest role: reads one format. */
@ConsumerType
public interface ManifestReader extends Provider {
    /** Whether the reader takes this file, by its name and first bytes. */
    boolean accepts(ManifestSource source);

    /**
     * Reads and validates one manifest.
     *
     * @return a partition, SPMC or device manifest, with warnings
     * @throws ManifestException with every problem found: file, line, node, property, rule, way out
     */
    PlatformManifest read(ManifestSource source, ManifestOptions options) throws ManifestException;
}
