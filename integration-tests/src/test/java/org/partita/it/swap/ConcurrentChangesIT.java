package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;
import org.partita.api.provider.Roles;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Several providers change at once while clients call: still exactly once, and nobody notices. */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
@LeavesNothingBehind
class ConcurrentChangesIT {
    private static final int ROUNDS = 10 * Integer.getInteger("partita.scale", 1);
    private static final long PATIENCE = 60;

    @Inject
    BundleContext framework;

    private Workshop shop;
    private Traffic traffic;

    @BeforeAll
    static void boot(@Inject BundleContext framework) throws Exception {
        new Running(framework).platform();
    }

    @BeforeEach
    void open() throws Exception {
        // a slow disk must not make a vacancy longer than the grace
        shop = new Workshop(
                framework,
                Map.of(
                        "vacancy.grace", TimeUnit.SECONDS.toMillis(PATIENCE),
                        "hold.deadline", TimeUnit.SECONDS.toMillis(PATIENCE),
                        "drain.deadline", Traffic.DRAIN_MILLIS));
        traffic = Traffic.ofVms(framework, shop.platform(), 2);
        traffic.start(Workload.DIRECT);
    }

    @AfterEach
    void close() throws Exception {
        traffic.close();
        shop.close();
    }

    private void finish() throws Exception {
        traffic.awaitCalls();
        traffic.stop();
        traffic.assertNobodyNoticed();
        assertThat(shop.platform().status().health()).isEqualTo("ok");
    }

    private FutureTask<Boolean> updates(String role, CyclicBarrier together) {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                byte[] next = shop.build(role).bytes();
                together.await(PATIENCE, TimeUnit.SECONDS);
                shop.original(role).update(new ByteArrayInputStream(next));
            }
            return true;
        });
        Thread.ofPlatform().name("updates " + role).start(task);
        return task;
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        Roles.INTERFACE_DIRECT_MESSAGING + ", " + Roles.HARDWARE_MEMORY,
        Roles.MANAGER_SPMC + ", " + Roles.MANAGER_SPMD,
        Roles.CONDUIT_ERET + ", " + Roles.INSTANCE_SECURE_VIRTUAL
    })
    void twoBundlesAreUpdatedFromTwoThreadsAtOnce(String one, String other) throws Exception {
        shop.change(one);
        shop.change(other);
        CyclicBarrier together = new CyclicBarrier(2);
        List<FutureTask<Boolean>> updates = List.of(updates(one, together), updates(other, together));
        for (FutureTask<Boolean> u : updates) {
            assertThat(u.get(PATIENCE, TimeUnit.SECONDS)).isTrue();
        }
        finish();
    }

    @Test
    void allProvidersOfACallsWayAreRefreshedTogether() throws Exception {
        List<Bundle> all = new ArrayList<>();
        for (String role : List.of(
                Roles.INTERFACE_DIRECT_MESSAGING, Roles.HARDWARE_MEMORY, Roles.MANAGER_SPMC, Roles.CONDUIT_SMC)) {
            all.add(shop.original(role));
        }
        for (int i = 0; i < ROUNDS; i++) {
            refresh(all);
            traffic.awaitCalls();
        }
        finish();
    }

    private void refresh(List<Bundle> bundles) throws Exception {
        FutureTask<Boolean> refreshed = new FutureTask<>(() -> true);
        framework.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(bundles, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.run();
            }
        });
        assertThat(refreshed.get(PATIENCE, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aProviderIsUninstalledAndAnotherVersionOfItInstalled() throws Exception {
        String role = Roles.INTERFACE_DIRECT_MESSAGING;
        Bundle serving =
                shop.install(shop.build(role).named("org.partita.test.changing").ranked(9));
        for (int i = 0; i < ROUNDS; i++) {
            byte[] next = shop.build(role)
                    .named("org.partita.test.changing")
                    .ranked(9)
                    .bytes();
            String location = serving.getLocation();
            shop.original(role).stop();
            serving.uninstall();
            assertThat(shop.role(role).state()).isEqualTo("vacant");
            serving = framework.installBundle(location, new ByteArrayInputStream(next));
            serving.start();
            shop.original(role).start();
            assertThat(shop.role(role).bundleId()).isEqualTo(serving.getBundleId());
            traffic.awaitCalls();
        }
        serving.uninstall();
        finish();
    }
}
