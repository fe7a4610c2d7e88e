package org.partita.api.admin;

import java.util.List;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Mapping;
import org.partita.api.smmu.Sepid;

/**
 * A Stream endpoint.
 *
 * @param sepid its identity
 * @param manifest file that describes it
 * @param regions its stage 2
 * @param busy whether its independent device refuses to relinquish anything
 * @param described regions that were described to its independent device, as they were then, latest last
 */
public record SepidStatus(Sepid sepid, String manifest, List<Mapping> regions, boolean busy, List<Grant> described) {
    public SepidStatus {
        regions = List.copyOf(regions);
        described = List.copyOf(described);
    }
}
