package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PsaSession;
import org.partita.api.admin.RoleStatus;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.provider.Roles;
import org.partita.it.swap.Copies;
import org.partita.it.swap.Exchange;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Providers are exchanged below IPC partitions, some of which always wait: for a message, a signal, an answer. */
@PlatformTest(value = FfmTestPlatform.class, fresh = true)
class IpcProviderSwapsIT {
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
    private static final int ROUNDS_BETWEEN = 5;

    /** Longer than a test takes: whatever happens has not waited for it. */
    private static final long NEVER = 600_000;

    private static final byte[][] NO_INPUTS = {};

    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    private final List<Future<Integer>> clients = new ArrayList<>();
    private TestFfm ffm;
    private Platform platform;
    private Barrier barrier;
    private Calls calls;

    private void boot(long standby) throws Exception {
        barrier = new Barrier(CLIENTS);
        ffm = new TestFfm(framework, folder)
                .key("ffm.backend", "auto")
                .key("drain.deadline", 20_000L)
                .key("vacancy.standby", standby)
                .key("vacancy.grace", NEVER)
                .key("hold.deadline", NEVER)
                .key("watchdog", NEVER);
        barrier.add(ffm);
        platform = ffm.boot();
        assertThat(platform.ffm().backend()).isEqualTo("ipc");
        calls = new Calls(platform);
        clients.clear();
        for (int i = 1; i <= CLIENTS; i++) {
            clients.add(calls.begin(-i, IpcProviderSwapsIT::pass));
        }
        awaitMore();
    }

    /** Passes the barrier until it says that this was the last time. */
    private static int pass(PsaSession client) {
        for (int round = 1; ; round++) {
            int answer = client.call(Barrier.HANDLE, 0, NO_INPUTS, Outputs.NONE);
            if (Math.abs(answer) != round) {
                throw new AssertionError("round " + round + ": " + answer + " " + client.rule());
            }
            if (answer < 0) {
                return round;
            }
        }
    }

    private void awaitMore() {
        long before = barrier.rounds();
        Calls.await(
                "more rounds",
                () -> barrier.rounds() >= before + ROUNDS_BETWEEN
                        || clients.stream().anyMatch(Future::isDone));
        assertThat(clients).as("clients go on").noneMatch(Future::isDone);
    }

    /** Ends the clients: each has passed as often as all others, and the bell has rung as often. */
    private void judge() throws Exception {
        barrier.stop();
        for (Future<Integer> c : clients) {
            assertThat(Calls.result(c)).isEqualTo((int) barrier.rounds());
        }
        assertThat(barrier.rings()).isEqualTo(barrier.rounds());
        assertThat(platform.ffm().connections()).isEmpty();
        assertThat(platform.status().problems()).isEmpty();
        assertThat(platform.partitions()).noneMatch(p -> p.state().equals("ended"));
    }

    /** Also after a failure; a dynamic test has no life cycle of its own. */
    @AfterEach
    void takeBack() {
        barrier.stop();
        if (calls != null) {
            calls.close();
        }
        ffm.close();
    }

    @TestFactory
    Stream<DynamicTest> whoeverWaitsGoesOnAsIfNothingWere() {
        return ROLES.stream()
                .flatMap(role -> Stream.of(Exchange.values())
                        .map(way -> DynamicTest.dynamicTest(role + " " + way, () -> exchange(role, way))));
    }

    private void exchange(String role, Exchange way) throws Exception {
        Path jars = Files.createTempDirectory(folder, "jars");
        boot(NEVER);
        try {
            Copies copies = Copies.of(bundle(role));
            for (int round = 0; round < ROUNDS; round++) {
                RoleStatus before = status(role);
                way.make(platform, before, bundle(role), copies, jars);
                assertThat(status(role).state()).as(status(role).reason()).isEqualTo("serving");
                assertThat(status(role).since()).isGreaterThan(before.since());
                assertThat(status(role).provider()).isEqualTo(before.provider());
                awaitMore();
                assertThat(status(role).served()).isPositive();
            }
            judge();
            Loaders.assertCollected(platform);
        } finally {
            takeBack();
        }
    }

    /** Whoever is asked waits until the backend comes back: the one that stands by has no threads for IPC partitions. */
    @Test
    @Shows({"FFM-BACKEND-7", "FFM-BACKEND-11"})
    void aBackendThatCannotServeDoesNotTakeOver() throws Exception {
        boot(50);
        Bundle first = bundle(Roles.BACKEND);
        first.stop();
        Calls.await(
                "the other one is refused", () -> status(Roles.BACKEND).reason().contains("model IPC"));
        assertThat(status(Roles.BACKEND).state()).isEqualTo("vacant");
        assertThat(status(Roles.BACKEND).reason()).contains("partition LISTENER", "partition BARRIER");
        assertThat(platform.ffm().backend()).isEmpty();
        assertThat(clients).noneMatch(Future::isDone);
        first.start();
        awaitMore();
        assertThat(platform.ffm().backend()).isEqualTo("ipc");
        judge();
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
