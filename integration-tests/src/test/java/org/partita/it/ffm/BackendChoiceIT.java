package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus;
import org.partita.api.admin.PsaSession;
import org.partita.api.admin.RoleStatus;
import org.partita.api.ffm.partition.IpcPartition;
import org.partita.api.ffm.partition.Outputs;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Which backend a platform gets: key ffm.backend, the models of its partitions, its isolation level (TF-M, SPM Backends). */
@PlatformTest(IsolatedTestPlatform.class)
class BackendChoiceIT {
    private static final int SFN_HANDLE = 0x40000100;
    private static final int IPC_HANDLE = 0x40000101;
    private static final IpcPartition LOOP = new ScriptedThread(new Scripted().on(0x1002, (psa, m) -> 32));

    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    private TestFfm ffm;

    @BeforeEach
    void begin() {
        ffm = new TestFfm(framework, folder);
        ffm.sfn(
                ManifestText.of("FUNCTIONS").stateless("FUNCTION", 0x1001, 1),
                new Scripted().on(0x1001, (psa, m) -> 31));
    }

    @AfterEach
    void takeBack() {
        ffm.close();
    }

    private void addThread(String name, int sid, int number) {
        ffm.ipc(ManifestText.of(name).stateless(name + "_SERVICE", sid, number), LOOP);
    }

    private static int call(Platform platform, int handle) {
        try (PsaSession client = platform.ffm().client(-1)) {
            return client.call(handle, 0, new byte[0][], Outputs.NONE);
        }
    }

    private static Stream<RoleStatus> backends(Platform platform) {
        return platform.wiring().stream().filter(r -> r.role().equals("backend"));
    }

    @Test
    @Shows({"FFM-SFN-1", "FFM-BACKEND-10"})
    void autoIsSfnIfThatCanServe() throws Exception {
        Platform platform = ffm.key("ffm.backend", "auto").boot();
        TestFfm.assertServes(platform, "sfn");
        assertThat(platform.ffm().choice()).isEqualTo("auto");
        assertThat(call(platform, SFN_HANDLE)).isEqualTo(31);
    }

    @Test
    @Shows({"FFM-BACKEND-11", "FFM-BACKEND-5"})
    void autoIsIpcIfThereIsAnIpcPartition() throws Exception {
        addThread("THREAD", 0x1002, 2);
        Platform platform = ffm.key("ffm.backend", "auto").boot();
        TestFfm.assertServes(platform, "ipc");
        assertThat(platform.ffm().choice()).isEqualTo("auto");
        assertThat(call(platform, SFN_HANDLE)).isEqualTo(31);
        assertThat(call(platform, IPC_HANDLE)).isEqualTo(32);
    }

    /** The table of the document, and the recommendations below it. */
    @ParameterizedTest(name = "ffm.backend {0}, IPC partition {1}, isolation level {2}: {3}")
    @CsvSource({
        "sfn, false, 1, sfn",
        "sfn, true, 1, ''",
        "sfn, false, 2, ''",
        "sfn, false, 3, ''",
        "sfn, true, 2, ''",
        "sfn, true, 3, ''",
        "ipc, false, 1, ipc",
        "ipc, true, 1, ipc",
        "ipc, false, 2, ipc",
        "ipc, false, 3, ipc",
        "ipc, true, 2, ipc",
        "ipc, true, 3, ipc",
        "auto, false, 2, ipc",
        "auto, false, 3, ipc",
        "auto, true, 2, ipc",
        "auto, true, 3, ipc",
    })
    @Shows({"FFM-BACKEND-7", "FFM-BACKEND-8", "FFM-BACKEND-9", "FFM-BACKEND-11", "FFM-SFN-1"})
    void aBackendServesWhatItCan(String backend, boolean thread, int level, String serves) throws Exception {
        if (thread) {
            addThread("THREAD", 0x1002, 2);
        }
        ffm.key("ffm.backend", backend).key("ffm.isolation", level);
        if (serves.isEmpty()) {
            PlatformStatus status = ffm.bootOf();
            assertThat(status.state()).isEqualTo("failed");
            assertThat(status.health()).isEqualTo("critical");
            String why = String.join(" ", status.problems());
            assertThat(why).contains("SFN backend");
            assertThat(why.contains("THREAD")).as(why).isEqualTo(thread);
            assertThat(why.contains("isolation level " + level)).as(why).isEqualTo(level > 1);
        } else {
            Platform platform = ffm.boot();
            TestFfm.assertServes(platform, serves);
            assertThat(platform.ffm().isolation().number()).isEqualTo(level);
            assertThat(call(platform, SFN_HANDLE)).isEqualTo(31);
        }
    }

    @Test
    @Shows({"FFM-BACKEND-7", "FFM-BACKEND-8"})
    void aChoiceThatCannotBeNamesEverythingThatStandsAgainstIt() throws Exception {
        addThread("FIRST", 0x1002, 2);
        addThread("SECOND", 0x1003, 3);
        PlatformStatus status =
                ffm.key("ffm.backend", "sfn").key("ffm.isolation", 2).bootOf();
        assertThat(status.state()).isEqualTo("failed");
        assertThat(String.join(" ", status.problems()))
                .contains("FIRST is of model IPC", "SECOND is of model IPC", "isolation level 2")
                .doesNotContain("FUNCTIONS");
    }

    @Test
    @Shows({"FFM-BACKEND-7", "FFM-BACKEND-11"})
    void anAdministratorsChoiceThatCannotBeNamesEverybodyAndChangesNothing() throws Exception {
        addThread("FIRST", 0x1002, 2);
        addThread("SECOND", 0x1003, 3);
        Platform platform = ffm.boot();
        assertThatThrownBy(() -> platform.ffm().backend("sfn"))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("FIRST")
                .hasMessageContaining("SECOND")
                .hasMessageNotContaining("FUNCTIONS");
        TestFfm.assertServes(platform, "ipc");
        assertThat(platform.ffm().choice()).isEqualTo("auto");
        assertThat(call(platform, IPC_HANDLE)).isEqualTo(32);
        assertThat(platform.status().problems()).isEmpty();
    }

    /** There is a platform that says so. */
    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"ABC", "", "SFN,IPC", "library", "1"})
    @Shows("FFM-BACKEND-12")
    void anotherWordIsAnErrorOfTheConfiguration(String word) throws Exception {
        PlatformStatus status = ffm.key("ffm.backend", word).bootOf();
        assertThat(status.state()).isEqualTo("failed");
        assertThat(status.health()).isEqualTo("critical");
        assertThat(status.problems())
                .containsExactly("configuration key ffm.backend: \"" + word + "\"; possible are auto, sfn and ipc");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"SFN, sfn", "IPC, ipc", "Ipc, ipc", "AUTO, sfn"})
    @Shows("FFM-BACKEND-12")
    void theWordsMayBeWrittenAsTfmDoes(String word, String serves) throws Exception {
        TestFfm.assertServes(ffm.key("ffm.backend", word).boot(), serves);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"sfn", "ipc"})
    @Shows("FFM-SFN-2")
    void exactlyOneOfTheInstalledOnesServes(String backend) throws Exception {
        Platform platform = ffm.key("ffm.backend", backend).boot();
        assertThat(framework.getBundles())
                .extracting(Bundle::getSymbolicName)
                .contains("org.partita.backend.sfn", "org.partita.backend.ipc");
        assertThat(backends(platform)).singleElement().satisfies(r -> {
            assertThat(r.state()).isEqualTo("serving");
            assertThat(r.provider()).isEqualTo("org.partita.backend." + backend);
        });
    }

    /** With the one that was asked for missing the other one does not jump in. */
    @ParameterizedTest(name = "ffm.backend {0} without {1}")
    @CsvSource({"auto, sfn ipc", "sfn, sfn ipc", "ipc, sfn ipc", "sfn, sfn", "ipc, ipc"})
    @Shows("FFM-SFN-2")
    void withoutABackendThePlatformDoesNotBoot(String backend, String missing) throws Exception {
        List<Bundle> stopped = Stream.of(framework.getBundles())
                .filter(b ->
                        List.of(missing.split(" ")).contains(b.getSymbolicName().replace("org.partita.backend.", "")))
                .toList();
        assertThat(stopped).hasSize(missing.split(" ").length);
        try {
            for (Bundle b : stopped) {
                b.stop(Bundle.STOP_TRANSIENT);
            }
            PlatformStatus status =
                    ffm.key("ffm.backend", backend).key("boot.deadline", 300).bootOf();
            assertThat(status.state()).isEqualTo("failed");
            assertThat(status.problems())
                    .anySatisfy(
                            p -> assertThat(p).contains("backend (" + (backend.equals("ipc") ? "IPC" : "SFN") + ")"));
        } finally {
            start(stopped);
        }
    }

    /** TF-M's psa_interface_redirect: a call at isolation level 1, SVC above; and FF-M: protection above level 1. */
    @ParameterizedTest(name = "isolation level {0} without {1}")
    @CsvSource({
        "1, conduit.call, conduit/CALL",
        "2, conduit.svc, conduit/SVC",
        "3, conduit.svc, conduit/SVC",
        "2, hardware.mpu, hardware/mpu"
    })
    @Shows("FFM-IPC-3")
    void withoutWhatItsIsolationLevelNeedsThePlatformDoesNotBoot(int level, String missing, String role)
            throws Exception {
        ffm.ipc(ManifestText.of("ONE").stateless("ONE", 0x6100, 3), psa -> IpcContract.serve(psa, 0x10, 1));
        List<Bundle> stopped = Stream.of(framework.getBundles())
                .filter(b -> b.getSymbolicName().equals("org.partita." + missing))
                .toList();
        assertThat(stopped).hasSize(1);
        try {
            stopped.getFirst().stop(Bundle.STOP_TRANSIENT);
            PlatformStatus status =
                    ffm.key("ffm.isolation", level).key("boot.deadline", 300).bootOf();
            assertThat(status.state()).isEqualTo("failed");
            assertThat(status.problems())
                    .singleElement()
                    .asString()
                    .contains("roles without a provider", role)
                    .doesNotContain("manager/ffm-spm");
        } finally {
            start(stopped);
        }
    }

    private static void start(List<Bundle> stopped) throws BundleException {
        for (Bundle b : stopped) {
            b.start(Bundle.START_TRANSIENT);
        }
    }
}
