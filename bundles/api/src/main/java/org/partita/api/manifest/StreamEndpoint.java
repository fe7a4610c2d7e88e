package org.partita.api.manifest;

import java.util.List;

/**
 * A stream endpoint that a partition is the proxy for (FF-A Table 3.1, last row; 5.2.1).
 *
 * @param name for people, may be empty
 * @param sepid 16-bit stream endpoint ID
 * @param smmu ID of the SMMU instance
 * @param streams stream IDs that become associated with the SEPID
 * @param at where the manifest says so
 */
public record StreamEndpoint(String name, int sepid, int smmu, List<Integer> streams, Position at) {
    public StreamEndpoint {
        streams = List.copyOf(streams);
    }
}
