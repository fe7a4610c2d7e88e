package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PsaSession;
import org.partita.api.admin.SwapReport;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.provider.Roles;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** spm:backend while Non-secure clients call: nobody notices but by the thread that serves. */
@PlatformTest(FfmTestPlatform.class)
class BackendSwitchIT {
    private static final int SWITCHES = 10 * Integer.getInteger("partita.scale", 1);
    private static final int CLIENTS = 4;
    private static final long ROUNDS_BETWEEN = 10;

    /** Longer than a test takes: whatever happens has not waited for it. */
    private static final long NEVER = 600_000;

    private static final long PATIENCE_SECONDS = 20;
    private static final byte[][] NO_INPUTS = {};

    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    private TestFfm ffm;
    private Platform platform;

    @BeforeEach
    void begin() {
        ffm = new TestFfm(framework, folder)
                .key("drain.deadline", 20_000L)
                .key("vacancy.grace", NEVER)
                .key("hold.deadline", NEVER)
                .key("watchdog", NEVER);
    }

    @AfterEach
    void takeBack() {
        ffm.close();
    }

    private String serving() {
        return platform.ffm().backend();
    }

    private String other() {
        return serving().equals("sfn") ? "ipc" : "sfn";
    }

    private SwapReport change(String name, String backend) {
        SwapReport report = platform.ffm().backend(name);
        assertThat(report.role()).isEqualTo("backend");
        assertThat(report.to()).startsWith("org.partita.backend." + backend + ":");
        assertThat(platform.ffm().choice()).isEqualTo(name);
        assertThat(serving()).isEqualTo(backend);
        return report;
    }

    @Test
    @Shows({"FFM-BACKEND-5", "FFM-BACKEND-3", "FFM-API-51"})
    void everyCallIsAnsweredOnceByWhicheverBackend() throws Exception {
        LoadServices services = new LoadServices();
        services.add(ffm);
        platform = ffm.key("ffm.backend", "ipc").boot();
        Load load = new Load(platform, services);
        long longest = 0;
        long held = 0;
        load.start(CLIENTS);
        try {
            for (int i = 0; i < SWITCHES; i++) {
                String to = other();
                SwapReport report = change(to.equals("sfn") && i % 4 == 0 ? "auto" : to, to);
                longest = Math.max(longest, report.longestHoldNanos());
                held += report.held();
                load.awaitMore(ROUNDS_BETWEEN);
            }
        } finally {
            load.stop();
        }
        System.out.printf(
                "%d switches of the backend, %d rounds of calls, %d held, longest hold %.1f ms%n",
                SWITCHES, load.rounds(), load.held(), load.longestHold() / 1e6);
        load.judge();
        assertThat(load.longestHold())
                .as("of a call; the reports say %d", longest)
                .isLessThanOrEqualTo(longest);
        assertThat(load.held()).isEqualTo(held);
    }

    /** spm:swap waits for no message: whoever is in the middle of one finishes it as it was begun, the rest is the new backend's. */
    @Test
    @Shows({"FFM-BACKEND-5", "FFM-BACKEND-3"})
    void aBackendIsSwappedInTheMiddleOfMessages() throws Exception {
        LoadServices services = new LoadServices();
        services.add(ffm);
        platform = ffm.key("ffm.backend", "sfn").boot();
        Load load = new Load(platform, services);
        load.start(CLIENTS);
        try {
            for (int i = 0; i < SWITCHES; i++) {
                String to = other();
                platform.swap(Roles.BACKEND, "org.partita.backend." + to, false);
                assertThat(serving()).isEqualTo(to);
                load.awaitMore(ROUNDS_BETWEEN);
            }
        } finally {
            load.stop();
        }
        load.judge();
    }

    private static void pass(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody lets it go on");
        }
    }

    /** What was begun does not end in time: nothing has changed, and those who were held go on. */
    @ParameterizedTest(name = "from {0}")
    @ValueSource(strings = {"sfn", "ipc"})
    void aSwitchThatCannotFinishIsRolledBack(String from) throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ffm.sfn(ManifestText.of("STUCK").connected("STUCK", 0x6100), new Scripted().on(0x6100, (psa, m) -> {
                    psa.setRhandle(m.handle(), m.rhandle() + 1);
                    if (m.type() == 1) {
                        inside.countDown();
                        pass(goOn);
                    }
                    return m.type() < 0 ? 0 : (int) m.rhandle();
                }));
        ffm.sfn(ManifestText.of("FREE").stateless("FREE", 0x6101, 1), new Scripted().on(0x6101, (psa, m) -> 4));
        platform = ffm.key("ffm.backend", from).key("drain.deadline", 300L).boot();
        String to = other();
        try (PsaSession client = platform.ffm().client(-1);
                Calls calls = new Calls(platform)) {
            int handle = client.connect(0x6100, 1);
            Future<Integer> stuck = calls.begin(() -> client.call(handle, 1, NO_INPUTS, Outputs.NONE));
            pass(inside);
            Future<Integer> waits = calls.begin(-2, c -> c.call(0x40000100, 0, NO_INPUTS, Outputs.NONE));
            assertThatThrownBy(() -> platform.ffm().backend(to))
                    .isInstanceOf(PartitaException.class)
                    .hasMessageContainingAll("rolled back", from.toUpperCase(Locale.ROOT) + " serves on", "STUCK");
            assertThat(serving()).isEqualTo(from);
            assertThat(platform.ffm().choice()).isEqualTo(from);
            Future<Integer> late = calls.begin(-3, c -> c.call(0x40000100, 0, NO_INPUTS, Outputs.NONE));
            goOn.countDown();
            assertThat(Calls.result(stuck)).isEqualTo(1);
            assertThat(Calls.result(waits)).isEqualTo(4);
            assertThat(Calls.result(late)).isEqualTo(4);
            change(to, to);
            assertThat(client.call(handle, 2, NO_INPUTS, Outputs.NONE)).isEqualTo(2);
            client.close(handle);
        }
        assertThat(platform.ffm().connections()).isEmpty();
        assertThat(platform.status().problems()).isEmpty();
    }

    /** Two administrators at once: one of them is told to wait. */
    @Test
    void onlyOneSwitchIsUnderWay() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ffm.sfn(ManifestText.of("SLOW").stateless("SLOW", 0x6100, 1), new Scripted().on(0x6100, (psa, m) -> {
                    if (m.type() == 1) {
                        inside.countDown();
                        pass(goOn);
                    }
                    return 3;
                }));
        platform = ffm.key("ffm.backend", "sfn").boot();
        try (Calls calls = new Calls(platform)) {
            Future<Integer> slow = calls.begin(-1, c -> c.call(0x40000100, 1, NO_INPUTS, Outputs.NONE));
            pass(inside);
            Future<String> first = calls.begin(() -> change());
            Future<String> second = calls.begin(() -> change());
            Future<Integer> held = calls.begin(-2, c -> c.call(0x40000100, 0, NO_INPUTS, Outputs.NONE));
            Calls.await("one of them is refused", () -> first.isDone() || second.isDone());
            goOn.countDown();
            assertThat(List.of(Calls.result(first), Calls.result(second)))
                    .containsExactlyInAnyOrder(
                            "done",
                            "somebody else makes another backend serve at the moment: try again when that is done");
            assertThat(Calls.result(slow)).isEqualTo(3);
            assertThat(Calls.result(held)).isEqualTo(3);
        }
        assertThat(serving()).isEqualTo("ipc");
    }

    /** Makes the IPC backend serve, or says why not. */
    private String change() {
        try {
            platform.ffm().backend("ipc");
            return "done";
        } catch (PartitaException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Connections and asserted signals stay where they are: the report counts them. */
    @Test
    void theReportSaysWhatWasCarried() throws Exception {
        ffm.sfn(ManifestText.of("SERVER").connected("SERVER", 0x6100), new Scripted());
        platform = ffm.key("ffm.backend", "sfn").boot();
        assertThat(change("ipc", "ipc").carried()).startsWith("0 connections, 0 messages under way, ");
        try (PsaSession one = platform.ffm().client(-1);
                PsaSession two = platform.ffm().client(-2)) {
            int first = one.connect(0x6100, 1);
            int second = two.connect(0x6100, 1);
            assertThat(change("sfn", "sfn").carried())
                    .isEqualTo("2 connections, 0 messages under way, 0 asserted signals");
            one.close(first);
            assertThat(change("ipc", "ipc").carried())
                    .isEqualTo("1 connections, 0 messages under way, 0 asserted signals");
            two.close(second);
        }
    }

    @Test
    void aSwitchToWhoeverServesChangesNothing() throws Exception {
        ffm.sfn(ManifestText.of("SERVER").stateless("SERVER", 0x6100, 1), new Scripted());
        platform = ffm.key("ffm.backend", "auto").boot();
        assertThat(serving()).isEqualTo("sfn");
        SwapReport report = change("sfn", "sfn");
        assertThat(report.from()).isEqualTo(report.to());
        assertThat(report.held()).isZero();
        change("auto", "sfn");
    }

    @Test
    @Shows({"FFM-BACKEND-7", "FFM-BACKEND-11", "FFM-SFN-1"})
    void aSwitchToABackendThatCannotServeNamesEverybody() throws Exception {
        LoadServices services = new LoadServices();
        services.add(ffm);
        ffm.ipc(ManifestText.of("ONE").stateless("ONE", 0x6100, 3), psa -> IpcContract.serve(psa, 0x10, 1));
        ffm.ipc(ManifestText.of("TWO").stateless("TWO", 0x6101, 4), psa -> IpcContract.serve(psa, 0x10, 2));
        platform = ffm.key("ffm.backend", "auto").boot();
        assertThat(serving()).isEqualTo("ipc");
        Load load = new Load(platform, services);
        load.start(2);
        try {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> platform.ffm().backend("sfn"))
                        .isInstanceOf(PartitaException.class)
                        .hasMessageContainingAll("SFN", "IPC serves on", "partition ONE", "partition TWO", "model IPC")
                        .hasMessageNotContainingAny("ECHO", "COUNTER", "FRONT");
                assertThatThrownBy(() -> platform.swap(Roles.BACKEND, "org.partita.backend.sfn", false))
                        .isInstanceOf(PartitaException.class)
                        .hasMessageContainingAll("refused", "partition ONE", "partition TWO", "model IPC");
                load.awaitMore(1);
            }
            change("auto", "ipc");
            try (PsaSession client = platform.ffm().client(-4)) {
                assertThat(List.of(
                                client.call(0x40000102, 0, NO_INPUTS, Outputs.NONE),
                                client.call(0x40000103, 0, NO_INPUTS, Outputs.NONE)))
                        .containsExactly(1, 2);
            }
        } finally {
            load.stop();
        }
        load.judge();
    }
}
