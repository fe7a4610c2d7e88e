package org.partita.api.admin;

import java.util.List;
import java.util.UUID;
import org.partita.api.memory.Mapping;

/**
 * Everything of one partition.
 *
 * @param summary its line in spm:partitions
 * @param manifest file of the manifest
 * @param bundle symbolic name and version of its code
 * @param version FF-A version that it expects
 * @param services UUIDs
 * @param messaging methods in words
 * @param contexts run-time state of every context
 * @param rxtx its RX/TX pair in words
 * @param regions its memory and device regions as they are mapped
 * @param warnings of its manifest
 */
public record PartitionDetail(
        PartitionStatus summary,
        String manifest,
        String bundle,
        String version,
        List<UUID> services,
        List<String> messaging,
        List<ContextStatus> contexts,
        String rxtx,
        List<Mapping> regions,
        List<String> warnings) {
    public PartitionDetail {
        services = List.copyOf(services);
        messaging = List.copyOf(messaging);
        contexts = List.copyOf(contexts);
        regions = List.copyOf(regions);
        warnings = List.copyOf(warnings);
    }

    /**
     * An execution context.
     *
     * @param vcpu its number
     * @param state its run-time state
     * @param pe where it ran last, -1 if it never ran
     * @param waits the injected call in it that has not ended, and since when; empty if there is none
     */
    public record ContextStatus(int vcpu, String state, int pe, String waits) {}
}
