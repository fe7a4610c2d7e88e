package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.partita.api.admin.Client.Holds;
import org.partita.api.admin.Platform;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.Partitions;

/**
 * Clients on threads of their own that call without pause, each to a recorder of its own: afterwards both sides' logs
 * say whether a call came twice, not at all, or wrong.
 */
final class Traffic implements AutoCloseable {
    /** A drain.deadline that a client's thread keeps which a busy machine does not let run. */
    static final long DRAIN_MILLIS = 20_000;

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
    private final List<Caller> callers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private Workload workload = Workload.NONE;
    private long numbers = 1;

    private Traffic(BundleContext framework, Platform platform, List<Origin> origins) {
        this.framework = framework;
        this.platform = platform;
        this.origins = origins;
    }

    /** With a VM of its own for each client, and recorders at S-EL1. */
    static Traffic ofVms(BundleContext framework, Platform platform, int clients) {
        List<Origin> origins = new ArrayList<>();
        IntStream.range(0, clients).forEach(i -> origins.add(new Origin(FIRST_CALLER + i, 0)));
        Traffic t = new Traffic(framework, platform, origins);
        for (int i = 0; i < clients; i++) {
            t.load("caller" + i, FIRST_CALLER + i, 0, 2, "", new Silent());
        }
        t.loadRecorders(2);
        return t;
    }

    /** With the contexts of the OS kernel as clients, and recorders at S-EL0. */
    static Traffic ofKernel(BundleContext framework, Platform platform, int clients) {
        List<Origin> origins = new ArrayList<>();
        IntStream.range(0, clients).forEach(i -> origins.add(new Origin(0, i)));
        Traffic t = new Traffic(framework, platform, origins);
        t.loadRecorders(1);
        return t;
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

    /** An OS kernel has no FFA_MSG_WAIT (FF-A Table 9.2): on its platform no client's call reaches that interface. */
    Workload reachable(Workload w) {
        return w == Workload.WAIT && origins.get(0).id() == 0 ? Workload.NONE : w;
    }

    /** Starts all clients and waits until they get answers. */
    void start(Workload wanted) {
        workload = wanted;
        recorders.forEach(Recorder::forget);
        callers.clear();
        threads.clear();
        for (int i = 0; i < origins.size(); i++) {
            Origin o = origins.get(i);
            Caller c = new Caller(platform, workload, o.id(), o.vcpu(), FIRST_RECORDER + i, numbers);
            numbers += 1L << 32;
            callers.add(c);
            threads.add(Thread.ofPlatform().name("client-" + i).start(c));
        }
        awaitCalls();
    }

    /** Waits until some more calls are completed. */
    void awaitCalls() {
        long from = completed();
        long end = System.nanoTime() + PATIENCE;
        while (completed() < from + CALLS_BETWEEN) {
            assertThat(System.nanoTime() - end)
                    .as("clients make progress: %s", wrong())
                    .isNegative();
            LockSupport.parkNanos(50_000);
        }
    }

    /** Ends the clients. */
    void stop() {
        callers.forEach(Caller::stop);
        for (Thread t : threads) {
            assertThat(ended(t)).as("client %s ended", t.getName()).isTrue();
        }
    }

    private static boolean ended(Thread t) {
        try {
            return t.join(Duration.ofNanos(3 * PATIENCE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    long completed() {
        return callers.stream().mapToLong(Caller::completed).sum();
    }

    int clients() {
        return origins.size();
    }

    /** Whether a client is in a call. */
    boolean flying() {
        return callers.stream().anyMatch(Caller::calling);
    }

    /** Calls that were answered BUSY until now. */
    long busy() {
        return callers.stream().mapToLong(Caller::busy).sum();
    }

    /** Calls that were held until now. */
    long held() {
        return callers.stream().mapToLong(c -> c.holds().count()).sum();
    }

    /** The longest hold of a call, in nanoseconds. */
    long longestHold() {
        return callers.stream()
                .map(Caller::holds)
                .mapToLong(Holds::longestNanos)
                .max()
                .orElse(0);
    }

    private List<String> wrong() {
        return callers.stream()
                .map(c -> c.busy() + " BUSY, " + c.wrong() + " wrong " + c.example())
                .toList();
    }

    /** No client saw BUSY, and {@link #assertExactlyOnce} holds. */
    void assertNobodyNoticed() {
        assertThat(busy()).as("BUSY answers").isZero();
        assertExactlyOnce();
    }

    /** Nothing but BUSY kept a client from its answer, and clients' and recorders' logs match one to one. */
    void assertExactlyOnce() {
        for (Caller c : callers) {
            assertThat(c.wrong()).as("wrong answers: %s", c.example()).isZero();
        }
        if (!workload.reachesRecorders()) {
            return;
        }
        for (Caller c : callers) {
            Recorder r = recorders.get(c.to() - FIRST_RECORDER);
            assertThat(r.requests()).as("requests that the recorder handled").isEqualTo(c.completed());
            for (long n = c.first(); n < c.first() + c.completed(); n++) {
                assertThat(r.times(n))
                        .as("times that request %d was handled", n)
                        .isEqualTo(1);
            }
            assertThat(r.torn()).as("reads that did not give what was written").isZero();
        }
    }

    @Override
    public void close() {
        stop();
        loaded.forEach(platform::unload);
        code.forEach(ServiceRegistration::unregister);
    }
}
