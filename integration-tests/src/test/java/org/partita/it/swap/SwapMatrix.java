package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;

/**
 * The swap matrix: every provider that spm:wiring shows is exchanged in every way while clients call. A new provider of
 * a known role needs nothing; a new role needs a {@link Workload}.
 */
final class SwapMatrix implements AutoCloseable {
    private static final long PATIENCE = 20_000_000_000L;

    private final BundleContext framework;
    private final Platform platform;
    private final Traffic traffic;
    private final Path folder;

    private SwapMatrix(BundleContext framework, Platform platform, Traffic traffic) throws IOException {
        this.framework = framework;
        this.platform = platform;
        this.traffic = traffic;
        this.folder = Files.createTempDirectory("partita-swaps");
    }

    /** With a VM of its own for each client, and a recorder at S-EL1. */
    static SwapMatrix withVms(BundleContext framework, Platform platform, int clients) throws Exception {
        return new SwapMatrix(framework, platform, Traffic.ofVms(framework, platform, clients));
    }

    /** With the contexts of the OS kernel as clients, and recorders at S-EL0. */
    static SwapMatrix withKernel(BundleContext framework, Platform platform, int clients) throws Exception {
        return new SwapMatrix(framework, platform, Traffic.ofKernel(framework, platform, clients));
    }

    /** One test for each provider and each way of exchange. */
    Stream<DynamicTest> tests() {
        return platform.wiring().stream()
                .filter(r -> r.state().equals("serving"))
                .flatMap(r -> Stream.of(Exchange.values())
                        .map(way -> DynamicTest.dynamicTest(r.role() + " " + way, () -> exchange(r.role(), way))));
    }

    private void exchange(String role, Exchange way) throws Exception {
        int rounds = Integer.getInteger("partita.scale", 1) > 1 ? 20 : 3;
        int covered = 0;
        Copies copies = Copies.of(bundle(role));
        traffic.start(workload(role));
        try {
            for (int round = 0; round < rounds; round++) {
                covered += once(role, way, copies) ? 1 : 0;
            }
        } finally {
            traffic.stop();
        }
        assertThat(covered * 2)
                .as("exchanges with a call held or in flight, of %d", rounds)
                .isGreaterThanOrEqualTo(rounds);
        judge(role, way);
    }

    private Workload workload(String role) {
        return traffic.reachable(Workload.of(role));
    }

    private boolean once(String role, Exchange way, Copies copies) throws Exception {
        RoleStatus before = status(role);
        long held = traffic.held();
        boolean flying = traffic.flying();
        way.make(platform, before, bundle(role), copies, folder);
        RoleStatus after = status(role);
        assertThat(after.state())
                .as("%s after %s: %s", role, way, after.reason())
                .isEqualTo("serving");
        traffic.awaitCalls();
        if (workload(role) != Workload.NONE) {
            assertThat(status(role).served())
                    .as("calls that the new %s serves", role)
                    .isPositive();
        }
        return flying || traffic.held() > held;
    }

    /** Client and server logs match one to one, nobody saw BUSY, old class loaders are gone. */
    private void judge(String role, Exchange way) {
        traffic.assertNobodyNoticed();
        System.out.printf(
                "%-32s %-15s %9d calls, %5d held, longest hold %6.1f ms%n",
                role, way, traffic.completed(), traffic.held(), traffic.longestHold() / 1e6);
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
        traffic.close();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(f -> f.toFile().delete());
        }
        Files.delete(folder);
    }
}
