package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.it.platform.Running;
import org.partita.testkit.paxexam.Inject;

/** The sample partitions of a shipped platform answer. */
abstract class SamplesContract {
    private static final Set<String> SAMPLES = Set.of(
            "org.partita.partition.storage", "org.partita.partition.crypto", "org.partita.partition.attestation");

    private static final int CRYPTO = 0x40000100;
    private static final int STORAGE = 0x40000102;
    private static final int ATTESTATION = 0x40000103;

    @Inject
    BundleContext framework;

    Platform platform;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
    }

    /** The backend that the platform comes with. */
    abstract String backend();

    abstract int isolationLevel();

    @Test
    void theyAnswer() {
        assertThat(platform.ffm().backend()).isEqualTo(backend());
        assertThat(platform.ffm().isolation().number()).isEqualTo(isolationLevel());
        answers();
        assertThat(platform.ffm().connections()).isEmpty();
        assertThat(platform.status().problems()).isEmpty();
    }

    /** Each is booted anew, keys and what was stored included; nobody keeps the old code. */
    @Test
    void theirBundlesAreUpdated() throws Exception {
        answers();
        List<WeakReference<ClassLoader>> old = new ArrayList<>();
        for (Bundle b : framework.getBundles()) {
            if (SAMPLES.contains(b.getSymbolicName())) {
                old.add(new WeakReference<>(b.adapt(BundleWiring.class).getClassLoader()));
                b.update();
                Calls.await(
                        b.getSymbolicName() + " has partitions again",
                        () -> platform.partitions().stream()
                                .noneMatch(p -> p.state().equals("ended")));
            }
        }
        assertThat(old).hasSameSizeAs(SAMPLES);
        answers();
        Calls.await("class loaders of old code are collected", () -> {
            System.gc();
            return old.stream().allMatch(r -> r.refersTo(null));
        });
        assertThat(platform.ffm().connections()).isEmpty();
        assertThat(platform.status().problems()).isEmpty();
    }

    void answers() {
        try (PsaSession client = platform.ffm().client(-1)) {
            PlatformServices services = new PlatformServices(client);
            int count = services.counter(2);
            services.increment(2);
            assertThat(services.counter(2)).isEqualTo(count + 1);
            assertThat(client.frameworkVersion()).isEqualTo(0x0101);
            assertThat(client.version(0x80)).isEqualTo(1);
            // SHA-256 of "abc" (FIPS 180-4)
            Outputs digest = new Outputs(32);
            assertThat(client.call(CRYPTO, 1, new byte[][] {new byte[8], {'a', 'b', 'c'}}, digest))
                    .isZero();
            assertThat(HexFormat.of().formatHex(digest.bytes(0)))
                    .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
            // tag 18, an array of four (RFC 9052, COSE_Sign1)
            Outputs token = new Outputs(512);
            assertThat(client.call(ATTESTATION, 1001, new byte[][] {new byte[32]}, token))
                    .isZero();
            assertThat(HexFormat.of().formatHex(token.bytes(0))).startsWith("d284");
            byte[] uid = {7, 0, 0, 0, 0, 0, 0, 0};
            assertThat(client.call(STORAGE, 1001, new byte[][] {uid, {1, 2, 3}, new byte[4]}, Outputs.NONE))
                    .isZero();
            Outputs stored = new Outputs(3);
            assertThat(client.call(STORAGE, 1002, new byte[][] {uid, new byte[4]}, stored))
                    .isZero();
            assertThat(stored.bytes(0)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void interruptsAreCounted() throws Exception {
        countsInterrupts();
        assertThat(platform.status().problems()).isEmpty();
    }

    void countsInterrupts() {
        try (PsaSession client = platform.ffm().client(-1)) {
            PlatformServices services = new PlatformServices(client);
            PlatformServices.Statistics before = services.statistics();
            for (int i = 1; i <= 2 * PlatformServices.PERIOD; i++) {
                int ticks = before.ticks() + i;
                raise(PlatformServices.TICKER);
                Calls.await("it is counted", () -> services.statistics().ticks() == ticks);
            }
            for (int i = 1; i <= 3; i++) {
                int warnings = before.warnings() + i;
                raise(PlatformServices.WATCHDOG);
                Calls.await("it is counted", () -> services.statistics().warnings() == warnings);
            }
            PlatformServices.Statistics after = services.statistics();
            assertThat(after)
                    .isEqualTo(new PlatformServices.Statistics(
                            before.ticks() + 2 * PlatformServices.PERIOD,
                            before.periods() + 2,
                            before.warnings() + 3,
                            PlatformServices.WATCHDOG_SIGNAL));
        }
    }

    /** A client has the answer when an interrupt has been handled, and not before. */
    @Test
    void anInterruptIsAwaited() throws Exception {
        try (PsaSession client = platform.ffm().client(-1);
                Calls calls = new Calls(platform)) {
            int warnings = new PlatformServices(client).statistics().warnings();
            Future<PlatformServices.Statistics> next = calls.begin(-2, c -> new PlatformServices(c).next());
            calls.await(-2, "taken");
            assertThat(next).isNotDone();
            // one that comes before the service waits is handled before: it is none that was awaited
            Calls.await("an answer", () -> {
                raise(PlatformServices.WATCHDOG);
                return next.isDone();
            });
            assertThat(Calls.result(next).warnings()).isGreaterThan(warnings);
            assertThat(Calls.result(next).last()).isEqualTo(PlatformServices.WATCHDOG_SIGNAL);
        }
    }

    void raise(int intid) {
        platform.interrupts().pulse(intid, 0);
    }
}
