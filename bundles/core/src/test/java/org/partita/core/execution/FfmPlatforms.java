package org.partita.core.execution;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.FrameworkVersion;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.MmioRegion;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.PartitionPriority;
import org.partita.api.ffm.manifest.PartitionType;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.api.manifest.Position;
import org.partita.api.provider.Provider;
import org.partita.core.wiring.Bound;
import org.partita.core.wiring.Declared;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;
import org.partita.core.wiring.WiringFactory;

/** Manifests of FF-M, and wirings, for tests. */
public final class FfmPlatforms {
    private FfmPlatforms() {}

    public static FfmPlatform of(IsolationLevel level, FfmPartition... partitions) {
        return new FfmPlatform("list.yaml", level, SpmBackend.IPC, List.of(partitions), List.of());
    }

    /** One whose stack and heap are a page each. */
    public static FfmPartition partition(
            int id, String name, PartitionType type, PartitionModel model, MmioRegion... regions) {
        return new FfmPartition(
                new Position(name + ".yaml", 1, "", ""),
                FrameworkVersion.V1_1,
                id,
                name,
                "",
                type,
                PartitionPriority.NORMAL,
                model,
                Optional.of("entry"),
                4096,
                4096,
                false,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(regions),
                List.of());
    }

    public static Bound bound(int role, Provider provider) {
        return new Bound(role, role, 7, "org.partita.test", "0.1.0", provider, Declared.NOTHING, 0);
    }

    /** A wiring with these providers; the roles of {@code vacant} are vacant for a while. */
    public static Wiring wiring(WiringFactory factory, long vacant, Bound... all) {
        Bound[] chosen = new Bound[new RoleTable().size()];
        Arrays.stream(all).forEach(b -> chosen[b.role()] = b);
        int[] roles = new int[FunctionId.INDEX_LIMIT];
        Arrays.fill(roles, -1);
        return factory.make(vacant, 0, false, chosen, roles, new long[FunctionId.INDEX_LIMIT]);
    }
}
