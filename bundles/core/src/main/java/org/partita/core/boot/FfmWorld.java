package org.partita.core.boot;

import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.core.execution.SpmSociety;
import org.partita.core.spm.SpmTables;

/**
 * What the parts of a running FF-M platform share.
 *
 * @param settings what its configuration says
 * @param platform its manifests
 * @param layout where its memory is
 * @param domains what the MPU is loaded with
 * @param tables partitions, services, connections
 * @param society whoever makes calls of the PSA API
 */
public record FfmWorld(
        FfmSettings settings,
        FfmPlatform platform,
        FfmLayout layout,
        FfmDomains domains,
        SpmTables tables,
        SpmSociety society) {}
