package org.partita.manifest.tfm.binding;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.manifest.FfmManifestReader;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.SpmBackend;

/** Which backend serves the partitions, and what the partitions become with it. */
final class BackendRules {
    private BackendRules() {}

    /** The backend that is named, or else SFN if that is possible. */
    static SpmBackend choose(@Nullable SpmBackend named, IsolationLevel level, List<PartitionDraft> partitions) {
        if (named != null) {
            return named;
        }
        return level == IsolationLevel.SPE && partitions.stream().noneMatch(PartitionDraft::needsIpc)
                ? SpmBackend.SFN
                : SpmBackend.IPC;
    }

    static void check(
            SpmBackend backend,
            IsolationLevel level,
            List<PartitionDraft> partitions,
            Configuration configuration,
            Report report) {
        if (backend == SpmBackend.SFN && level != IsolationLevel.SPE) {
            report.error(
                    configuration.at(FfmManifestReader.ISOLATION_LEVEL),
                    Rules.BACKEND,
                    "found isolation level " + level.number()
                            + " with the SFN backend, which can do 1; choose 1, or the IPC" + " backend ("
                            + FfmManifestReader.BACKEND + ")");
        }
        for (PartitionDraft partition : partitions) {
            Fields fields = partition.fields();
            if (backend == SpmBackend.SFN && partition.needsIpc()) {
                fields.error(
                        "model",
                        Rules.BACKEND,
                        partition.who()
                                + " is of model IPC, and the SFN backend runs SFN partitions only; choose the IPC backend ("
                                + FfmManifestReader.BACKEND + "), or disable the partition");
            }
            if (isDual(partition) && backend == SpmBackend.IPC) {
                fields.require(
                        "entry_point",
                        Rules.MODEL,
                        "the function of the partition's thread, since its dual model is IPC with the IPC backend");
            }
            if (level != IsolationLevel.SPE) {
                partition.services().stream()
                        .filter(ServiceDraft::mmIovec)
                        .forEach(service -> service.fields()
                                .warn(
                                        "mm_iovec",
                                        Rules.ISOLATION,
                                        "vectors can be mapped at isolation level 1 only; at level " + level.number()
                                                + " psa_map_invec and its like are programmer errors"));
            }
        }
    }

    static PartitionModel model(PartitionDraft partition, SpmBackend backend) {
        return switch (partition.model().orElseThrow()) {
            case IPC -> PartitionModel.IPC;
            case SFN -> PartitionModel.SFN;
            case DUAL -> backend == SpmBackend.IPC ? PartitionModel.IPC : PartitionModel.SFN;
        };
    }

    private static boolean isDual(PartitionDraft partition) {
        return partition.model().filter(PartitionDraft.Model.DUAL::equals).isPresent();
    }
}
