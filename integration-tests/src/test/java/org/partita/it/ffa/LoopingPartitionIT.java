package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
import org.partita.api.partition.Ffa;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Partitions that loop without calls and preemption points: the watchdog names them, and the platform goes on. */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
@LeavesNothingBehind
class LoopingPartitionIT {
    private static final int LOOPING = 0x8061;
    private static final int OTHER = 0x8062;
    private static final int ECHO = 0x8002;
    private static final long WATCHDOG_MILLIS = 200;
    private static final long PATIENCE = 20;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final CountDownLatch looping = new CountDownLatch(1);
    private volatile boolean ended;

    @BeforeAll
    static void boot(@Inject BundleContext framework) throws Exception {
        new Running(framework).platform();
    }

    /** Anew for each test: what the watchdog has named stays in spm:status. */
    @BeforeEach
    void bootWithAShortWatchdog() throws Exception {
        boot(WATCHDOG_MILLIS);
    }

    private void boot(long watchdog) throws Exception {
        platform = new Running(framework).restarted(Map.of("watchdog", watchdog));
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        ended = true;
        partitions.close();
    }

    /** The loop of the tests: no call, no preemption point. */
    private void loopUntilTheTestEndsIt() {
        looping.countDown();
        while (!ended) {
            Thread.onSpinWait();
        }
    }

    private void threadedLoop() {
        partitions.threaded(Dts.sp("looping", LOOPING), context -> {
            new Ffa(context).msgWait();
            loopUntilTheTestEndsIt();
        });
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("%s: not yet", what).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private boolean named(String partition) {
        return platform.status().problems().stream()
                .anyMatch(p -> p.contains("partition " + partition + " loops without calls and preemption points"));
    }

    private void assertEchoAnswers(Abi vm) {
        vm.direct(ECHO, 5);
        assertThat(vm.registers().x3).isEqualTo(5);
    }

    /** A request of VM 1 on a thread of its own: it does not come back before the loop ends. */
    private FutureTask<Long> inTheBackground(int receiver) throws InterruptedException {
        FutureTask<Long> answer = new FutureTask<>(() -> {
            try (Abi vm = new Abi(platform, 1)) {
                return vm.direct(receiver).registers().x3;
            }
        });
        Thread.ofPlatform().name("caller").start(answer);
        assertThat(looping.await(PATIENCE, TimeUnit.SECONDS))
                .as("the partition loops")
                .isTrue();
        return answer;
    }

    @Test
    @Shows("FFA-10.2-17")
    void aThreadedOneIsAbortedAndItsRequesterGoesOnOnTheSamePe() {
        threadedLoop();
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(LOOPING).refused(Status.ABORTED, "FFA-10.2-17");
            assertThat(platform.partition(LOOPING).contexts())
                    .allMatch(c -> c.state().equals("aborted"));
            assertThat(platform.resources().busyContexts())
                    .as("contexts but the client's")
                    .isEqualTo(1);
            assertEchoAnswers(vm);
            vm.direct(LOOPING).refused(Status.ABORTED, "FFA-10.2-17");
        }
    }

    @Test
    void aThreadedOneIsNamedWithTheStackOfItsLoop() {
        threadedLoop();
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(LOOPING);
        }
        assertThat(platform.status().problems())
                .anySatisfy(p -> assertThat(p)
                        .contains("partition looping loops without calls and preemption points")
                        .contains("its thread is abandoned")
                        .contains("LoopingPartitionIT.loopUntilTheTestEndsIt"))
                .anySatisfy(p -> assertThat(p).contains("looping aborted: it looped without calls"));
        assertThat(platform.status().health()).isEqualTo("degraded");
    }

    @Test
    void theThreadOfAThreadedOneIsCountedAsAbandonedUntilItsLoopEnds() {
        threadedLoop();
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(LOOPING);
        }
        assertThat(platform.resources().abandonedThreads()).isEqualTo(1);
        ended = true;
        await("the thread is gone", () -> platform.resources().abandonedThreads() == 0);
    }

    @Test
    void otherPesGoOnWhileAThreadedOneLoops() throws Exception {
        threadedLoop();
        FutureTask<Long> answer = inTheBackground(LOOPING);
        try (Abi vm = new Abi(platform, 2)) {
            assertEchoAnswers(vm);
        }
        answer.get(PATIENCE, TimeUnit.SECONDS);
    }

    @Test
    void aPartitionIsUnloadedAndLoadedAgainAfterItsThreadWasAbandoned() {
        threadedLoop();
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(LOOPING);
        }
        partitions.close();
        partitions.callback(Dts.sp("looping", LOOPING), request -> request.respond(3, 9));
        try (Abi vm = new Abi(platform, 1)) {
            assertThat(vm.direct(LOOPING).registers().x3).isEqualTo(9);
        }
    }

    @Test
    void aCallbackOneIsNamedWithItsStackAndItsCallerContinuesWhenTheLoopEnds() throws Exception {
        partitions.callback(Dts.sp("holding", LOOPING), request -> {
            loopUntilTheTestEndsIt();
            request.respond(3, 77);
        });
        FutureTask<Long> answer = inTheBackground(LOOPING);
        await("holding is named", () -> named("holding"));
        assertThat(platform.status().problems())
                .anySatisfy(p ->
                        assertThat(p).contains("holds its PE").contains("LoopingPartitionIT.loopUntilTheTestEndsIt"));
        try (Abi vm = new Abi(platform, 2)) {
            assertEchoAnswers(vm);
        }
        assertThat(answer.isDone())
                .as("the caller is answered while the partition loops")
                .isFalse();
        assertThat(platform.resources().abandonedThreads()).isZero();
        ended = true;
        assertThat(answer.get(PATIENCE, TimeUnit.SECONDS)).isEqualTo(77);
        try (Abi vm = new Abi(platform, 1)) {
            assertThat(vm.direct(LOOPING).registers().x3).isEqualTo(77);
        }
    }

    /** Both loop at the same time; the one that lets itself be preempted has looped longer when the other is named. */
    @Test
    void onlyTheOneWithoutPreemptionPointsIsNamed() throws Exception {
        // a busy machine must not keep the one with preemption points from reaching them for so long
        boot(10 * WATCHDOG_MILLIS);
        CountDownLatch polite = new CountDownLatch(1);
        partitions.threaded(Dts.sp("polite", OTHER), context -> {
            new Ffa(context).msgWait();
            polite.countDown();
            while (!ended) {
                context.preemptionPoint();
            }
            context.registers().set(0x84000070, Abi.ids(OTHER, 2), 0, 88, 0, 0, 0, 0);
            context.call();
        });
        partitions.callback(Dts.sp("rude", LOOPING), request -> loopUntilTheTestEndsIt());
        FutureTask<Long> longer = new FutureTask<>(() -> {
            try (Abi vm = new Abi(platform, 2)) {
                return vm.direct(OTHER).registers().x3;
            }
        });
        Thread.ofPlatform().name("caller of the polite one").start(longer);
        assertThat(polite.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        FutureTask<Long> answer = inTheBackground(LOOPING);
        await("rude is named", () -> named("rude"));
        assertThat(named("polite")).isFalse();
        ended = true;
        answer.get(PATIENCE, TimeUnit.SECONDS);
        assertThat(longer.get(PATIENCE, TimeUnit.SECONDS)).isEqualTo(88);
    }
}
