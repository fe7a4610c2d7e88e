package org.partita.manifest.tfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffm.manifest.Dependency;
import org.partita.api.ffm.manifest.FfmInterrupt;
import org.partita.api.ffm.manifest.FfmManifestReader;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.PartitionType;
import org.partita.api.ffm.manifest.RotService;
import org.partita.api.ffm.manifest.SpmBackend;

/** The manifests of the sample partitions, as the platform tfm-sfn-l1 has them. */
class SampleListTest {
    private static final Path LIST = Path.of("../../../configurations/tfm-sfn-l1/manifests/tfm_manifest_list.yaml");

    private static FfmPlatform read(String backend) throws Exception {
        return TfmManifests.read(LIST, LIST.resolveSibling("none"), Map.of(FfmManifestReader.BACKEND, backend));
    }

    @ParameterizedTest
    @CsvSource({"SFN,SFN", "auto,SFN", "IPC,IPC"})
    void eitherBackendCanRunThem(String wanted, SpmBackend backend) throws Exception {
        FfmPlatform platform = read(wanted);

        assertThat(platform.backend()).isEqualTo(backend);
        assertThat(platform.isolationLevel()).isEqualTo(IsolationLevel.SPE);
        assertThat(platform.warnings()).isEmpty();
    }

    @Test
    void partitionsAreOfTheSfnModelWithTheIdsOfTfM() throws Exception {
        assertThat(read("auto").partitions())
                .extracting(FfmPartition::name, FfmPartition::id, FfmPartition::heapSize)
                .containsExactly(
                        tuple("TFM_SP_ITS", 257, 0x4000L),
                        tuple("TFM_SP_CRYPTO", 259, 0x8000L),
                        tuple("TFM_SP_PLATFORM", 260, 0x200L),
                        tuple("TFM_SP_INITIAL_ATTESTATION", 261, 0x1000L));
        assertThat(read("auto").partitions()).allSatisfy(p -> {
            assertThat(p.model()).isEqualTo(PartitionModel.SFN);
            assertThat(p.type()).isEqualTo(PartitionType.PSA_ROT);
            assertThat(p.entry()).as("initialize is called").isPresent();
        });
    }

    @Test
    void servicesAreStatelessWithTheSidsAndHandlesOfTfM() throws Exception {
        assertThat(read("auto").partitions())
                .flatExtracting(FfmPartition::services)
                .extracting(
                        RotService::name, RotService::sid, RotService::statelessHandle, RotService::nonSecureClients)
                .containsExactly(
                        tuple("TFM_INTERNAL_TRUSTED_STORAGE_SERVICE", 0x70, 0x4000_0102, true),
                        tuple("TFM_CRYPTO", 0x80, 0x4000_0100, true),
                        tuple("TFM_PLATFORM_SERVICE", 0x40, 0x4000_0105, true),
                        tuple("TFM_ATTESTATION_SERVICE", 0x20, 0x4000_0103, true));
    }

    @Test
    void platformHasAnInterruptOfEachLevel() throws Exception {
        assertThat(read("auto").partitions())
                .flatExtracting(FfmPartition::interrupts)
                .extracting(FfmInterrupt::source, FfmInterrupt::firstLevel, FfmInterrupt::signal)
                .containsExactly(tuple(33, false, 0x8000_0000), tuple(34, true, 0x4000_0000));
    }

    @Test
    void attestationMayCallCryptoAndNobodyElseAnybody() throws Exception {
        assertThat(read("auto").partitions())
                .flatExtracting(FfmPartition::dependencies)
                .extracting(Dependency::service, d -> d.sid().getAsInt())
                .containsExactly(tuple("TFM_CRYPTO", 0x80));
    }
}
