package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.api.provider.Roles;
import org.partita.it.swap.Copies;
import org.partita.it.swap.Exchange;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Every provider of an FF-M platform is exchanged in every way while Non-secure clients call: nobody notices. */
@PlatformTest(value = FfmTestPlatform.class, fresh = true)
class ProviderSwapsIT {
    private static final List<String> ROLES = List.of(
            Roles.AGENT_NS_AGENT_TZ,
            Roles.BACKEND,
            Roles.CONDUIT_CALL,
            Roles.MANAGER_FFM_SPM,
            Roles.INTERFACE_PSA_CLIENT,
            Roles.INTERFACE_PSA_SERVICE,
            Roles.HARDWARE_MEMORY);

    private static final int ROUNDS = Integer.getInteger("partita.scale", 1) > 1 ? 20 : 3;
    private static final int CLIENTS = 4;
    private static final long ROUNDS_BETWEEN = 5;

    /** Longer than a test takes: whatever happens has not waited for it. */
    private static final long NEVER = 600_000;

    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    private TestFfm ffm;
    private Platform platform;
    private Load load;

    /** Boots the platform and starts the clients. */
    private void boot(String backend, long standby) throws Exception {
        LoadServices services = new LoadServices();
        ffm = new TestFfm(framework, folder)
                .key("ffm.backend", backend)
                .key("drain.deadline", 20_000L)
                .key("vacancy.standby", standby)
                .key("vacancy.grace", NEVER)
                .key("hold.deadline", NEVER)
                .key("watchdog", NEVER);
        services.add(ffm);
        platform = ffm.boot();
        load = new Load(platform, services);
        load.start(CLIENTS);
    }

    /** Ends the clients, also after a failure; a dynamic test has no life cycle of its own. */
    @AfterEach
    void takeBack() throws Exception {
        try {
            if (load != null) {
                load.stop();
            }
        } finally {
            ffm.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> nobodyNotices() {
        return Stream.of("sfn", "ipc")
                .flatMap(backend -> ROLES.stream()
                        .flatMap(role -> Stream.of(Exchange.values())
                                .map(way -> DynamicTest.dynamicTest(
                                        backend + ", " + role + " " + way, () -> exchange(backend, role, way)))));
    }

    private void exchange(String backend, String role, Exchange way) throws Exception {
        Path jars = Files.createTempDirectory(folder, "jars");
        boot(backend, NEVER);
        try {
            Copies copies = Copies.of(bundle(role));
            for (int round = 0; round < ROUNDS; round++) {
                RoleStatus before = status(role);
                way.make(platform, before, bundle(role), copies, jars);
                exchanged(before, status(role), way);
                load.awaitMore(ROUNDS_BETWEEN);
                assertThat(status(role).served()).isPositive();
                assertThat(platform.ffm().backend()).isEqualTo(backend);
            }
            load.judge();
            Loaders.assertCollected(platform);
        } finally {
            takeBack();
        }
    }

    private static void exchanged(RoleStatus before, RoleStatus after, Exchange way) {
        assertThat(after.state())
                .as("%s after %s: %s", after.role(), way, after.reason())
                .isEqualTo("serving");
        assertThat(after.since()).as("since when the new one serves").isGreaterThan(before.since());
        assertThat(after.provider()).isEqualTo(before.provider());
        assertThat(after.version().equals(before.version())).isNotEqualTo(way.newVersion());
        assertThat(after.bundleId() == before.bundleId()).isNotEqualTo(way.newBundle());
    }

    /** It comes back, and stands by: who serves has not changed twice. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"sfn", "ipc"})
    @Shows({"FFM-BACKEND-5", "FFM-BACKEND-3"})
    void whenTheServingBackendStopsTheOtherOneTakesOver(String backend) throws Exception {
        boot(backend, 300);
        Bundle first = bundle(Roles.BACKEND);
        String other = backend.equals("sfn") ? "ipc" : "sfn";
        first.stop();
        Calls.await("the other one serves", () -> platform.ffm().backend().equals(other));
        load.awaitMore(ROUNDS_BETWEEN);
        assertThat(status(Roles.BACKEND).provider()).isEqualTo("org.partita.backend." + other);
        first.start();
        load.awaitMore(ROUNDS_BETWEEN);
        load.judge();
    }

    /** Updates between switches: no backend that has gone is kept by a partition's thread, or by what waits. */
    @Test
    @Shows("FFM-BACKEND-5")
    void backendsThatWereSwitchedAwayAreUpdated() throws Exception {
        boot("ipc", NEVER);
        for (int round = 0; round < ROUNDS; round++) {
            RoleStatus before = status(Roles.BACKEND);
            Bundle serving = bundle(Roles.BACKEND);
            String to = platform.ffm().backend().equals("sfn") ? "ipc" : "sfn";
            platform.ffm().backend(to);
            load.awaitMore(ROUNDS_BETWEEN);
            Exchange.UPDATE.make(platform, before, serving, Copies.of(serving), folder);
            load.awaitMore(ROUNDS_BETWEEN);
            assertThat(platform.ffm().backend()).isEqualTo(to);
        }
        load.judge();
        Loaders.assertCollected(platform);
    }

    private RoleStatus status(String role) {
        return platform.wiring().stream()
                .filter(r -> r.role().equals(role))
                .findFirst()
                .orElseThrow();
    }

    private Bundle bundle(String role) {
        return framework.getBundle(status(role).bundleId());
    }
}
