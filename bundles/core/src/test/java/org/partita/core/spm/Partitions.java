package org.partita.core.spm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FrameworkVersion;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.PartitionPriority;
import org.partita.api.ffm.manifest.PartitionType;
import org.partita.api.ffm.manifest.RotService;
import org.partita.api.ffm.manifest.VersionPolicy;
import org.partita.api.manifest.Position;

/** Partitions for tests. */
public final class Partitions {
    private Partitions() {}

    /** A partition of the SFN model with connection based services, the first with signal bit 4. */
    static Resident of(String name, int id, String... services) {
        return new Resident(manifest(name, id, PartitionModel.SFN, services));
    }

    /** The manifest of such a partition. */
    public static FfmPartition manifest(String name, int id, PartitionModel model, String... services) {
        List<RotService> all = new ArrayList<>();
        for (String s : services) {
            all.add(new RotService(
                    s,
                    0x1000 + id * 16 + all.size(),
                    "",
                    true,
                    1,
                    VersionPolicy.STRICT,
                    OptionalInt.empty(),
                    false,
                    1 << (4 + all.size())));
        }
        return new FfmPartition(
                new Position(name + ".yaml", 1, "", ""),
                FrameworkVersion.V1_1,
                id,
                name,
                "",
                PartitionType.PSA_ROT,
                PartitionPriority.NORMAL,
                model,
                Optional.empty(),
                0x1000,
                0,
                false,
                Optional.empty(),
                all,
                List.of(),
                List.of(),
                List.of());
    }
}
