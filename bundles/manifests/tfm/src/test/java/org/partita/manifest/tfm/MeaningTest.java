package org.partita.manifest.tfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.partita.manifest.tfm.Manifests.AGENT;
import static org.partita.manifest.tfm.Manifests.CRYPTO;
import static org.partita.manifest.tfm.Manifests.LIST;
import static org.partita.manifest.tfm.Manifests.STORE;
import static org.partita.manifest.tfm.Manifests.TIMER;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffm.manifest.ClientIds;
import org.partita.api.ffm.manifest.Dependency;
import org.partita.api.ffm.manifest.FfmInterrupt;
import org.partita.api.ffm.manifest.FfmManifestReader;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.FrameworkVersion;
import org.partita.api.ffm.manifest.MmioRegion;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.PartitionPriority;
import org.partita.api.ffm.manifest.PartitionType;
import org.partita.api.ffm.manifest.RotService;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.api.ffm.manifest.VersionPolicy;
import org.partita.testkit.Shows;

/** What manifests that are right mean, and what is assigned to what they leave open. */
class MeaningTest {
    private static RotService service(FfmPlatform platform, String name) {
        return platform.partitions().stream()
                .flatMap(p -> p.services().stream())
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static FfmPartition partition(FfmPlatform platform, String name) {
        return platform.partitions().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPartitionHasWhatItsManifestSays() throws Exception {
        FfmPlatform platform = new Manifests().read();
        assertThat(platform.file()).isEqualTo(LIST);
        assertThat(platform.warnings()).isEmpty();
        FfmPartition store = partition(platform, "STORE");
        assertThat(store.at().toString()).isEqualTo("store.yaml:1 /");
        assertThat(store.version()).isEqualTo(FrameworkVersion.V1_1);
        assertThat(store.version().interruptsStartEnabled()).isFalse();
        assertThat(store.type()).isEqualTo(PartitionType.APPLICATION_ROT);
        assertThat(store.priority()).isEqualTo(PartitionPriority.NORMAL);
        assertThat(store.model()).isEqualTo(PartitionModel.SFN);
        assertThat(store.entry()).hasValue("store_init");
        assertThat(store.stackSize()).isEqualTo(0x400);
        assertThat(store.heapSize()).isZero();
        assertThat(store.nsAgent()).isFalse();
        assertThat(store.services())
                .containsExactly(
                        new RotService("SET", 0x1000, "", true, 1, VersionPolicy.STRICT, OptionalInt.of(2), true, 0x1),
                        new RotService(
                                "GET", 0x1001, "", false, 3, VersionPolicy.RELAXED, OptionalInt.empty(), false, 0x2));
        assertThat(store.dependencies()).containsExactly(new Dependency("HASH", OptionalInt.of(0x1002), false));
    }

    @Test
    void aPartitionOfVersion10IsOfModelIpcWithConnectionBasedServices() throws Exception {
        FfmPartition timer = partition(new Manifests().read(), "TIMER");
        assertThat(timer.version()).isEqualTo(FrameworkVersion.V1_0);
        assertThat(timer.version().value()).isEqualTo(0x0100);
        assertThat(timer.version().interruptsStartEnabled()).isTrue();
        assertThat(timer.model()).isEqualTo(PartitionModel.IPC);
        assertThat(timer.entry()).hasValue("timer_main");
        assertThat(timer.services()).allMatch(RotService::connectionBased);
        assertThat(timer.regions())
                .containsExactly(
                        new MmioRegion.Named("TIMER0_REGS", true), new MmioRegion.Numbered(0x4000_1000, 0x1000, false));
    }

    @Test
    void interruptsHaveSignalsFromBit31DownwardsAndServicesFromBit4Upwards() throws Exception {
        FfmPartition timer = partition(new Manifests().read(), "TIMER");
        assertThat(timer.interrupts())
                .extracting(
                        FfmInterrupt::source, FfmInterrupt::signalName, FfmInterrupt::firstLevel, FfmInterrupt::signal)
                .containsExactly(tuple(8, "TIMER0", false, 0x8000_0000), tuple(9, "TIMER1_SIGNAL", false, 0x4000_0000));
        assertThat(timer.services()).extracting(RotService::signal).containsExactly(0x10);
        assertThat(timer.signals()).isEqualTo(0xC000_0010);
        FfmPartition crypto = partition(new Manifests().read(), "CRYPTO");
        assertThat(crypto.services()).extracting(RotService::signal).containsExactly(0x10, 0x20);
    }

    @Test
    void anAgentHasClientIds() throws Exception {
        FfmPartition agent = partition(new Manifests().read(), "AGENT");
        assertThat(agent.nsAgent()).isTrue();
        assertThat(agent.clientIds()).hasValue(new ClientIds(-512, -256));
        assertThat(agent.interrupts().getFirst().clientIds()).hasValue(new ClientIds(-512, -400));
        assertThat(agent.interrupts().getFirst().firstLevel()).isTrue();
    }

    @Test
    void anIdThatIsMissingIsTheHighestPlusOne() throws Exception {
        assertThat(new Manifests().read().partitions())
                .extracting(FfmPartition::id)
                .containsExactly(256, 257, 258, 0);
        assertThat(new Manifests()
                        .with(LIST, "\"pid\": 256", "\"pid\": \"0x12c\"")
                        .read()
                        .partitions())
                .extracting(FfmPartition::id)
                .containsExactly(300, 301, 302, 0);
        // the agent's id is reserved, so that the highest does not count below 256
        assertThat(new Manifests().with(LIST, ", \"pid\": 256", "").read().partitions())
                .extracting(FfmPartition::id)
                .containsExactly(256, 257, 258, 0);
    }

    @Test
    @Shows({"FFM-API-33", "FFM-API-37"})
    void aStatelessServiceWithoutAHandleHasTheFirstThatIsFree() throws Exception {
        FfmPlatform platform = new Manifests().read();
        assertThat(service(platform, "SET").statelessNumber()).hasValue(2);
        assertThat(service(platform, "HASH").statelessNumber()).hasValue(1);
        assertThat(service(platform, "SIGN").statelessNumber()).hasValue(3);
        // bit 30, version in bits 15:8, number less 1 in bits 4:0
        assertThat(service(platform, "HASH").statelessHandle()).isEqualTo(0x4000_0100);
        FfmPlatform newer = new Manifests()
                .with(STORE, "\"stateless_handle\": 2", "\"version\": 255, \"stateless_handle\": 32")
                .read();
        assertThat(service(newer, "SET").statelessHandle()).isEqualTo(0x4000_FF1F);
    }

    @Test
    void aWeakDependencyMayNameWhatIsNotThere() throws Exception {
        assertThat(partition(new Manifests().read(), "CRYPTO").dependencies())
                .containsExactly(new Dependency("NOWHERE", OptionalInt.empty(), true));
        assertThat(partition(new Manifests().with(CRYPTO, "NOWHERE", "WAIT").read(), "CRYPTO")
                        .dependencies())
                .containsExactly(new Dependency("WAIT", OptionalInt.of(0x1004), true));
    }

    @ParameterizedTest
    @CsvSource({"off", "OFF", "false", "False", "0"})
    void aPartitionThatIsSwitchedOffIsNotRead(String off) throws Exception {
        FfmPlatform platform = new Manifests()
                .configured("WITH_CRYPTO", off)
                .with(CRYPTO, "neither YAML nor JSON: ]")
                .with(STORE, ",\n  \"dependencies\": [\"HASH\"]", "")
                .read();
        assertThat(platform.partitions()).extracting(FfmPartition::name).containsExactly("STORE", "TIMER", "AGENT");
    }

    @ParameterizedTest
    @CsvSource({"on", "On", "true", "TRUE", "1"})
    void aPartitionThatIsSwitchedOnIsRead(String on) throws Exception {
        assertThat(new Manifests().configured("WITH_CRYPTO", on).read().partitions())
                .hasSize(4);
    }

    @Test
    void partitionsThatAreSwitchedOffLeaveTheirIdsToOthers() throws Exception {
        FfmPlatform platform = new Manifests()
                .configured("WITH_CRYPTO", "off")
                .with(LIST, "\"crypto.yaml\"", "\"crypto.yaml\", \"pid\": 256")
                .with(STORE, ",\n  \"dependencies\": [\"HASH\"]", "")
                .read();
        assertThat(platform.partitions()).extracting(FfmPartition::id).containsExactly(256, 257, 0);
    }

    @Test
    @Shows({"FFM-BACKEND-12", "FFM-BACKEND-13"})
    void theBackendIsIpcUnlessTheConfigurationNamesOne() throws Exception {
        assertThat(new Manifests().read().backend()).isEqualTo(SpmBackend.IPC);
        assertThat(new Manifests()
                        .configured(FfmManifestReader.BACKEND, "IPC")
                        .read()
                        .backend())
                .isEqualTo(SpmBackend.IPC);
        assertThat(withoutTimer()
                        .configured(FfmManifestReader.BACKEND, "SFN")
                        .read()
                        .backend())
                .isEqualTo(SpmBackend.SFN);
        new Manifests()
                .configured(FfmManifestReader.BACKEND, "ABC")
                .refused("configuration", "", "/", FfmManifestReader.BACKEND, " 6", "found ABC; expecting IPC, SFN");
    }

    @Test
    @Shows({"FFM-SFN-1", "FFM-BACKEND-11"})
    void theBackendIsSfnByItselfIfAllPartitionsAreSfnAndTheLevelIs1() throws Exception {
        assertThat(withoutTimer()
                        .configured(FfmManifestReader.BACKEND, "auto")
                        .read()
                        .backend())
                .isEqualTo(SpmBackend.SFN);
        assertThat(new Manifests()
                        .configured(FfmManifestReader.BACKEND, "auto")
                        .read()
                        .backend())
                .isEqualTo(SpmBackend.IPC);
        for (String level : List.of("2", "3")) {
            assertThat(withoutTimer()
                            .configured(FfmManifestReader.BACKEND, "auto")
                            .configured(FfmManifestReader.LEVEL_3_SUPPORTED, "on")
                            .configured(FfmManifestReader.ISOLATION_LEVEL, level)
                            .read()
                            .backend())
                    .isEqualTo(SpmBackend.IPC);
        }
    }

    private static Manifests withoutTimer() {
        return new Manifests().with(LIST, "    { \"manifest\": \"timer.yaml\" },\n", "");
    }

    @Test
    void aDualPartitionTakesTheModelOfTheBackend() throws Exception {
        FfmPartition ipc = partition(withoutTimer().read(), "CRYPTO");
        assertThat(ipc.model()).isEqualTo(PartitionModel.IPC);
        assertThat(ipc.entry()).hasValue("crypto_main");
        Manifests both = withoutTimer()
                .configured(FfmManifestReader.BACKEND, "SFN")
                .with(CRYPTO, "\"crypto_main\",", "\"crypto_main\", \"entry_init\": \"crypto_init\",");
        FfmPartition sfn = partition(both.read(), "CRYPTO");
        assertThat(sfn.model()).isEqualTo(PartitionModel.SFN);
        assertThat(sfn.entry()).hasValue("crypto_init");
        assertThat(sfn.services()).extracting(RotService::signal).containsExactly(1, 2);
    }

    @Test
    void anSfnPartitionNeedsNoEntry() throws Exception {
        FfmPlatform platform = new Manifests()
                .with(STORE, "  \"entry_init\": \"store_init\",\n", "")
                .read();
        assertThat(partition(platform, "STORE").entry()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100, 1024", "2047, 1024", "2048, 1024", "2050, 1032", "4096, 2048", "4097, 2048", "4112, 2056"})
    @Shows("FFM-SFN-25")
    void theAgentsStackIsHalfOfAllStacks(int total, int stack) throws Exception {
        FfmPlatform platform = withoutTimer()
                .configured(FfmManifestReader.BACKEND, "SFN")
                .configured("STORE_STACK", String.valueOf(total - 1))
                .with(CRYPTO, "\"0x800\"", "1")
                .read();
        assertThat(platform.agentStackSize()).isEqualTo(stack);
    }

    @ParameterizedTest
    @CsvSource({
        "STRICT, 1, false",
        "STRICT, 2, true",
        "STRICT, 3, false",
        "RELAXED, 1, true",
        "RELAXED, 2, true",
        "RELAXED, 3, false",
        "RELAXED, -1, false"
    })
    void aVersionIsAcceptedByPolicy(VersionPolicy policy, int requested, boolean accepted) throws Exception {
        FfmPlatform platform = new Manifests()
                .with(STORE, "\"version\": 3", "\"version\": 2")
                .with(STORE, "\"RELAXED\"", "\"" + policy + "\"")
                .read();
        assertThat(service(platform, "GET").accepts(requested)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store.yaml | 1.1,                        | `1.1`,",
                "store.yaml | `0x1000`                    | 4096",
                "store.yaml | `0x1000`                    | 0xFFFFFFFF",
                "store.yaml | `version`: 3                | `version`: 4294967295",
                "store.yaml | `stateless_handle`: 2       | `stateless_handle`: 32",
                "store.yaml | `connection_based`: true,   | `connection_based`: true, `description`: `reads`,",
                "store.yaml | `STORE`                     | STORE",
                "crypto.yaml | `heap_size`: 16            | `heap_size`: `STORE_STACK`",
                "timer.yaml | `entry_point`               | `model`: `IPC`, `entry_point`",
                "timer.yaml | `non_secure_clients`: false | `non_secure_clients`: false, `connection_based`: true",
                "timer.yaml | `0x40001000`, `size`: `0x1000` | `0xFFFFFFFF`, `size`: 1",
                "timer.yaml | `handling`: `SLIH`          | `description`: `second`",
                "agent.yaml | -400                        | -256",
                "list.yaml  | { `manifest`: `timer.yaml` } | { `manifest`: `timer.yaml`, `linker_pattern`: { `library_list`: [`*x*`], `object_list`: [] }, `output_path`: `x`, `version_minor`: 1 }",
                "list.yaml  | `pid`: 256                  | `pid`: 2147483644",
            })
    void whatIsRightIsRead(String file, String part, String other) throws Exception {
        FfmPlatform platform = new Manifests()
                .with(file, part.replace('`', '"'), other.replace('`', '"'))
                .read();
        assertThat(platform.partitions()).hasSize(4);
        assertThat(platform.warnings()).isEmpty();
    }

    @Test
    void anAttributeThatTheListRegistersIsIgnoredWithAWarning() throws Exception {
        FfmPlatform platform = new Manifests()
                .with(LIST, "\"timer.yaml\"", "\"timer.yaml\", \"non_ffm_attributes\": ['place_in_dtcm']")
                .with(TIMER, "\"stack_size\": 512", "\"stack_size\": 512, \"place_in_dtcm\": true")
                .read();
        assertThat(platform.warnings()).singleElement().satisfies(p -> {
            assertThat(p.at().toString()).isEqualTo("timer.yaml:7 / place_in_dtcm");
            assertThat(p.error()).isFalse();
            assertThat(p.message()).contains("ignored");
        });
    }

    @Test
    @Shows("FFM-API-39")
    void agentsHaveClientsOfTheirOwn() throws Exception {
        Manifests two = withSecondAgent(-0xff, -1);
        assertThat(two.read().partitions()).extracting(FfmPartition::name).contains("AGENT", "SECOND");
        withSecondAgent(-0x100, -1)
                .refused(AGENT, "client_id_base", "/", "client_id_base", " 13", "are those of SECOND, too");
        withSecondAgent(-0x300, -0x1ff)
                .refused(AGENT, "client_id_base", "/", "client_id_base", " 13", "are those of SECOND, too");
    }

    private static Manifests withSecondAgent(int base, int limit) {
        Manifests manifests = new Manifests();
        String second = manifests
                .text(AGENT)
                .replace("\"AGENT\"", "\"SECOND\"")
                .replace("-0x200", String.valueOf(base))
                .replace("-0x100", String.valueOf(limit))
                .replace(", \"client_id_base\": -512, \"client_id_limit\": -400", "")
                .replace("11", "12");
        return manifests
                .with("second.yaml", second)
                .with(
                        LIST,
                        "    { \"manifest\": \"agent.yaml\"",
                        "    { \"manifest\": \"second.yaml\" },\n    { \"manifest\": \"agent.yaml\"");
    }
}
