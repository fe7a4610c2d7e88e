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
    private static final long PATIENCE = 60_000_000_000L;

    /** A compiler that is at work on a class keeps it, and gets on between collections only. */
    private static final long LONGEST_PAUSE = 200_000_000;

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
        long share = share(role);
        traffic.start(workload(role));
        try {
            for (int round = 0; round < rounds; round++) {
                covered += once(role, way, copies, share) ? 1 : 0;
            }
        } finally {
            traffic.stop();
        }
        assertThat(covered * 2)
                .as("exchanges with a call held or in flight, of %d", rounds)
                .isGreaterThanOrEqualTo(rounds);
        judge(role, way);
    }

    /** How often the role is asked in each call of its workload: what one provider counts while nobody else comes. */
    private long share(String role) throws Exception {
        long before = status(role).served();
        traffic.start(workload(role));
        traffic.stop();
        traffic.assertNobodyNoticed();
        long asked = status(role).served() - before;
        assertThat(asked % traffic.completed())
                .as("%d times that %s was asked in %d calls", asked, role, traffic.completed())
                .isZero();
        long share = asked / traffic.completed();
        assertThat(share > 0).as("%s is asked %d times a call", role, share).isEqualTo(workload(role) != Workload.NONE);
        return share;
    }

    private Workload workload(String role) {
        return traffic.reachable(Workload.of(role));
    }

    private boolean once(String role, Exchange way, Copies copies, long share) throws Exception {
        RoleStatus before = status(role);
        long held = traffic.held();
        boolean flying = traffic.flying();
        long earlier = traffic.completed();
        way.make(platform, before, bundle(role), copies, folder);
        long since = traffic.completed();
        exchanged(before, status(role), way);
        traffic.awaitCalls();
        counts(role, share, earlier, since);
        return flying || traffic.held() > held;
    }

    /** Somebody else serves, not the provider from before that has never left. */
    private static void exchanged(RoleStatus before, RoleStatus after, Exchange way) {
        assertThat(after.state())
                .as("%s after %s: %s", after.role(), way, after.reason())
                .isEqualTo("serving");
        assertThat(after.since()).as("since when the new one serves").isGreaterThan(before.since());
        assertThat(after.provider()).isEqualTo(before.provider());
        assertThat(after.version().equals(before.version()))
                .as("version %s after %s", after.version(), before.version())
                .isNotEqualTo(way.newVersion());
        assertThat(after.bundleId() == before.bundleId())
                .as("bundle %d after %d", after.bundleId(), before.bundleId())
                .isNotEqualTo(way.newBundle());
    }

    /**
     * The new provider's counter has begun at zero and has grown with every call since the exchange; so no call since then
     * was the old one's.
     *
     * @param earlier calls completed when the exchange began
     * @param since calls completed when it had ended
     */
    private void counts(String role, long share, long earlier, long since) {
        // what is in flight was counted, or will be, on either side
        long flying = traffic.clients();
        long atLeast = traffic.completed() - since - flying;
        long served = status(role).served();
        long atMost = traffic.completed() - earlier + flying;
        assertThat(served)
                .as("times that the new %s was asked, %d in each of %d to %d calls", role, share, atLeast, atMost)
                .isBetween(share * atLeast, share * atMost);
        assertThat(atLeast).as("calls that only the new one can have served").isPositive();
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
        long pause = 1_000_000;
        while (loaders > platform.resources().providers() && System.nanoTime() < end) {
            System.gc();
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
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
