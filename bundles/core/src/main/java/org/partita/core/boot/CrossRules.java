package org.partita.core.boot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.Problem;
import org.partita.core.boot.Manifests.Read;

/** Order and identities of partitions. */
final class CrossRules {
    private static final int FIRST_VM = 1;
    private static final int FIRST_SP = 0x8001;

    private CrossRules() {}

    /** What stands against these manifests on one platform. */
    static List<Problem> check(List<PartitionManifest> all, World world) {
        return List.of();
    }

    /** SPs before VMs, lower boot order first. */
    static List<Read> order(List<Read> all) {
        List<Read> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.<Read>comparingInt(r -> r.manifest().secure() ? 0 : 1)
                .thenComparingInt(r -> r.manifest().bootOrder().orElse(Integer.MAX_VALUE))
                .thenComparing(Read::fileName));
        return sorted;
    }

    static Map<Read, Integer> ids(List<Read> all, boolean hypervisor) {
        Set<Integer> taken = new HashSet<>();
        all.forEach(r -> r.manifest().id().ifPresent(taken::add));
        Map<Read, Integer> ids = new HashMap<>();
        for (Read r : all) {
            int id = r.manifest().id().orElseGet(() -> free(r.manifest().secure() ? FIRST_SP : FIRST_VM, taken));
            if (!r.manifest().secure() && !hypervisor) {
                id = 0;
            }
            ids.put(r, id);
        }
        return ids;
    }

    private static int free(int first, Set<Integer> taken) {
        int id = first;
        while (!taken.add(id)) {
            id++;
        }
        return id;
    }
}
