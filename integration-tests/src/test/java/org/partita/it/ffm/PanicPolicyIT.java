package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** What a partition that panics means for the others: key ffm.panic. Unless it says otherwise they go on, which others show. */
@PlatformTest(FfmTestPlatform.class)
class PanicPolicyIT {
    private static final int FALLS = 0x1001;
    private static final int CALLS = 0x1002;
    private static final int OTHER = 0x1003;
    private static final int FALLS_HANDLE = 0x40000100;
    private static final int CALLS_HANDLE = 0x40000101;
    private static final int OTHER_HANDLE = 0x40000102;
    private static final int ENDED = -145;
    private static final List<String> ALL = List.of("FALLS", "CALLS", "OTHER");

    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    private final List<String> events = new CopyOnWriteArrayList<>();
    private TestFfm ffm;

    @BeforeEach
    void begin() {
        ffm = new TestFfm(framework, folder);
        ffm.sfn(
                ManifestText.of("FALLS").stateless("FALLS", FALLS, 1),
                noting("FALLS").on(FALLS, (psa, m) -> {
                    RuntimeException panic = m.type() == 0 ? psa.panic() : new IllegalStateException("of the test");
                    if (m.type() == 0) {
                        events.add("FALLS goes on");
                    }
                    throw panic;
                }));
        ffm.sfn(
                ManifestText.of("CALLS").stateless("CALLS", CALLS, 2).dependsOn("FALLS"),
                noting("CALLS").on(CALLS, (psa, m) -> {
                    psa.call(FALLS_HANDLE, m.type(), 0, 0);
                    events.add("CALLS goes on");
                    return 0;
                }));
        ffm.sfn(
                ManifestText.of("OTHER").stateless("OTHER", OTHER, 3),
                noting("OTHER").on(OTHER, (psa, m) -> 7));
    }

    @AfterEach
    void takeBack() {
        ffm.close();
    }

    private Scripted noting(String name) {
        return new Scripted(psa -> {
            events.add(name + " initializes");
            return 0;
        });
    }

    private static int call(Platform platform, int handle, int type) {
        try (PsaSession client = platform.ffm().client(-1)) {
            return client.call(handle, type, new byte[0][], Outputs.NONE);
        }
    }

    private static Stream<PartitionStatus> ended(Platform platform) {
        return platform.partitions().stream().filter(p -> p.state().equals("ended"));
    }

    /** The function of who has panicked, and those of whoever waits for it, do not go on; who calls later is told. */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"sfn, 0", "sfn, 1", "ipc, 0", "ipc, 1"})
    @Shows({"FFM-API-97", "FFM-IPC-33"})
    void itHaltsAll(String backend, int type) throws Exception {
        Platform platform =
                ffm.key("ffm.backend", backend).key("ffm.panic", "HALT").boot();
        assertThat(call(platform, OTHER_HANDLE, 0)).isEqualTo(7);
        events.clear();
        assertThat(call(platform, CALLS_HANDLE, type)).isEqualTo(ENDED);
        assertThat(events).isEmpty();
        assertThat(ended(platform)).extracting(PartitionStatus::name).containsExactlyElementsOf(ALL);
        for (int handle : new int[] {FALLS_HANDLE, CALLS_HANDLE, OTHER_HANDLE}) {
            assertThat(call(platform, handle, 0)).isEqualTo(ENDED);
        }
        assertThat(platform.ffm().connections()).isEmpty();
        PlatformStatus status = platform.status();
        assertThat(status.health()).isEqualTo("degraded");
        assertThat(status.problems())
                .satisfiesExactly(
                        p -> assertThat(p).contains("partition FALLS", type == 0 ? "panicked" : "of the test"),
                        p -> assertThat(p).contains("halts, for partition FALLS has ended", "ffm.panic"));
        assertThat(framework.getService(framework.getServiceReference(Platform.class)))
                .isSameAs(platform);
    }

    /** All partitions end, and the same ones are there again, initialized once more, on a platform that knows nothing of the old one. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"sfn", "ipc"})
    @Shows({"FFM-API-97", "FFM-IPC-33"})
    void itResetsThePlatform(String backend) throws Exception {
        Platform first =
                ffm.key("ffm.backend", backend).key("ffm.panic", "reset").boot();
        try (Calls calls = new Calls(first)) {
            Platform before = first;
            for (int i = 0; i < 2; i++) {
                Platform old = before;
                events.clear();
                Future<Integer> status = calls.begin(() -> call(old, CALLS_HANDLE, 0));
                assertThat(Calls.result(status)).isEqualTo(ENDED);
                Calls.await("another platform", () -> serving() != null && serving() != old);
                Platform now = new Running(framework).platform();
                assertThat(events)
                        .containsExactlyInAnyOrder("FALLS initializes", "CALLS initializes", "OTHER initializes");
                assertThat(ended(now)).isEmpty();
                assertThat(now.status().problems()).isEmpty();
                TestFfm.assertServes(now, backend);
                assertThat(call(now, OTHER_HANDLE, 0)).isEqualTo(7);
                before = now;
            }
        }
    }

    private Platform serving() {
        ServiceReference<Platform> reference = framework.getServiceReference(Platform.class);
        return reference == null ? null : framework.getService(reference);
    }

    /** Nobody wants a platform that begins again and again: the boot fails as it does otherwise. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"sfn", "ipc"})
    void aBootThatFailsIsNotBegunAgain(String backend) throws Exception {
        ffm.sfn(ManifestText.of("BAD").stateless("BAD", 0x1004, 4), new Scripted(psa -> {
            events.add("BAD initializes");
            throw psa.panic();
        }));
        PlatformStatus status =
                ffm.key("ffm.backend", backend).key("ffm.panic", "reset").bootOf();
        assertThat(status.state()).isEqualTo("failed");
        assertThat(String.join(" ", status.problems()))
                .contains("partition BAD", "panicked")
                .doesNotContain("resets");
        assertThat(events).containsOnlyOnce("BAD initializes");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"restart", ""})
    void anotherWordIsAnErrorOfTheConfiguration(String word) throws Exception {
        assertThat(ffm.key("ffm.panic", word).bootOf().problems())
                .containsExactly("configuration key ffm.panic: \"" + word + "\"; possible are contain, halt and reset");
    }
}
