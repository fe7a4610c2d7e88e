package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.Platform;
import org.partita.api.admin.SwapReport;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Providers that leave, or are to be swapped, while a call is inside them and does not end. */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
@LeavesNothingBehind
class QuarantineIT {
    private static final String STATELESS = Roles.INTERFACE_DIRECT_MESSAGING;
    private static final String STATEFUL = Roles.HARDWARE_MEMORY;
    private static final String OTHER = "org.partita.test.other";
    private static final int ECHO = 0x8002;
    private static final int INFO_GET = 0x84000068;
    private static final int RX_RELEASE = 0x84000065;
    private static final long DRAIN_MILLIS = 100;
    private static final long PATIENCE = 20;

    @Inject
    BundleContext framework;

    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private Workshop shop;
    private Platform platform;

    @BeforeAll
    static void boot(@Inject BundleContext framework) throws Exception {
        new Running(framework).platform();
    }

    @BeforeEach
    void open() throws Exception {
        shop = new Workshop(framework, Map.of("drain.deadline", DRAIN_MILLIS, "vacancy.standby", 100L));
        platform = shop.platform();
    }

    @AfterEach
    void close() throws Exception {
        goOn.countDown();
        shop.close();
    }

    /** The next step of this name waits until the test lets it go on; later ones do not. */
    private void blockAt(String wanted) {
        shop.watch(step -> {
            if (step.equals(wanted) && inside.getCount() > 0) {
                inside.countDown();
                awaitGoOn();
            }
        });
    }

    private void awaitGoOn() {
        try {
            assertThat(goOn.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a call of VM 1 that blocks in the provider. */
    private FutureTask<String> blockedCall(int function, long... arguments) throws InterruptedException {
        FutureTask<String> answer = new FutureTask<>(() -> {
            try (Abi vm = new Abi(platform, 1)) {
                vm.raw(function, arguments);
                return vm.error() + " " + vm.rule();
            }
        });
        Thread.ofPlatform().name("caller").start(answer);
        assertThat(inside.await(PATIENCE, TimeUnit.SECONDS))
                .as("the call is inside")
                .isTrue();
        return answer;
    }

    private FutureTask<String> blockedRequest() throws InterruptedException {
        blockAt("handle");
        return blockedCall(0x8400006F, Abi.ids(1, ECHO), 0, 5);
    }

    /** FFA_PARTITION_INFO_GET writes to the caller's RX buffer: a call that is inside the memory model. */
    private FutureTask<String> blockedQuery() throws InterruptedException {
        blockAt("page");
        return blockedCall(INFO_GET);
    }

    private void assertEchoAnswers() {
        try (Abi vm = new Abi(platform, 1)) {
            assertThat(vm.direct(ECHO, 5).registers().x3)
                    .as("rule %s", vm.rule())
                    .isEqualTo(5);
        }
    }

    private void assertMemoryServes() {
        try (Abi vm = new Abi(platform, 2)) {
            vm.raw(INFO_GET);
            assertThat(vm.succeeded()).as("rule %s", vm.rule()).isTrue();
            vm.raw(RX_RELEASE).success();
        }
    }

    private void assertCriticalAbout(String name) {
        assertThat(platform.status().health()).isEqualTo("critical");
        assertThat(platform.status().problems())
                .anySatisfy(p -> assertThat(p)
                        .contains(name)
                        .contains("left while a call was inside")
                        .contains("QuarantineIT.awaitGoOn"));
    }

    @Test
    void aCallBeyondTheDrainDeadlineIsAnsweredWithTheDocumentedError() throws Exception {
        shop.update(STATELESS, shop.build(STATELESS).watched("WatchedMessaging"));
        FutureTask<String> answer = blockedRequest();
        shop.change(STATELESS).stop();
        assertCriticalAbout("org.partita.interfaces.directmessaging");
        assertThat(shop.role(STATELESS).state()).as("a role without state").isEqualTo("vacant");
        goOn.countDown();
        assertThat(answer.get(PATIENCE, TimeUnit.SECONDS)).isEqualTo("DENIED PARTITA-outcome-unknown");
        shop.putBack(STATELESS);
        assertEchoAnswers();
        assertThat(platform.partition(ECHO).contexts()).allMatch(c -> c.state().equals("idle"));
    }

    @Test
    void otherCallsAreHeldMeanwhileAndAnsweredByTheSuccessor() throws Exception {
        shop.update(STATELESS, shop.build(STATELESS).watched("WatchedMessaging"));
        FutureTask<String> answer = blockedRequest();
        shop.change(STATELESS).stop();
        shop.putBack(STATELESS);
        try (Abi vm = new Abi(platform, 2)) {
            assertThat(vm.direct(ECHO, 6).registers().x3).isEqualTo(6);
        }
        assertThat(answer.isDone()).isFalse();
        goOn.countDown();
        assertThat(answer.get(PATIENCE, TimeUnit.SECONDS)).isEqualTo("DENIED PARTITA-outcome-unknown");
    }

    private FutureTask<String> quarantineMemory() throws Exception {
        shop.update(STATEFUL, shop.build(STATEFUL).watched("WatchedMemory"));
        FutureTask<String> answer = blockedQuery();
        shop.change(STATEFUL).stop();
        return answer;
    }

    @Test
    void stateThatACallMayStillChangeIsQuarantined() throws Exception {
        FutureTask<String> answer = quarantineMemory();
        assertThat(shop.role(STATEFUL).state()).isEqualTo("quarantined");
        assertThat(shop.role(STATEFUL).reason())
                .contains("org.partita.hardware.memory:0.2.")
                .contains("left with a call inside")
                .contains("outcome unknown");
        assertCriticalAbout("org.partita.hardware.memory");
        goOn.countDown();
        assertThat(answer.get(PATIENCE, TimeUnit.SECONDS)).isEqualTo("DENIED PARTITA-outcome-unknown");
        shop.putBack(STATEFUL);
        platform.swap(STATEFUL, "org.partita.hardware.memory", true);
        assertMemoryServes();
    }

    @Test
    void aQuarantinedRoleIsFilledByNobodyButAnExplicitCommand() throws Exception {
        FutureTask<String> answer = quarantineMemory();
        goOn.countDown();
        answer.get(PATIENCE, TimeUnit.SECONDS);
        Bundle other = shop.install(shop.build(STATEFUL).named(OTHER));
        shop.putBack(STATEFUL);
        assertThat(shop.role(STATEFUL).state())
                .as("neither the same nor another one")
                .isEqualTo("quarantined");
        assertThat(shop.role(STATEFUL).reason()).contains("--without-state");
        assertThatThrownBy(() -> platform.swap(STATEFUL, OTHER, false))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining(STATEFUL)
                .hasMessageContaining("--without-state");
        SwapReport report = platform.swap(STATEFUL, OTHER, true);
        assertThat(report.carried()).isEqualTo("nothing, by command");
        assertThat(shop.role(STATEFUL).bundleId()).isEqualTo(other.getBundleId());
        assertMemoryServes();
    }

    @Test
    void stateThatCantBeExportedIsQuarantined() throws Exception {
        shop.update(STATEFUL, shop.build(STATEFUL).watched("WatchedMemory"));
        shop.watch(step -> {
            if (step.equals("export")) {
                throw new IllegalStateException("meant by the test");
            }
        });
        shop.change(STATEFUL).stop();
        assertThat(shop.role(STATEFUL).state()).isEqualTo("quarantined");
        assertThat(shop.role(STATEFUL).reason())
                .contains("org.partita.hardware.memory")
                .contains("could not be exported")
                .contains("meant by the test");
        assertThat(platform.status().health()).isEqualTo("critical");
    }

    @Test
    void aProviderThatStopsItsOwnBundleInsideACallCountsAsUndrainedAtOnce() throws Exception {
        shop.update(STATELESS, shop.build(STATELESS).watched("WatchedMessaging"));
        Bundle own = shop.change(STATELESS);
        shop.watch(step -> {
            if (step.equals("handle")) {
                shop.watchNothing();
                stop(own);
            }
        });
        FutureTask<String> answer = blockedCallThatDoesNotBlock();
        assertThat(answer.get(PATIENCE, TimeUnit.SECONDS)).isEqualTo("DENIED PARTITA-outcome-unknown");
        assertThat(platform.status().problems())
                .anySatisfy(p -> assertThat(p)
                        .contains("the framework was called from inside a pass")
                        .contains("QuarantineIT.stop"));
        shop.putBack(STATELESS);
        assertEchoAnswers();
    }

    private FutureTask<String> blockedCallThatDoesNotBlock() throws InterruptedException {
        inside.countDown();
        return blockedCall(0x8400006F, Abi.ids(1, ECHO), 0, 5);
    }

    private static void stop(Bundle b) {
        try {
            b.stop();
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A swap can be refused, so the call inside loses nothing. */
    @Test
    void aSwapThatDoesNotDrainIsRefusedAndTheCallInsideIsAnsweredRight() throws Exception {
        shop.update(STATELESS, shop.build(STATELESS).watched("WatchedMessaging"));
        shop.install(shop.build(STATELESS).named(OTHER).ranked(-1));
        FutureTask<String> answer = blockedRequest();
        assertThatThrownBy(() -> platform.swap(STATELESS, OTHER, false))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("rolled back")
                .hasMessageContaining("did not drain")
                .hasMessageContaining("QuarantineIT.awaitGoOn");
        assertThat(shop.role(STATELESS).bundleId())
                .isEqualTo(shop.original(STATELESS).getBundleId());
        assertThat(platform.status().health()).isEqualTo("ok");
        goOn.countDown();
        assertThat(answer.get(PATIENCE, TimeUnit.SECONDS)).isEqualTo("null ");
        assertEchoAnswers();
    }
}
