package org.partita.it.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.it.launch.Launcher.Ended;
import org.partita.testkit.Shows;

/** {@code launch/partita assemble}, with all bundles of this checkout, and what it makes. */
class AssembledIT {
    /** Manifests of TF-M. */
    private static final Path TFM = Launcher.ROOT.resolve("bundles/manifests/tfm/src/test/resources/manifests/tools");

    @TempDir
    private Path folder;

    private Launcher launcher;

    @BeforeEach
    void launcher() {
        launcher = new Launcher(folder);
    }

    @Test
    void anAssembledPlatformBootsAndItsPartitionsTalk() throws Exception {
        Path platform = folder.resolve("small");
        Ended assembled =
                launcher.assemble("--require", "ffa", "partition=echo", "partition=client", "-o", platform.toString());
        assertThat(assembled.err()).isEmpty();
        assertThat(assembled.out())
                .matches(platform + ": \\d+ bundles, 3 manifests; launch/partita " + platform + " starts it\n");
        assertThat(assembled.status()).isZero();

        Ended ended = launcher.partita(
                platform.toString(), "--quiet", "--exec", "ffa:direct 1 0x8002 1 2 3", "--exec", "spm:unload 0x8002");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).isEqualTo("""
                FFA_MSG_SEND_DIRECT_RESP w0=0x84000070 w1=0x80020001 w2=0x0 w3=0x1 w4=0x2 w5=0x3 w6=0x0 w7=0x0
                from 0x8002 to 1, payload w3=0x1 w4=0x2 w5=0x3
                partition 0x8002 is unloaded
                """);
        assertThat(ended.status()).isZero();
    }

    @ParameterizedTest(name = "--set {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "bogus=1 | org.partita.core has no key bogus; its keys are boot.deadline, choose, ",
                "pes=many | pes of org.partita.core is many, which is no whole number in decimal digits; see",
                "org.partita.hardware.memory/ranges=x | assemble configures org.partita.core only; write other keys into"
            })
    void aSettingThatCoreDoesNotUnderstandIsRefused(String setting, String reason) throws Exception {
        Path platform = folder.resolve("wrong");
        Ended ended = launcher.assemble("--require", "ffa", "--set", setting, "-o", platform.toString());
        assertThat(ended.err()).startsWith("partita: can't assemble\n  --set ").contains(reason);
        assertThat(ended.status()).isEqualTo(2);
        assertThat(platform).doesNotExist();
    }

    @Test
    void aWrongAssemblyTellsTheChainOfReasonsAndWritesNothing() throws Exception {
        Path platform = folder.resolve("wrong");
        Ended ended = launcher.assemble(
                "--require", "ffa", "s-el0-sp", "partition=echo", "!conduit=svc", "-o", platform.toString());
        assertThat(ended.err()).isEqualTo("""
                partita: can't assemble
                  s-el0-sp is required
                  s-el0-sp needs conduit/SVC, which is excluded: leave out --exclude conduit=svc
                """);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.status()).isEqualTo(2);
        assertThat(platform).doesNotExist();
    }

    @Test
    void anAssembledSpmOfFfmBootsAtItsIsolationLevelWithItsBackend() throws Exception {
        Path platform = folder.resolve("isolated");
        Ended assembled = launcher.assemble(
                "--require",
                "ffm",
                "--require",
                "isolation=2",
                "--require",
                "backend=ipc",
                "partition=storage",
                "partition=crypto",
                "partition=attestation",
                "-o",
                platform.toString());
        assertThat(assembled.err()).isEmpty();
        assertThat(assembled.out()).matches(platform + ": \\d+ bundles, 3 manifests; .*\n");

        Ended ended = launcher.partita(
                platform.toString(),
                "--quiet",
                "--exec",
                "spm:backend",
                "--exec",
                "psa:call -1 TFM_CRYPTO 1 --in 0000000000000000 --in 616263 --out 32");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .containsPattern("backend +ipc,")
                .containsPattern("isolation +level 2\n")
                .contains("PSA_SUCCESS (0)\n", "ba 78 16 bf");
    }

    /** The list of TF-M itself, with a configuration that names no backend. */
    @Test
    @Shows("FFM-BACKEND-13")
    void anImportedListOfTfmThatNamesNoBackendRunsOnIpc() throws Exception {
        Path platform = folder.resolve("imported");
        String definitions = "ffm.definitions=TFM_PARTITION_NS_AGENT_MAILBOX=OFF,TFM_PARTITION_PROTECTED_STORAGE=OFF,"
                + "TFM_PARTITION_INTERNAL_TRUSTED_STORAGE=ON,TFM_PARTITION_CRYPTO=ON,TFM_PARTITION_PLATFORM=OFF,"
                + "TFM_PARTITION_INITIAL_ATTESTATION=OFF,TFM_PARTITION_FIRMWARE_UPDATE=OFF,"
                + "ITS_STACK_SIZE=0x8000,CRYPTO_STACK_SIZE=0x8000";
        Ended assembled = launcher.assemble(
                "--require",
                "ffm",
                "--manifest",
                TFM.resolve("tfm_manifest_list.yaml").toString(),
                "--set",
                definitions,
                "-o",
                platform.toString());
        assertThat(assembled.err()).contains("the imported manifest list comes with no backend, which is IPC in TF-M");
        assertThat(assembled.status()).isZero();

        Ended ended =
                launcher.partita(platform.toString(), "--quiet", "--exec", "spm:backend", "--exec", "psa:services");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .containsPattern("backend +ipc,")
                .containsPattern("TFM_CRYPTO +0x103 TFM_SP_CRYPTO +SFN");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "isolation=2 | backend/sfn is required, which org.partita.backend.sfn provides%n"
                        + "  org.partita.backend.sfn needs isolation/1, which this platform does not have",
                "ipc-partition | ipc-partition is required%n  ipc-partition needs model/IPC, which"
                        + " org.partita.backend.ipc provides, and that does not serve beside --require backend=sfn"
            })
    void aBackendThatCanNotServeIsRefusedWithTheChainOfReasons(String requirement, String reasons) throws Exception {
        Path platform = folder.resolve("wrong");
        Ended ended = launcher.assemble(
                "--require", "backend=sfn", requirement, "partition=crypto", "-o", platform.toString());
        assertThat(ended.err()).startsWith("partita: can't assemble\n  " + reasons.replace("%n", "\n"));
        assertThat(ended.status()).isEqualTo(2);
        assertThat(platform).doesNotExist();
    }

    /** The platforms of FF-M that come along are what their manifests and these words give. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"tfm-sfn-l1, 1", "tfm-ipc-l1, 1", "tfm-ipc-l2, 2", "tfm-ipc-l3, 3"})
    void aPlatformOfFfmIsAssembledAgain(String name, String level) throws Exception {
        Path before = Launcher.ROOT.resolve("configurations").resolve(name);
        Path platform = folder.resolve(name);
        Ended ended = launcher.assemble(
                "--require",
                "ffm",
                "isolation=" + level,
                "--standby",
                "backend",
                "conduit=call",
                "conduit=svc",
                "--manifest",
                before.resolve("manifests").toString(),
                "--set",
                "ffm.backend=auto",
                "-o",
                platform.toString());
        assertThat(ended.err()).isEmpty();
        assertThat(bundles(platform)).isEqualTo(bundles(before)).hasSizeGreaterThan(20);
        assertThat(configuration(platform)).isEqualTo(configuration(before));
        for (String manifest : List.of("tfm_manifest_list", "storage", "crypto", "attestation", "platform")) {
            Path file = Path.of("manifests", manifest + ".yaml");
            assertThat(platform.resolve(file)).hasSameTextualContentAs(before.resolve(file));
        }
    }

    private static List<String> bundles(Path platform) throws IOException {
        return Files.readAllLines(platform.resolve("platform.bndrun")).stream()
                .dropWhile(line -> !line.startsWith("-runbundles"))
                .skip(1)
                .toList();
    }

    /** Types need not be written: a number is one. */
    private static JsonElement configuration(Path platform) throws IOException {
        return JsonParser.parseString(
                Files.readString(platform.resolve("configuration.json")).replace(":Integer\"", "\""));
    }
}
