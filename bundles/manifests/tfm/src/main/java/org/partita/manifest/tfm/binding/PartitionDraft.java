package org.partita.manifest.tfm.binding;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.manifest.ClientIds;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FrameworkVersion;
import org.partita.api.ffm.manifest.MmioRegion;
import org.partita.api.ffm.manifest.PartitionPriority;
import org.partita.api.ffm.manifest.PartitionType;
import org.partita.manifest.tfm.text.Node;

/**
 * What one manifest says, before the manifests are checked together and ids, handles and signals are assigned. What was wrong or is
 * missing is null or empty.
 */
record PartitionDraft(
        Fields fields,
        ListItem item,
        @Nullable FrameworkVersion version,
        Optional<String> name,
        String description,
        Optional<PartitionType> type,
        Optional<PartitionPriority> priority,
        Optional<Model> model,
        Optional<String> entryPoint,
        Optional<String> entryInit,
        OptionalLong stackSize,
        OptionalLong heapSize,
        boolean nsAgent,
        Optional<ClientIds> clientIds,
        List<ServiceDraft> services,
        List<InterruptDraft> interrupts,
        List<MmioRegion> regions,
        List<Node.Scalar> dependencies,
        List<Node.Scalar> weakDependencies) {
    /** What the attribute {@code model} says, or the version. */
    enum Model {
        IPC,
        SFN,
        DUAL
    }

    /** Its name for messages. */
    String who() {
        return name.orElse(fields.file());
    }

    /** Whether the SFN backend could not run it; agents are the SPM's own business. */
    boolean needsIpc() {
        return !nsAgent && model.filter(Model.IPC::equals).isPresent();
    }

    /** Whether its id is one of those that are reserved for the SPM's own. */
    boolean isBuiltIn() {
        return item.pid().isPresent() && item.pid().getAsLong() < FfmPartition.FIRST_ID;
    }
}
