package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.it.swap.Copies;
import org.partita.it.swap.Exchange;
import org.partita.testkit.paxexam.Inject;

/** A platform under load whose providers are exchanged, one role after the other, in every way. */
abstract class ExchangeContract {
    static final int ROUNDS = Integer.getInteger("partita.scale", 1) > 1 ? 20 : 3;
    static final long ROUNDS_BETWEEN = 5;

    /** Longer than a test takes: whatever happens has not waited for it. */
    static final long NEVER = 600_000;

    private static final int CLIENTS = 4;

    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    TestFfm ffm;
    Platform platform;
    Load load;

    /** 1, 2 or 3. */
    int isolation() {
        return 1;
    }

    /** Boots the platform and starts the clients. */
    void boot(String backend, long standby) throws Exception {
        LoadServices services = new LoadServices();
        ffm = new TestFfm(framework, folder)
                .key("ffm.backend", backend)
                .key("ffm.isolation", isolation())
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

    /** A test for each role and way, with this backend. */
    Stream<DynamicTest> exchanges(String backend, List<String> roles) {
        return roles.stream()
                .flatMap(role -> Stream.of(Exchange.values())
                        .map(way -> DynamicTest.dynamicTest(
                                backend + ", " + role + " " + way, () -> exchange(backend, role, way))));
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

    RoleStatus status(String role) {
        return platform.wiring().stream()
                .filter(r -> r.role().equals(role))
                .findFirst()
                .orElseThrow();
    }

    Bundle bundle(String role) {
        return framework.getBundle(status(role).bundleId());
    }
}
