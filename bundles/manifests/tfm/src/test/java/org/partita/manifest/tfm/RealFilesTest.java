package org.partita.manifest.tfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URISyntaxException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.partita.api.ffm.manifest.ClientIds;
import org.partita.api.ffm.manifest.Dependency;
import org.partita.api.ffm.manifest.FfmManifestReader;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.FrameworkVersion;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.PartitionType;
import org.partita.api.ffm.manifest.RotService;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.api.manifest.ManifestException;
import org.partita.testkit.Shows;

/** The manifest list of TF-M and the partitions that it names, as users have them. */
class RealFilesTest {
    private static final Map<String, String> CONFIGURATION = Map.ofEntries(
            Map.entry("TFM_PARTITION_NS_AGENT_MAILBOX", "OFF"),
            Map.entry("TFM_PARTITION_PROTECTED_STORAGE", "ON"),
            Map.entry("TFM_PARTITION_INTERNAL_TRUSTED_STORAGE", "ON"),
            Map.entry("TFM_PARTITION_CRYPTO", "ON"),
            Map.entry("TFM_PARTITION_PLATFORM", "ON"),
            Map.entry("TFM_PARTITION_INITIAL_ATTESTATION", "ON"),
            Map.entry("TFM_PARTITION_FIRMWARE_UPDATE", "ON"),
            Map.entry("PS_STACK_SIZE", "0x800"),
            Map.entry("ITS_STACK_SIZE", "0x720"),
            Map.entry("CRYPTO_STACK_SIZE", "0x1B00"),
            Map.entry("PLATFORM_SP_STACK_SIZE", "0x500"),
            Map.entry("ATTEST_STACK_SIZE", "0x700"),
            Map.entry("FWU_STACK_SIZE", "0x600"),
            Map.entry("NS_AGENT_MAILBOX_STACK_SIZE", "0x800"),
            Map.entry("MAILBOX_IRQ", "64"));

    private static FfmPlatform read(String... more) throws Exception {
        Map<String, String> configuration = new HashMap<>(CONFIGURATION);
        for (int i = 0; i < more.length; i += 2) {
            configuration.put(more[i], more[i + 1]);
        }
        return TfmManifests.read(list(), list().resolveSibling("none"), configuration);
    }

    private static Path list() throws URISyntaxException {
        return Path.of(RealFilesTest.class
                .getResource("/manifests/tools/tfm_manifest_list.yaml")
                .toURI());
    }

    @Test
    void theListIsReadWithItsPartitionsInOrder() throws Exception {
        FfmPlatform platform = read();
        assertThat(platform.partitions())
                .extracting(FfmPartition::name, FfmPartition::id, FfmPartition::stackSize)
                .containsExactly(
                        tuple("TFM_SP_PS", 256, 0x800L),
                        tuple("TFM_SP_ITS", 257, 0x720L),
                        tuple("TFM_SP_CRYPTO", 259, 0x1B00L),
                        tuple("TFM_SP_PLATFORM", 260, 0x500L),
                        tuple("TFM_SP_INITIAL_ATTESTATION", 261, 0x700L),
                        tuple("TFM_SP_FWU", 271, 0x600L));
        assertThat(platform.partitions()).allSatisfy(p -> {
            assertThat(p.model()).isEqualTo(PartitionModel.SFN);
            assertThat(p.version()).isEqualTo(FrameworkVersion.V1_1);
            assertThat(p.services()).hasSize(1);
        });
        assertThat(platform.warnings()).isEmpty();
        assertThat(platform.isolationLevel()).isEqualTo(IsolationLevel.SPE);
    }

    @Test
    void aPartitionIsUnderstood() throws Exception {
        FfmPartition storage = read().partitions().getFirst();
        assertThat(storage.type()).isEqualTo(PartitionType.APPLICATION_ROT);
        assertThat(storage.description()).isEqualTo("Protected Storage Partition");
        assertThat(storage.entry()).hasValue("tfm_ps_entry");
        assertThat(storage.heapSize()).isZero();
        assertThat(storage.dependencies())
                .extracting(Dependency::service, d -> d.sid().getAsInt(), Dependency::weak)
                .containsExactly(
                        tuple("TFM_CRYPTO", 0x80, false),
                        tuple("TFM_INTERNAL_TRUSTED_STORAGE_SERVICE", 0x70, false),
                        tuple("TFM_PLATFORM_SERVICE", 0x40, false));
        RotService service = storage.services().getFirst();
        assertThat(service.sid()).isEqualTo(0x60);
        assertThat(service.nonSecureClients()).isTrue();
        assertThat(service.connectionBased()).isFalse();
        assertThat(service.statelessHandle()).isEqualTo(0x4000_0101);
        assertThat(service.mmIovec()).isFalse();
    }

    @Test
    @Shows({"FFM-API-33", "FFM-BACKEND-13"})
    void theMailboxAgentIsUnderstood() throws Exception {
        FfmPlatform platform = read("TFM_PARTITION_NS_AGENT_MAILBOX", "ON");
        assertThat(platform.backend()).isEqualTo(SpmBackend.IPC);
        FfmPartition agent = platform.partitions().getFirst();
        ClientIds ids = new ClientIds(-0x0400ffff, -0x04000000);
        assertThat(agent.nsAgent()).isTrue();
        assertThat(agent.entry()).hasValue("ns_agent_mailbox_entry");
        assertThat(agent.clientIds()).hasValue(ids);
        assertThat(agent.interrupts()).singleElement().satisfies(irq -> {
            assertThat(irq.source()).isEqualTo(64);
            assertThat(irq.signalName()).isEqualTo("MAILBOX_INTERRUPT_SIGNAL");
            assertThat(irq.firstLevel()).isFalse();
            assertThat(irq.clientIds()).isEqualTo(Optional.of(ids));
            assertThat(irq.signal()).isEqualTo(0x8000_0000);
        });
        assertThat(agent.services().getFirst().statelessHandle()).isEqualTo(0x4000_011D);
        assertThat(agent.services().getFirst().signal()).isEqualTo(0x10);
        assertThat(agent.signals()).isEqualTo(0x8000_0010);
    }

    @Test
    void vectorsCanBeMappedAtLevel1Only() throws Exception {
        assertThat(read().partitions().get(1).services().getFirst().mmIovec()).isTrue();
        FfmPlatform isolated = read(FfmManifestReader.ISOLATION_LEVEL, "2");
        assertThat(isolated.isolationLevel()).isEqualTo(IsolationLevel.PSA_ROT);
        assertThat(isolated.partitions()).allMatch(p -> !p.services().getFirst().mmIovec());
        assertThat(isolated.warnings())
                .hasSize(4)
                .allMatch(p -> !p.error() && p.rule().equals("TF-M manifest 11"));
        assertThat(isolated.warnings().getFirst().at().toString())
                .endsWith("tfm_internal_trusted_storage.yaml:25 /services/0 mm_iovec");
    }

    @Test
    void whatTheConfigurationLacksIsSaidOfAllFilesAtOnce() throws Exception {
        assertThatThrownBy(() -> TfmManifests.read(list(), list(), Map.of("TFM_PARTITION_CRYPTO", "maybe")))
                .isInstanceOfSatisfying(ManifestException.class, e -> {
                    assertThat(e.problems()).extracting(p -> p.rule()).contains("TF-M manifest 9");
                    assertThat(e.problems())
                            .filteredOn(p -> p.rule().equals("TF-M manifest, attributes"))
                            .extracting(p -> p.at().property())
                            .containsOnly("stack_size", "source");
                    assertThat(e.problems()).hasSize(15);
                })
                .hasMessageContaining("the configuration has no CRYPTO_STACK_SIZE; define it there")
                .hasMessageContaining("tfm_manifest_list.yaml:31 /manifest_list/0 conditional: the configuration has no"
                        + " TFM_PARTITION_NS_AGENT_MAILBOX");
    }

    @Test
    void aListThatIsNotThereIsSaid() throws Exception {
        Path none = list().resolveSibling("none.yaml");
        assertThatThrownBy(() -> TfmManifests.read(none, none, Map.of()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("there is no file " + none);
    }
}
