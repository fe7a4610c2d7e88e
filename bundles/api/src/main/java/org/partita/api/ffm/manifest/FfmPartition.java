package org.partita.api.ffm.manifest;

import java.util.List;
import java.util.Optional;
import org.partita.api.manifest.Position;

/**
 * A partition of FF-M as its manifest and its item of the manifest list describe it.
 *
 * @param at where its manifest begins
 * @param version version of FF-M that it is written for
 * @param id partition id, 0 or more, unique; 0 to 255 for agents of the SPM's own
 * @param name unique, a C identifier
 * @param description for people, of the manifest or else of the list's item; may be empty
 * @param type PSA RoT or Application RoT
 * @param priority of its thread
 * @param model IPC or SFN; {@code dual} has become the backend's
 * @param entry symbol of the thread's function (IPC), or of the initialization function if there is one (SFN)
 * @param stackSize bytes
 * @param heapSize bytes, 0 unless stated
 * @param nsAgent whether Non-secure clients call through it
 * @param clientIds an agent's: the ids of its clients
 * @param services in the manifest's order
 * @param interrupts in the manifest's order
 * @param regions in the manifest's order
 * @param dependencies services that it may call: {@code dependencies}, then {@code weak_dependencies}
 */
public record FfmPartition(
        Position at,
        FrameworkVersion version,
        int id,
        String name,
        String description,
        PartitionType type,
        PartitionPriority priority,
        PartitionModel model,
        Optional<String> entry,
        long stackSize,
        long heapSize,
        boolean nsAgent,
        Optional<ClientIds> clientIds,
        List<RotService> services,
        List<FfmInterrupt> interrupts,
        List<MmioRegion> regions,
        List<Dependency> dependencies) {
    /** Services and interrupts that a partition can have together: 32 signals, of which 4 are reserved. */
    public static final int MAX_SIGNALS = 28;

    /** Ids below this one are reserved for agents of the SPM's own. */
    public static final int FIRST_ID = 256;

    public FfmPartition {
        services = List.copyOf(services);
        interrupts = List.copyOf(interrupts);
        regions = List.copyOf(regions);
        dependencies = List.copyOf(dependencies);
    }

    /** All signals of services, and of interrupts, together. */
    public int signals() {
        int signals = 0;
        for (RotService service : services) {
            signals |= service.signal();
        }
        for (FfmInterrupt interrupt : interrupts) {
            signals |= interrupt.signal();
        }
        return signals;
    }
}
