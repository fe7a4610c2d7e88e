package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Providers that throw where they may not, or call what they may not: the call is answered and the platform goes on. */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
@LeavesNothingBehind
class ProviderFailuresIT {
    private static final String ROLE = Roles.INTERFACE_DIRECT_MESSAGING;
    private static final int ECHO = 0x8002;
    private static final int INFO_GET = 0x84000068;
    private static final int RX_RELEASE = 0x84000065;

    @Inject
    BundleContext framework;

    private Workshop shop;
    private Platform platform;

    @BeforeAll
    static void boot(@Inject BundleContext framework) throws Exception {
        new Running(framework).platform();
    }

    @BeforeEach
    void open() throws Exception {
        shop = new Workshop(framework, Map.of());
        platform = shop.platform();
    }

    @AfterEach
    void close() throws Exception {
        shop.close();
    }

    private void serveWatched() throws Exception {
        shop.update(ROLE, shop.build(ROLE).watched("WatchedMessaging"));
    }

    private void throwAt(String wanted, Supplier<Throwable> thrown) {
        shop.watch(step -> {
            if (step.equals(wanted)) {
                Throwable t = thrown.get();
                if (t instanceof Error e) {
                    throw e;
                }
                throw (RuntimeException) t;
            }
        });
    }

    private void assertEchoAnswers(Abi vm) {
        vm.direct(ECHO, 5);
        assertThat(vm.words()).containsExactly(0x84000070L, 0x80020001L, 0L, 5L, 0L, 0L, 0L, 0L);
    }

    private void assertServesOn(Bundle expected) {
        assertThat(shop.role(ROLE).bundleId()).isEqualTo(expected.getBundleId());
        assertThat(shop.role(ROLE).state()).isEqualTo("serving");
        try (Abi vm = new Abi(platform, 1)) {
            assertEchoAnswers(vm);
        }
    }

    @ParameterizedTest(name = "at {0}")
    @ValueSource(strings = {"handle", "handled"})
    void aProviderThatThrowsIsAnsweredDeniedAndTheNextCallIsAnsweredRight(String step) throws Exception {
        serveWatched();
        try (Abi vm = new Abi(platform, 1)) {
            assertEchoAnswers(vm);
            throwAt(step, () -> new IllegalStateException("meant by the test"));
            vm.direct(ECHO, 5).refused(Status.DENIED, "PARTITA-provider-failed");
            vm.direct(ECHO, 5).refused(Status.DENIED, "PARTITA-provider-failed");
            shop.watchNothing();
            assertEchoAnswers(vm);
        }
        assertThat(platform.partition(ECHO).contexts()).allMatch(c -> c.state().equals("idle"));
    }

    @Test
    void aProviderThatThrowsIsNamedWithTheCallAndTheText() throws Exception {
        serveWatched();
        throwAt("handle", () -> new IllegalStateException("meant by the test"));
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(ECHO, 5);
        }
        assertThat(platform.status().problems())
                .anySatisfy(p -> assertThat(p)
                        .contains("a provider threw during a call of client1")
                        .contains("meant by the test")
                        .contains("WatchedMessaging.handle"));
    }

    @Test
    void anErrorIsTreatedLikeAnException() throws Exception {
        serveWatched();
        throwAt("handle", () -> new NoClassDefFoundError("meant by the test"));
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(ECHO, 5).refused(Status.DENIED, "PARTITA-provider-failed");
            shop.watchNothing();
            assertEchoAnswers(vm);
        }
    }

    /** The response is lost to the provider's fault: the same is tried once more, so the requester is answered. */
    @Test
    void aResponseThatMeetsAProviderThatThrowsOnceIsGivenOnceMore() throws Exception {
        serveWatched();
        List<Integer> executed = new CopyOnWriteArrayList<>();
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            int sp = partitions.callback(Dts.sp("answering", 0x8081), request -> {
                executed.add((int) request.x(3));
                request.respond(3, request.x(3) + 1);
                throwAtFirst("handle");
            });
            try (Abi vm = new Abi(platform, 1)) {
                assertThat(vm.direct(sp, 7).registers().x3).isEqualTo(8);
            }
        }
        assertThat(executed).containsExactly(7);
    }

    private void throwAtFirst(String wanted) {
        shop.watch(step -> {
            if (step.equals(wanted)) {
                shop.watchNothing();
                throw new IllegalStateException("meant by the test");
            }
        });
    }

    /** The SPMC fills the Hypervisor's RX buffer, the Hypervisor reads it and fills the VM's. */
    @ParameterizedTest(name = "at access {0}")
    @ValueSource(ints = {1, 2, 3})
    void aQueryThatTheMemoryModelBreaksOffLeavesEveryRxBufferFree(int access) throws Exception {
        shop.update(Roles.HARDWARE_MEMORY, shop.build(Roles.HARDWARE_MEMORY).watched("WatchedMemory"));
        AtomicInteger accesses = new AtomicInteger();
        shop.watch(step -> {
            if (step.equals("page") && accesses.incrementAndGet() == access) {
                throw new IllegalStateException("meant by the test");
            }
        });
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(INFO_GET).refused(Status.DENIED, "PARTITA-provider-failed");
            vm.raw(INFO_GET).success(4);
            vm.raw(RX_RELEASE).success();
        }
        assertThat(accesses).hasValueGreaterThan(access);
    }

    @ParameterizedTest(name = "at {0}")
    @ValueSource(strings = {"construct", "attach"})
    void aBetterRankedNewcomerThatFailsLeavesTheOldProviderServing(String step) throws Exception {
        throwAt(step, () -> new IllegalStateException("meant by the test"));
        shop.install(
                shop.build(ROLE).named("org.partita.test.newcomer").ranked(9).watched("WatchedMessaging"));
        assertServesOn(shop.original(ROLE));
    }

    @ParameterizedTest(name = "at {0}")
    @ValueSource(strings = {"construct", "attach"})
    void aSwapToAProviderThatFailsIsRefusedAndEverythingIsAsBefore(String step) throws Exception {
        throwAt(step, () -> new IllegalStateException("meant by the test"));
        int bundles = framework.getBundles().length;
        String url = shop.url(ROLE, shop.build(ROLE).watched("WatchedMessaging"));
        assertThatThrownBy(() -> platform.swap(ROLE, url, false))
                .hasMessageContaining("swap of " + ROLE)
                .hasMessageContaining("everything is as before");
        assertServesOn(shop.original(ROLE));
        assertThat(framework.getBundles()).hasSize(bundles);
    }

    @Test
    void aProviderThatThrowsAtItsEndHasLeftAllTheSame() throws Exception {
        serveWatched();
        throwAt("detach", () -> new IllegalStateException("meant by the test"));
        shop.putBack(ROLE);
        assertServesOn(shop.original(ROLE));
    }

    /** What a person can type, typed by a provider inside a call. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"spm:swap", "spm:load", "spm:unload"})
    void anOwnCommandInsideAPassIsRefusedByNameAndTheCallGoesOn(String command) throws Exception {
        serveWatched();
        AtomicReference<RuntimeException> thrown = new AtomicReference<>();
        shop.watch(step -> {
            if (step.equals("handle")) {
                thrown.set(Workshop.thrownBy(() -> type(command)));
            }
        });
        try (Abi vm = new Abi(platform, 1)) {
            assertEchoAnswers(vm);
        }
        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining(command);
        assertThat(platform.partitions()).hasSize(4);
    }

    private void type(String command) {
        switch (command) {
            case "spm:swap" -> platform.swap(ROLE, "org.partita.test.nobody", false);
            case "spm:load" -> platform.load(Dts.sp("loaded", 0x8082).source(), null);
            default -> platform.unload(ECHO);
        }
    }
}
