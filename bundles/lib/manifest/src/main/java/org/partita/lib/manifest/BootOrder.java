package org.partita.lib.manifest;

import java.util.Comparator;
import java.util.List;
import org.partita.api.manifest.PartitionManifest;

/** In which order partitions boot (FF-A Table 3.1, Boot order). */
public final class BootOrder {
    private static final int LAST = Integer.MAX_VALUE;

    private BootOrder() {}

    /**
     * The partitions in the order in which they boot: by boot order; those without one after them, by pre-allocated ID,
     * then by name, then as given.
     */
    public static List<PartitionManifest> sort(List<PartitionManifest> partitions) {
        return partitions.stream()
                .sorted(Comparator.comparingInt(
                                (PartitionManifest p) -> p.bootOrder().orElse(LAST))
                        .thenComparingInt(p -> p.id().orElse(LAST))
                        .thenComparing(PartitionManifest::name))
                .toList();
    }
}
