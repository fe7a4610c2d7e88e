package org.partita.core.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.core.spm.Partitions;

/** The table of backends, partition models and isolation levels of TF-M. */
class FfmBackendsTest {
    private static FfmPlatform platform(IsolationLevel level, PartitionModel... models) {
        List<FfmPartition> all = Arrays.stream(models)
                .map(m -> Partitions.manifest("P" + m, 256 + m.ordinal(), m, "S" + m))
                .toList();
        return new FfmPlatform("list", level, SpmBackend.IPC, all, List.of());
    }

    @Test
    void autoIsSfnIfAllPartitionsAreAndTheLevelIsOne() {
        assertThat(FfmBackends.auto(platform(IsolationLevel.SPE, PartitionModel.SFN)))
                .isEqualTo(SpmBackend.SFN);
        assertThat(FfmBackends.auto(platform(IsolationLevel.PSA_ROT, PartitionModel.SFN)))
                .isEqualTo(SpmBackend.IPC);
        assertThat(FfmBackends.auto(platform(IsolationLevel.SPE, PartitionModel.SFN, PartitionModel.IPC)))
                .isEqualTo(SpmBackend.IPC);
    }

    @Test
    void everyOffenderIsNamed() {
        FfmPlatform p = platform(IsolationLevel.PARTITIONS, PartitionModel.SFN, PartitionModel.IPC);
        assertThat(FfmBackends.offenders(SpmBackend.SFN, p))
                .hasSize(2)
                .anyMatch(o -> o.contains("isolation level 3"))
                .anyMatch(o -> o.contains("partition PIPC"));
        assertThat(FfmBackends.offenders(SpmBackend.IPC, p)).isEmpty();
    }
}
