package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.memory.MemoryFault;
import org.partita.api.partition.Ffa;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** The table by function of docs/swapping.md: what a call gets when a role that the platform needs stays vacant. */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
@LeavesNothingBehind
class VacancyIT {
    private static final String MESSAGING = Roles.INTERFACE_DIRECT_MESSAGING;
    private static final String SETUP = Roles.INTERFACE_SETUP;
    private static final int ECHO = 0x8002;
    private static final int SP = 0x8091;
    private static final int FEATURES = 0x84000064;
    private static final int RESPONSE = 0x84000070;
    private static final long GRACE_MILLIS = 50;
    private static final long HOLD_MILLIS = 150;
    private static final long PATIENCE = 20;

    @Inject
    BundleContext framework;

    private Workshop shop;
    private Platform platform;
    private TestPartitions partitions;
    private final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void boot(@Inject BundleContext framework) throws Exception {
        new Running(framework).platform();
    }

    @BeforeEach
    void open() throws Exception {
        start(GRACE_MILLIS, HOLD_MILLIS);
    }

    private void start(long grace, long hold) throws Exception {
        shop = new Workshop(
                framework,
                Map.of(
                        "vacancy.grace", grace,
                        "hold.deadline", hold,
                        "required", new String[] {Roles.CONDUIT_HVC}));
        platform = shop.platform();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void close() throws Exception {
        for (String role : List.of(Roles.HARDWARE_MEMORY, MESSAGING, SETUP)) {
            shop.original(role).start();
        }
        partitions.close();
        shop.close();
    }

    @ParameterizedTest(name = "{0} without {1}")
    @CsvSource({
        "0x84000068, interface/setup",
        "0x84000068, hardware/memory",
        "0x84000068, manager/spmc",
        "0x84000068, instance/secure-physical",
        "0x8400006F, interface/direct-messaging",
        "0x8400006F, conduit/SMC",
        "0x8400006F, conduit/ERET",
        "0x8400006F, instance/nonsecure-virtual",
        "0x8400006F, instance/secure-virtual",
        "0x8400006F, manager/hypervisor",
        "0x8400006F, manager/spmd",
        "0xC400006F, manager/spmc"
    })
    void aFunctionThatHasBusyIsToldToRetryAfterTheGrace(String function, String role) throws Exception {
        int sp = partitions.callback(Dts.sp("logging", SP), request -> log.add("executed"));
        try (Abi vm = new Abi(platform, 1)) {
            shop.change(role).stop();
            vm.raw(Integer.parseUnsignedInt(function.substring(2), 16), Abi.ids(1, sp))
                    .refused(Status.BUSY, "PARTITA-vacant");
            assertThat(vm.client().holds().count()).as("calls held").isPositive();
            assertThat(vm.client().rule())
                    .isNotNull()
                    .extracting(Rule::text)
                    .asString()
                    .startsWith(role + " stayed");
            shop.original(role).start();
            vm.direct(ECHO, 5);
            assertThat(vm.registers().x3).isEqualTo(5);
        }
        assertThat(log).as("what the receiver executed").isEmpty();
        assertThat(platform.status().health()).isEqualTo("ok");
    }

    @ParameterizedTest(name = "{0} without {1}")
    @CsvSource({
        "0x84000064, interface/setup",
        "0x84000069, interface/setup",
        "0x84000066, interface/setup",
        "0x84000067, interface/setup",
        "0x84000065, interface/setup",
        "0x84000069, manager/hypervisor",
        "0x84000069, instance/nonsecure-virtual",
        "0x84000067, hardware/memory",
        "0x8400006B, interface/cycles",
        "0x84000060, interface/cycles",
        "0x84000061, interface/cycles"
    })
    void aFunctionWithoutBusyIsDeniedAfterTheHoldDeadline(String function, String role) throws Exception {
        try (Abi vm = new Abi(platform, 1)) {
            shop.change(role).stop();
            long start = System.nanoTime();
            vm.raw(Integer.parseUnsignedInt(function.substring(2), 16)).refused(Status.DENIED, "PARTITA-vacant");
            assertThat(System.nanoTime() - start)
                    .as("nanoseconds until it was denied")
                    .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(HOLD_MILLIS));
            assertThat(vm.client().waiting()).isFalse();
            shop.original(role).start();
            vm.direct(ECHO, 5);
            assertThat(vm.registers().x3).isEqualTo(5);
        }
        assertThat(platform.status().health()).isEqualTo("critical");
        assertThat(platform.status().problems()).anyMatch(p -> p.contains(role) && p.contains("hold.deadline"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"0x84000063", "0x80000000", "0xC2001234"})
    void versionAndOtherFunctionsAreAnsweredMinusOneAfterTheHoldDeadline(String function) throws Exception {
        try (Abi vm = new Abi(platform, 1)) {
            shop.change(Roles.MANAGER_HYPERVISOR).stop();
            vm.raw(Integer.parseUnsignedInt(function.substring(2), 16), 0x10000);
            assertThat(vm.registers().w(0)).isEqualTo(-1);
            assertThat(vm.rule()).isEqualTo("PARTITA-vacant");
            shop.original(Roles.MANAGER_HYPERVISOR).start();
        }
    }

    @Test
    void aResponderTriesAgainAndItsRequesterStillWaits() throws Exception {
        CountDownLatch refused = new CountDownLatch(3);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        partitions.threaded(Dts.sp("responding", SP), context -> {
            new Ffa(context).msgWait();
            asked.countDown();
            await(stopped);
            Registers r = context.registers();
            do {
                r.set(RESPONSE, Abi.ids(SP, 1), 0, 77, 0, 0, 0, 0);
                context.call();
                log.add("%x %s".formatted(r.function(), Status.of(r.w(2))));
                refused.countDown();
            } while (r.function() == 0x84000060);
        });
        FutureTask<Long> answer = inTheBackground(SP);
        await(asked);
        shop.change(MESSAGING).stop();
        stopped.countDown();
        await(refused);
        assertThat(answer.isDone()).isFalse();
        shop.original(MESSAGING).start();
        assertThat(answer.get(PATIENCE, TimeUnit.SECONDS)).isEqualTo(77);
        assertThat(log).containsOnly("84000060 BUSY");
    }

    private FutureTask<Long> inTheBackground(int receiver) {
        FutureTask<Long> answer = new FutureTask<>(() -> {
            try (Abi vm = new Abi(platform, 1)) {
                return vm.direct(receiver).registers().x3;
            }
        });
        Thread.ofPlatform().name("caller").start(answer);
        return answer;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A callback partition answers by returning, so its response waits until the hold deadline. */
    @Test
    void aPartitionsAccessToMemoryFaultsWhenTheModelStaysVacant() throws Exception {
        partitions.callback(Dts.sp("reading", SP).memory("own", 0x06500000L, 1, 3), request -> {
            stop(Roles.HARDWARE_MEMORY);
            try {
                request.context().memory().read64(0x06500000L);
            } catch (MemoryFault e) {
                log.add(e.kind().name());
            }
            start(Roles.HARDWARE_MEMORY);
            request.respond(3, request.context().memory().read64(0x06500000L) + 9);
        });
        try (Abi vm = new Abi(platform, 1)) {
            assertThat(vm.direct(SP).registers().x3).isEqualTo(9);
        }
        assertThat(log).containsExactly("BUS");
    }

    private void stop(String role) {
        try {
            shop.change(role).stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void start(String role) {
        try {
            shop.original(role).start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Within the grace nobody is refused, not even a question about a function that nobody serves just now. */
    @ParameterizedTest(name = "{0} about 0x8400006F without {1}")
    @CsvSource({"0x84000064, interface/direct-messaging", "0x84000064, interface/setup", "0x84000069, interface/setup"})
    void withinTheGraceACallIsHeldUntilTheRoleIsFilled(String function, String role) throws Exception {
        close();
        start(TimeUnit.SECONDS.toMillis(PATIENCE * 3), TimeUnit.SECONDS.toMillis(PATIENCE * 3));
        shop.change(role).stop();
        FutureTask<Boolean> answer = new FutureTask<>(() -> {
            try (Abi vm = new Abi(platform, 1)) {
                return vm.raw(Integer.parseUnsignedInt(function.substring(2), 16), 0x8400006FL)
                        .succeeded();
            }
        });
        Thread caller = Thread.ofPlatform().name("caller").start(answer);
        Workshop.await("the call is held", () -> caller.getState() == Thread.State.TIMED_WAITING);
        assertThat(answer.isDone()).isFalse();
        shop.original(role).start();
        assertThat(answer.get(PATIENCE, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void afterTheGraceOfARoleCallsThatDoNotNeedItGoOn() throws Exception {
        shop.change(MESSAGING).stop();
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(ECHO, 5).refused(Status.BUSY, "PARTITA-vacant");
            vm.raw(0x84000069).success(1);
            vm.raw(FEATURES, 0x84000066L);
            assertThat(vm.succeeded()).isTrue();
        }
    }

    /** A role that requests need and responses don't: a response would be held on the client's thread. */
    @Test
    void clientsThatSawBusyGoOnWithTheNextNumberWhenTheRoleIsFilled() throws Exception {
        try (Traffic traffic = Traffic.ofVms(framework, platform, 2)) {
            traffic.start(Workload.DIRECT_BY_HVC);
            shop.change(Roles.CONDUIT_HVC).stop();
            Workshop.await("clients see BUSY", () -> traffic.busy() > 2);
            shop.original(Roles.CONDUIT_HVC).start();
            traffic.awaitCalls();
            traffic.stop();
            traffic.assertExactlyOnce();
        }
    }
}
