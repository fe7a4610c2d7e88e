package org.partita.admin.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.manifest.tfm.TfmManifestReader;

/** Platforms of FF-M: isolation levels, backends, partitions and their manifest list. */
class FfmAssemblerTest {
    private static final String SFN = "org.partita.backend.sfn";
    private static final String IPC = "org.partita.backend.ipc";

    @TempDir
    private Path folder;

    private Fixtures fixtures;

    @BeforeEach
    void repository() throws IOException {
        fixtures = Fixtures.standard(Files.createDirectory(folder.resolve("bundles")))
                .withFfm();
    }

    private Assembly assemble(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-o", "out"));
        return new Assembler(new Repository(fixtures.folder()), new TfmManifestReader())
                .assemble(Order.parse(all.toArray(String[]::new)));
    }

    private static List<String> names(Assembly assembly) {
        return assembly.bundles().stream().map(BundlePart::symbolicName).toList();
    }

    private static String file(Assembly assembly, String name) {
        return assembly.manifests().stream()
                .filter(m -> m.name().equals(name))
                .map(m -> new String(m.content(), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    private static String list(Assembly assembly) {
        return file(assembly, "tfm_manifest_list.yaml");
    }

    private String write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, text).toString();
    }

    private static String platform(Assembly assembly, String key) {
        return assembly.shape().core().get(key);
    }

    @Test
    void ffmBringsTheSpmAtIsolationLevel1WithNothingOfFfa() {
        Assembly assembly = assemble("--require", "ffm");
        assertThat(names(assembly))
                .contains(
                        "org.partita.core",
                        "org.partita.manager.ffm.spm",
                        "org.partita.interface.psa.client",
                        "org.partita.interface.psa.service",
                        "org.partita.conduit.call",
                        "org.partita.hardware.memory",
                        "org.partita.manifest.tfm",
                        SFN)
                .doesNotContain("org.partita.conduit.svc", "org.partita.hardware.mpu", "org.partita.manager.spmc", IPC);
        assertThat(platform(assembly, "framework")).isEqualTo("FF-M");
        assertThat(platform(assembly, "ffm.isolation")).isEqualTo("1");
        assertThat(platform(assembly, "ffm.backend")).isEqualTo("auto");
        assertThat(assembly.shape().provided()).containsExactly("isolation/1");
    }

    /** FF-M: protection from level 2 on. TF-M's psa_interface_redirect: a call at level 1, SVC above. */
    @ParameterizedTest
    @ValueSource(strings = {"2", "3"})
    void isolationBringsAnMpuAndTheConduitSvc(String level) {
        Assembly assembly = assemble("--require", "isolation=" + level);
        assertThat(names(assembly))
                .contains("org.partita.hardware.mpu", "org.partita.conduit.svc", "org.partita.manager.ffm.spm", IPC)
                .doesNotContain("org.partita.conduit.call", SFN);
        assertThat(platform(assembly, "ffm.isolation")).isEqualTo(level);
        assertThat(assembly.shape().provided()).containsExactly("isolation/" + level);
        assertThat(assembly.shape().hardware()).containsKey("org.partita.hardware.mpu");
    }

    @Test
    void aPartitionWithInterruptsBringsAnInterruptController() {
        assertThat(names(assemble("--require", "partition=device"))).contains("org.partita.hardware.gic");
        assertThat(names(assemble("--require", "partition=store"))).doesNotContain("org.partita.hardware.gic");
    }

    @ParameterizedTest(name = "{0}: {1} serves, ffm.backend {2}")
    @CsvSource({
        "partition=store, sfn, auto",
        "partition=either, sfn, auto",
        "partition=loop, ipc, auto",
        "isolation=2, ipc, auto",
        "ipc-partition, ipc, ipc",
        "!backend=sfn, ipc, ipc",
        "backend=ipc, ipc, ipc",
        "backend=IPC, ipc, ipc",
        "org.partita.backend.ipc, ipc, ipc",
        "backend=sfn, sfn, sfn"
    })
    void theBackendIsTheOneThatIsNamedOrElseTheOneThatCanServe(String requirement, String serves, String configured) {
        Assembly assembly = assemble("--require", "ffm", requirement);
        assertThat(names(assembly))
                .filteredOn(n -> n.startsWith("org.partita.backend."))
                .containsExactly("org.partita.backend." + serves);
        assertThat(platform(assembly, "ffm.backend")).isEqualTo(configured);
        assertThat(assembly.required()).contains("org.partita.backend." + serves);
    }

    @ParameterizedTest
    @CsvSource({
        "ffm.backend=ipc, org.partita.backend.ipc",
        "ffm.isolation=3, org.partita.hardware.mpu",
        "ffm.definitions=CONFIG_TFM_SPM_BACKEND=IPC, org.partita.backend.ipc",
        "ffm.definitions=TFM_ISOLATION_LEVEL=2, org.partita.hardware.mpu"
    })
    void aSettingBringsWhatItNeedsAsAWordDoes(String setting, String bundle) {
        assertThat(names(assemble("--require", "ffm", "--set", setting))).contains(bundle);
    }

    @Test
    void aPartitionBringsItsModelsBackendAndTheSpm() {
        Assembly assembly = assemble("--require", "partition=sp_loop");
        assertThat(names(assembly))
                .contains("org.partita.partition.loop", "org.partita.manager.ffm.spm", IPC)
                .doesNotContain(SFN);
        assertThat(assembly.partitions()).extracting(ManifestFile::name).containsExactly("loop.yaml");
        assertThat(list(assembly)).contains("\"loop.yaml\", \"pid\": 301");
    }

    @Test
    void theListNamesAllPartitionsWithTheIdsOfTheirBundles() {
        Assembly assembly = assemble("--require", "ffm", "partition=store", "partition=either");
        assertThat(list(assembly)).contains("\"store.yaml\", \"pid\": 300", "\"either.yaml\", \"pid\": 302");
        assertThat(file(assembly, "either.yaml")).contains("dual", "entry_init");
    }

    @Test
    void ipcPartitionMakesThoseThatCanBeEitherIpcPartitions() {
        Assembly assembly = assemble("--require", "ipc-partition", "partition=store", "partition=either");
        assertThat(file(assembly, "either.yaml"))
                .contains("\"model\": \"IPC\"", "entry_point")
                .doesNotContain("entry_init");
        assertThat(file(assembly, "store.yaml")).contains("\"model\": \"SFN\"");
    }

    @Test
    void anSfnBackendAtLevel2IsRefusedWithTheChainOfReasons() {
        assertThatThrownBy(() -> assemble("--require", "ffm", "isolation=2", "backend=sfn"))
                .hasMessage(String.join(
                        System.lineSeparator(),
                        "backend/sfn is required, which org.partita.backend.sfn provides",
                        "org.partita.backend.sfn needs isolation/1, which this platform does not have, with isolation level"
                                + " 2 (--require isolation=2)"));
    }

    @Test
    void anIpcPartitionInTheSfnBackendIsRefusedWithTheChainOfReasons() {
        assertThatThrownBy(() -> assemble("--require", "backend=sfn", "partition=store", "partition=loop"))
                .hasMessage(String.join(
                        System.lineSeparator(),
                        "SP_LOOP of model IPC is required",
                        "SP_LOOP of model IPC needs model/IPC, which org.partita.backend.ipc provides, and that does not"
                                + " serve beside --require backend=sfn: leave that out"));
    }

    @Test
    void anIsolationLevelWithoutItsMpuIsRefusedWithTheChainOfReasons() {
        assertThatThrownBy(() -> assemble("--require", "isolation=3", "!hardware=mpu"))
                .hasMessage(String.join(
                        System.lineSeparator(),
                        "isolation level 3 is required",
                        "isolation level 3 needs hardware/mpu, which is excluded: leave out --exclude hardware=mpu"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "ffa ffm | --require ffa belongs to FF-A, --require ffm to FF-M: a platform follows one of them",
                "partition=echo partition=store | --require partition=echo belongs to FF-A, --require partition=store to FF-M",
                "hypervisor --set framework=FF-M | --require hypervisor belongs to FF-A, --set framework=FF-M to FF-M",
                "ffm --set framework=TF-M | --set framework=TF-M: possible are FF-A and FF-M",
                "isolation=1 isolation=2 | --require isolation=1 and --require isolation=2: a platform has one isolation level",
                "isolation=2 --set ffm.isolation=3 | --require isolation=2 and --set ffm.isolation=3: a platform has one",
                "isolation=4 | --require isolation=4: FF-M has isolation levels 1, 2 and 3",
                "backend=ipc backend=sfn | --require backend=ipc and --require backend=sfn: a platform has one backend that"
                        + " serves; --standby installs another",
                "ffm backend=rtos | backend/rtos is required, which no bundle in the repository provides; there are backend=ipc,",
                "ffm --set pes=2 | --set pes=2: the SPM of FF-M runs on one PE; leave it out",
                "ffm --set ffm.definitions=X | --set ffm.definitions: expecting NAME=VALUE, found X"
            })
    void whatContradictsItselfIsToldInWords(String words, String reason) {
        List<String> all = new ArrayList<>(List.of("--require"));
        all.addAll(List.of(words.split(" ")));
        assertThatThrownBy(() -> assemble(all.toArray(String[]::new)))
                .isInstanceOf(AssemblyException.class)
                .hasMessageStartingWith(reason);
    }

    @Test
    void aBackendThatCanNotServeCanStandBy() {
        Assembly assembly =
                assemble("--require", "isolation=2", "--standby", "backend=sfn", "org.partita.conduit.call");
        assertThat(names(assembly)).contains(SFN, IPC, "org.partita.conduit.call");
        assertThat(assembly.required()).doesNotContain(SFN, "org.partita.conduit.call");
        assertThat(platform(assembly, "ffm.backend")).isEqualTo("auto");
    }

    @Test
    void anImportedListIsTakenAsItIsWithItsManifestsInside() throws IOException {
        write("src/partitions/store/store.yaml", Fixtures.ffmManifest("store", "\"model\": \"SFN\""));
        String list = """
                # a list of our own
                {"manifest_list": [
                  {"manifest": "../src/partitions/store/store.yaml", "output_path": "x", "pid": 260},
                  {"manifest": "../src/nosuch.yaml", "conditional": "OTHERS"},
                ]}
                """;
        Assembly assembly = assemble(
                "--require",
                "ffm",
                "--manifest",
                write("tools/tfm_manifest_list.yaml", list),
                "--set",
                "ffm.definitions=OTHERS=off");
        assertThat(list(assembly)).isEqualTo(list.replace("../src/partitions", "src/partitions"));
        assertThat(file(assembly, "src/partitions/store/store.yaml")).contains("SP_STORE");
        assertThat(names(assembly)).contains("org.partita.partition.store");
    }

    /** TF-M, SPM Backends: the default of CONFIG_TFM_SPM_BACKEND is IPC. */
    @Test
    void anImportedListThatNamesNoBackendMeansIpc() throws IOException {
        write("store.yaml", Fixtures.ffmManifest("store", "\"model\": \"SFN\""));
        String list = write("tfm_manifest_list.yaml", "{\"manifest_list\": [ {\"manifest\": \"store.yaml\"} ]}");
        Assembly assembly = assemble("--require", "ffm", "--manifest", list);
        assertThat(names(assembly)).contains(IPC).doesNotContain(SFN);
        assertThat(platform(assembly, "ffm.backend")).isEqualTo("ipc");
        assertThat(assembly.notes()).singleElement().asString().contains("IPC in TF-M");
        for (String named :
                List.of("ffm.backend=sfn", "ffm.definitions=CONFIG_TFM_SPM_BACKEND=SFN", "ffm.backend=auto")) {
            Assembly other = assemble("--require", "ffm", "--manifest", list, "--set", named);
            assertThat(names(other)).contains(SFN).doesNotContain(IPC);
            assertThat(other.notes()).isEmpty();
        }
    }

    @Test
    void aManifestReplacesTheSampleOfItsNameAndOthersAreAdded() throws IOException {
        String store = write("store.yaml", Fixtures.ffmManifest("own", "\"model\": \"SFN\""));
        String more = write("more.yaml", Fixtures.ffmManifest("more", "\"model\": \"SFN\""));
        Assembly assembly = assemble("--require", "partition=store", "--manifest", store, more);
        assertThat(assembly.partitions()).extracting(ManifestFile::name).containsExactly("more.yaml", "store.yaml");
        assertThat(file(assembly, "store.yaml")).contains("SP_OWN");
        assertThat(list(assembly)).contains("\"store.yaml\", \"pid\": 300", "\"manifest\": \"more.yaml\"");
        assertThat(assembly.notes())
                .anySatisfy(n -> assertThat(n).contains("no bundle here declares partition/SP_MORE"));
    }

    @Test
    void aSampleIsAddedToAnImportedListThatDoesNotNameIt() throws IOException {
        write("store.yaml", Fixtures.ffmManifest("store", "\"model\": \"SFN\""));
        String list = write(
                "tfm_manifest_list.yaml", "{\"manifest_list\": [\n  {\"manifest\": \"store.yaml\", \"pid\": 299},\n]}");
        Assembly assembly = assemble("--require", "partition=store", "partition=either", "--manifest", list);
        assertThat(list(assembly))
                .contains("\"store.yaml\", \"pid\": 299", "\"either.yaml\", \"pid\": 302")
                .doesNotContain("300");
    }

    @Test
    void whatIsWrongInAManifestIsToldWithItsPlace() throws IOException {
        String wrong = write("wrong.yaml", Fixtures.ffmManifest("wrong", "\"model\": \"SFM\""));
        assertThatThrownBy(() -> assemble("--require", "ffm", "--manifest", wrong))
                .isInstanceOf(AssemblyException.class)
                .hasMessageContaining(wrong + ":3 / model: found \"SFM\"; expecting IPC or SFN or dual");
        assertThatThrownBy(() -> assemble("--require", "ffm", "--manifest", folder + "/nosuch.yaml"))
                .hasMessageEndingWith("nosuch.yaml: no such file or folder");
    }

    @Test
    void theFolderSaysWhatThePlatformIs() throws IOException {
        Path out = folder.resolve("mine");
        PlatformWriter.write(new Assembler(new Repository(fixtures.folder()), new TfmManifestReader())
                .assemble(Order.parse(
                        "--require",
                        "isolation=2",
                        "partition=store",
                        "--standby",
                        "backend=sfn",
                        "-o",
                        out.toString())));
        assertThat(out.resolve("platform.bndrun"))
                .content()
                .contains("Bundle-Description: assembled from isolation=2 partition=store; standing by: backend=sfn\n")
                .contains("-runprovidedcapabilities: org.partita.role;org.partita.role=\"isolation/2\"\n")
                .contains("bnd.identity;id='org.partita.backend.ipc'")
                .doesNotContain("bnd.identity;id='org.partita.backend.sfn'")
                .contains("\torg.partita.backend.sfn;version=");
        assertThat(out.resolve("configuration.json"))
                .content()
                .contains("\"framework\": \"FF-M\"", "\"ffm.isolation\": 2", "\"org.partita.hardware.mpu\": {")
                .doesNotContain("hypervisor", "spmc.level");
        assertThat(out.resolve("manifests/tfm_manifest_list.yaml")).content().contains("store.yaml");
        assertThat(out.resolve("manifests/store.yaml")).exists();
    }
}
