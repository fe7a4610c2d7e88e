package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.partita.api.admin.Client.Holds;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.Partitions;

/**
 * The swap matrix: every provider that spm:wiring shows is exchanged in every way while clients call. A new provider of
 * a known role needs nothing; a new role needs a {@link Workload}.
 */
final class SwapMatrix implements AutoCloseable {
    private static final int CALLS_BETWEEN = 50;
    private static final long PATIENCE = 20_000_000_000L;
    private static final int FIRST_RECORDER = 0x9001;
    private static final int FIRST_CALLER = 0x101;
    private static final long FIRST_PAGE = 0x06400000L;

    /** Where a client calls from. */
    record Origin(int id, int vcpu) {}

    private final BundleContext framework;
    private final Platform platform;
    private final List<Origin> origins;
    private final List<Recorder> recorders = new ArrayList<>();
    private final List<Integer> loaded = new ArrayList<>();
    private final List<ServiceRegistration<?>> code = new ArrayList<>();
    private final Path folder;
    private long numbers = 1;

    private SwapMatrix(BundleContext framework, Platform platform, List<Origin> origins) throws Exception {
        this.framework = framework;
        this.platform = platform;
        this.origins = origins;
        this.folder = Files.createTempDirectory("partita-swaps");
    }

    /** With a VM of its own for each client, and a recorder at S-EL1. */
    static SwapMatrix withVms(BundleContext framework, Platform platform, int clients) throws Exception {
        List<Origin> origins = new ArrayList<>();
        IntStream.range(0, clients).forEach(i -> origins.add(new Origin(FIRST_CALLER + i, 0)));
        SwapMatrix m = new SwapMatrix(framework, platform, origins);
        for (int i = 0; i < clients; i++) {
            m.load("caller" + i, FIRST_CALLER + i, 0, 2, "", new Silent());
        }
        m.loadRecorders(2);
        return m;
    }

    /** With the contexts of the OS kernel as clients, and recorders at S-EL0. */
    static SwapMatrix withKernel(BundleContext framework, Platform platform, int clients) throws Exception {
        List<Origin> origins = new ArrayList<>();
        IntStream.range(0, clients).forEach(i -> origins.add(new Origin(0, i)));
        SwapMatrix m = new SwapMatrix(framework, platform, origins);
        m.loadRecorders(1);
        return m;
    }

    private void loadRecorders(int level) {
        for (int i = 0; i < origins.size(); i++) {
            long page = FIRST_PAGE + i * 0x1000L;
            Recorder recorder = new Recorder(page);
            recorders.add(recorder);
            String region = """
                    memory-regions {
                        compatible = "arm,ffa-manifest-memory-regions";
                        log { description = "log"; pages-count = <1>; attributes = <3>; base-address = <0 0x%x>; };
                    };
                    """.formatted(page);
            load("recorder" + i, FIRST_RECORDER + i, level, 3, region, recorder);
        }
    }

    private void load(String name, int id, int level, int messaging, String more, CallbackPartition partition) {
        String dts = """
                /dts-v1/;
                / {
                    compatible = "arm,ffa-manifest-1.0";
                    description = "%s";
                    ffa-version = <0x00010000>;
                    id = <%d>;
                    uuid = <0x11111111 0x22222222 0x33333333 %d>;
                    messaging-method = <%d>;
                    execution-ctx-count = <1>;
                    exception-level = <%d>;
                    execution-state = <0>;
                    %s
                };
                """.formatted(name, id, id, messaging, level, more);
        String file = name + ".dts";
        code.add(framework.registerService(
                CallbackPartition.class, partition, FrameworkUtil.asDictionary(Map.of(Partitions.MANIFEST, file))));
        loaded.add(platform.load(new ManifestSource(file, dts.getBytes(StandardCharsets.UTF_8)), null));
    }

    /** A VM that only calls. */
    private static final class Silent implements CallbackPartition {
        @Override
        public void directRequest(DirectRequest request) {
            throw new IllegalStateException("nobody sends me requests");
        }
    }

    /** One test for each provider and each way of exchange. */
    Stream<DynamicTest> tests() {
        return platform.wiring().stream()
                .filter(r -> r.state().equals("serving"))
                .flatMap(r -> Stream.of(Exchange.values())
                        .map(way -> DynamicTest.dynamicTest(r.role() + " " + way, () -> exchange(r.role(), way))));
    }

    private void exchange(String role, Exchange way) throws Exception {
        Workload workload = workload(role);
        int rounds = Integer.getInteger("partita.scale", 1) > 1 ? 20 : 3;
        recorders.forEach(Recorder::forget);
        List<Caller> callers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < origins.size(); i++) {
            Origin o = origins.get(i);
            Caller c = new Caller(platform, workload, o.id(), o.vcpu(), FIRST_RECORDER + i, numbers);
            numbers += 1L << 32;
            callers.add(c);
            threads.add(Thread.ofPlatform().name("client-" + i).start(c));
        }
        int covered = 0;
        try {
            Copies copies = Copies.of(bundle(role));
            awaitCalls(callers, 0);
            for (int round = 0; round < rounds; round++) {
                covered += once(role, way, copies, callers) ? 1 : 0;
            }
        } finally {
            callers.forEach(Caller::stop);
            for (Thread t : threads) {
                t.join(60_000);
                assertThat(t.isAlive()).as("client %s ended", t.getName()).isFalse();
            }
        }
        assertThat(covered * 2)
                .as("exchanges with a call held or in flight, of %d", rounds)
                .isGreaterThanOrEqualTo(rounds);
        judge(role, way, workload, callers);
    }

    /** An OS kernel has no FFA_MSG_WAIT (FF-A Table 9.2): on its platform no client's call reaches that interface. */
    private Workload workload(String role) {
        Workload w = Workload.of(role);
        return w == Workload.WAIT && origins.get(0).id() == 0 ? Workload.NONE : w;
    }

    private boolean once(String role, Exchange way, Copies copies, List<Caller> callers) throws Exception {
        RoleStatus before = status(role);
        long held = held(callers);
        boolean flying = callers.stream().anyMatch(Caller::calling);
        way.make(platform, before, bundle(role), copies, folder);
        RoleStatus after = status(role);
        assertThat(after.state())
                .as("%s after %s: %s", role, way, after.reason())
                .isEqualTo("serving");
        awaitCalls(callers, completed(callers));
        if (workload(role) != Workload.NONE) {
            assertThat(status(role).served())
                    .as("calls that the new %s serves", role)
                    .isPositive();
        }
        return flying || held(callers) > held;
    }

    private static void awaitCalls(List<Caller> callers, long from) {
        long end = System.nanoTime() + PATIENCE;
        while (completed(callers) < from + CALLS_BETWEEN) {
            assertThat(System.nanoTime() - end)
                    .as("clients make progress: %s", wrong(callers))
                    .isNegative();
            LockSupport.parkNanos(50_000);
        }
    }

    private static long completed(List<Caller> callers) {
        return callers.stream().mapToLong(Caller::completed).sum();
    }

    private static long held(List<Caller> callers) {
        return callers.stream().mapToLong(c -> c.holds().count()).sum();
    }

    private static List<String> wrong(List<Caller> callers) {
        return callers.stream()
                .map(c -> c.busy() + " BUSY, " + c.wrong() + " wrong " + c.example())
                .toList();
    }

    /** Client and server logs match one to one, nobody saw BUSY, old class loaders are gone. */
    private void judge(String role, Exchange way, Workload workload, List<Caller> callers) throws Exception {
        for (Caller c : callers) {
            assertThat(c.wrong()).as("wrong answers: %s", c.example()).isZero();
            assertThat(c.busy()).as("BUSY answers").isZero();
        }
        if (workload.reachesRecorders()) {
            for (Caller c : callers) {
                Recorder r = recorders.get(c.to() - FIRST_RECORDER);
                assertThat(r.requests())
                        .as("requests that the recorder handled")
                        .isEqualTo(c.completed());
                for (long n = c.first(); n < c.first() + c.completed(); n++) {
                    assertThat(r.times(n))
                            .as("times that request %d was handled", n)
                            .isEqualTo(1);
                }
                assertThat(r.torn()).isZero();
            }
        }
        long longest = callers.stream()
                .map(Caller::holds)
                .mapToLong(Holds::longestNanos)
                .max()
                .orElse(0);
        System.out.printf(
                "%-32s %-15s %9d calls, %5d held, longest hold %6.1f ms%n",
                role, way, completed(callers), held(callers), longest / 1e6);
        assertThat(aliveLoaders())
                .as("class loaders of providers")
                .isLessThanOrEqualTo(platform.resources().providers());
    }

    private int aliveLoaders() {
        int loaders = Integer.MAX_VALUE;
        long end = System.nanoTime() + PATIENCE;
        while (loaders > platform.resources().providers() && System.nanoTime() < end) {
            System.gc();
            LockSupport.parkNanos(1_000_000);
            loaders = platform.resources().loaders();
        }
        return loaders;
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

    @Override
    public void close() throws IOException {
        loaded.forEach(platform::unload);
        code.forEach(ServiceRegistration::unregister);
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(f -> f.toFile().delete());
        }
        Files.delete(folder);
    }
}
