package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.log.LoggerFactory;
import org.partita.api.admin.RoleStatus;
import org.partita.api.partition.MemoryView;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * An update that fails leaves the role vacant and its state kept; the old version put back restores service, and clients
 * that called all the time have noticed nothing.
 */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
@LeavesNothingBehind
class FailedUpdateIT {
    /** Longer than a test takes: whoever sees BUSY has seen it inside the grace. */
    private static final long GRACE_MILLIS = 60_000;

    /** Entries that the log service of the platforms keeps. */
    private static final int LOG_HISTORY = 100;

    @Inject
    BundleContext framework;

    private Workshop shop;

    @BeforeAll
    static void boot(@Inject BundleContext framework) throws Exception {
        new Running(framework).platform();
    }

    @BeforeEach
    void open() throws Exception {
        shop = new Workshop(
                framework,
                Map.of(
                        "vacancy.grace", GRACE_MILLIS,
                        "hold.deadline", GRACE_MILLIS,
                        "drain.deadline", Traffic.DRAIN_MILLIS));
    }

    @AfterEach
    void close() throws Exception {
        shop.close();
    }

    private static void throwsAt(String wanted, String step) {
        if (step.equals(wanted)) {
            throw new IllegalStateException("meant by the test");
        }
    }

    private void activationFails(String role, String fixture) throws Exception {
        shop.watch(step -> throwsAt("construct", step));
        shop.update(role, shop.build(role).watched(fixture));
    }

    private void resolutionFails(String role) {
        assertThatThrownBy(() -> shop.update(role, shop.build(role).unresolvable()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("org.partita.nowhere");
    }

    private void assertVacant(String role) {
        RoleStatus now = shop.role(role);
        assertThat(now.state()).isEqualTo("vacant");
        assertThat(now.reason()).contains(shop.original(role).getSymbolicName());
        assertThat(shop.platform().status().health()).isEqualTo("degraded");
        assertThat(shop.platform().status().problems()).anyMatch(p -> p.contains("role " + role));
    }

    private void assertServes(String role) {
        assertThat(shop.role(role).state()).isEqualTo("serving");
        assertThat(shop.role(role).reason()).isEmpty();
        assertThat(shop.platform().status().health()).isEqualTo("ok");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({Roles.INTERFACE_DIRECT_MESSAGING + ", WatchedMessaging", Roles.HARDWARE_MEMORY + ", WatchedMemory"})
    void anActivationThatThrowsLeavesTheRoleVacantUntilTheOldVersionIsPutBack(String role, String fixture)
            throws Exception {
        try (Traffic traffic = Traffic.ofVms(framework, shop.platform(), 2)) {
            traffic.start(Workload.DIRECT);
            activationFails(role, fixture);
            assertVacant(role);
            assertThat(shop.original(role).getState()).isEqualTo(Bundle.ACTIVE);
            shop.putBack(role);
            traffic.awaitCalls();
            traffic.stop();
            traffic.assertNobodyNoticed();
        }
        assertServes(role);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({Roles.INTERFACE_DIRECT_MESSAGING + ", WatchedMessaging", Roles.HARDWARE_MEMORY + ", WatchedMemory"})
    void theReasonOfAVacancyNamesTheBundleAndTheExceptionOfItsActivation(String role, String fixture) throws Exception {
        activationFails(role, fixture);
        Workshop.await("the reason", () -> shop.role(role).reason().contains("meant by the test"));
        assertThat(shop.role(role).reason()).contains(shop.original(role).getSymbolicName());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {Roles.INTERFACE_DIRECT_MESSAGING, Roles.HARDWARE_MEMORY})
    void aVersionThatDoesNotResolveLeavesTheRoleVacantUntilTheOldVersionIsPutBack(String role) throws Exception {
        try (Traffic traffic = Traffic.ofVms(framework, shop.platform(), 2)) {
            traffic.start(Workload.DIRECT);
            resolutionFails(role);
            assertVacant(role);
            shop.putBack(role);
            traffic.awaitCalls();
            traffic.stop();
            traffic.assertNobodyNoticed();
        }
        assertServes(role);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {Roles.INTERFACE_DIRECT_MESSAGING, Roles.HARDWARE_MEMORY})
    void anUpdateToGarbageIsRefusedByTheFrameworkAndTheOldVersionServesOn(String role) throws Exception {
        byte[] garbage = "this is no jar".getBytes(StandardCharsets.UTF_8);
        try (Traffic traffic = Traffic.ofVms(framework, shop.platform(), 2)) {
            traffic.start(Workload.DIRECT);
            assertThatThrownBy(() -> shop.change(role).update(new ByteArrayInputStream(garbage)))
                    .isInstanceOf(BundleException.class);
            traffic.awaitCalls();
            traffic.stop();
            traffic.assertNobodyNoticed();
        }
        assertServes(role);
    }

    private long send(int keeper, long value) {
        try (Abi vm = new Abi(shop.platform(), 1)) {
            return vm.direct64(keeper, value).registers().x4;
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"construct", "attach", "import"})
    void contentsOfMemoryOutliveAMemoryModelThatFailsAtOneOfItsSteps(String step) throws Exception {
        try (TestPartitions partitions = new TestPartitions(framework, shop.platform())) {
            int keeper = partitions.callback(Dts.sp("keeper", 0x8071).memory("kept", 0x06500000L, 1, 3), request -> {
                MemoryView memory = request.context().memory();
                if (request.x(3) != 0) {
                    memory.write64(0x06500000L, request.x(3));
                }
                request.respond(4, memory.read64(0x06500000L));
            });
            assertThat(send(keeper, 0x123456789ABCDEFL)).isEqualTo(0x123456789ABCDEFL);
            shop.watch(s -> throwsAt(step, s));
            shop.update(Roles.HARDWARE_MEMORY, shop.build(Roles.HARDWARE_MEMORY).watched("WatchedMemory"));
            assertVacant(Roles.HARDWARE_MEMORY);
            shop.putBack(Roles.HARDWARE_MEMORY);
            assertThat(send(keeper, 0)).isEqualTo(0x123456789ABCDEFL);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "attach, could not be attached",
        "import, refused",
    })
    void aMemoryModelThatRefusesToServeIsNamedWithItsReason(String step, String how) throws Exception {
        shop.watch(s -> throwsAt(step, s));
        shop.update(Roles.HARDWARE_MEMORY, shop.build(Roles.HARDWARE_MEMORY).watched("WatchedMemory"));
        assertThat(shop.role(Roles.HARDWARE_MEMORY).reason())
                .contains("org.partita.hardware.memory:0.2.")
                .contains(how)
                .contains("meant by the test");
    }

    /** Until then the log's history has the exception of the activation, and that the classes on its stack. */
    @Test
    void theFailedVersionIsCollectedWhenTheLogHasForgottenIt(@Inject LoggerFactory log) throws Exception {
        String role = Roles.INTERFACE_DIRECT_MESSAGING;
        activationFails(role, "WatchedMessaging");
        WeakReference<ClassLoader> failed = new WeakReference<>(
                shop.original(role).adapt(BundleWiring.class).getClassLoader());
        shop.watchNothing();
        shop.putBack(role);
        for (int i = 0; i < LOG_HISTORY; i++) {
            log.getLogger(FailedUpdateIT.class).warn("the log forgets");
        }
        Workshop.await("the failed version's class loader is collected", () -> {
            System.gc();
            return failed.refersTo(null);
        });
    }
}
