package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Leftovers;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Calls on several PEs at the same time. */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
@Timeout(60)
class ConcurrentCallsIT {
    private static final int SP = 0x80B1;
    private static final int ROUNDS = 200 * Integer.getInteger("partita.scale", 1);

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private ExecutorService threads;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        threads = Executors.newCachedThreadPool();
    }

    @AfterEach
    void unload() {
        threads.shutdownNow();
        partitions.close();
    }

    private <T> List<T> together(List<Callable<T>> calls) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> f : threads.invokeAll(calls, 30, TimeUnit.SECONDS)) {
            results.add(f.get());
        }
        return results;
    }

    @Test
    @Shows({"FFA-2.9-6", "FFA-10.2-16", "FFA-10.2.1.2.1-5"})
    void aUpReceiverProcessesOneRequestAtATimeAndTheOthersAreBusy() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger processed = new AtomicInteger();
        partitions.callback(Dts.sp("narrow", SP), request -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            processed.incrementAndGet();
            request.respond(3, request.x(3) + 1);
            inside.decrementAndGet();
        });
        partitions.callback(Dts.vm("third", 0xB1), request -> {});
        List<Callable<Integer>> senders = List.of(() -> send(1), () -> send(2), () -> send(0xB1));
        Leftovers.none(framework, () -> {
            int answered = together(senders).stream().mapToInt(i -> i).sum();
            assertThat(answered).isEqualTo(processed.get()).isPositive();
        });
        assertThat(most.get()).isEqualTo(1);
    }

    /** Sends and counts the responses; everything else has to be BUSY. */
    private int send(int vm) {
        int answered = 0;
        try (Abi sender = new Abi(platform, vm)) {
            for (int i = 0; i < ROUNDS; i++) {
                sender.direct(SP, i);
                if (sender.error() == null) {
                    assertThat(sender.words())
                            .containsExactly(0x84000070L, Abi.ids(SP, vm), 0L, i + 1L, 0L, 0L, 0L, 0L);
                    answered++;
                } else {
                    sender.refused(Status.BUSY, "FFA-10.2.1.2.1-5");
                }
            }
        }
        return answered;
    }

    @Test
    @Shows({"FFA-4.2.2.4-36", "FFA-8.6-26", "FFA-4.4.1-6"})
    void oneOfTheContextsThatShareABufferGetsTheResults() throws Exception {
        for (int round = 0; round < 20; round++) {
            List<Callable<Boolean>> asking = List.of(() -> asks(0), () -> asks(1), () -> asks(2), () -> asks(3));
            assertThat(together(asking)).containsOnlyOnce(true);
            try (Abi echo = new Abi(platform, 0x8002)) {
                echo.raw(0x84000065).success();
            }
        }
    }

    private boolean asks(int vcpu) {
        try (Abi echo = new Abi(platform, 0x8002, vcpu)) {
            echo.raw(0x84000068);
            if (echo.succeeded()) {
                return true;
            }
            echo.refused(Status.BUSY, "FFA-8.6-26");
            return false;
        }
    }

    @Test
    @Shows({"FFA-4.4.1-11", "FFA-4.4.1-6"})
    void managersHaveAContextOnEachPeThatRunsThereOnly() throws Exception {
        int pes = platform.status().pes().size();
        CyclicBarrier all = new CyclicBarrier(pes);
        partitions.callback(Dts.sp("wide", SP).cells("execution-ctx-count", pes), request -> {
            await(all);
            // the SPMC is on every PE now, between its request and its response, and is asked once more
            request.respond(3, new Ffa(request.context()).id());
            await(all);
        });
        List<Callable<Long>> senders = new ArrayList<>();
        for (int i = 0; i < pes; i++) {
            int vm = partitions.callback(Dts.vm("sender" + i, 0xB1 + i), request -> {});
            senders.add(() -> {
                try (Abi sender = new Abi(platform, vm)) {
                    return sender.direct(SP).registers().x3;
                }
            });
        }
        platform.trace().clear();
        platform.trace().start("");
        assertThat(together(senders)).hasSize(pes).containsOnly((long) SP);
        platform.trace().stop();
        for (int pe = 0; pe < pes; pe++) {
            int here = pe;
            assertThat(platform.trace().show(1000).stream().filter(c -> c.pe() == here))
                    .as("crossings on PE %d", pe)
                    .hasSize(10)
                    .extracting(c -> c.to())
                    .contains("Hypervisor", "SPMD", "SPMC", "wide." + pe);
        }
    }

    private static void await(CyclicBarrier all) {
        try {
            all.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Shows("FFA-10.2-17")
    void whoWaitsForAPartitionThatIsUnloadedGetsAborted() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        Dts manifest = Dts.sp("endless", SP);
        ThreadedPartition endless = context -> {
            new Ffa(context).msgWait();
            entered.countDown();
            spin(context);
        };
        ServiceRegistration<?> code = TestPartitions.publish(framework, ThreadedPartition.class, endless, manifest);
        try {
            platform.load(manifest.source(), null);
            Leftovers.none(framework, () -> {
                Future<Status> answer = threads.submit(() -> {
                    try (Abi vm = new Abi(platform, 1)) {
                        return vm.direct(SP).error();
                    }
                });
                assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
                assertThat(platform.partition(SP).contexts().get(0).state()).isEqualTo("busy");
                platform.unload(SP);
                assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Status.ABORTED);
                platform.load(manifest.source(), null);
            });
        } finally {
            platform.unload(SP);
            code.unregister();
        }
    }

    private static void spin(PartitionContext context) {
        while (true) {
            context.preemptionPoint();
        }
    }

    @Test
    @Shows({"FFA-2.8-4", "FFA-8.6-18"})
    void discoveredIdsAddressMessages() {
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(0x84000068, 0x6f686365L, 0x0040a1b2L, 0x5e2f0c9dL, 0x02800000L)
                    .success(1);
            byte[] descriptor = platform.readRx(1, 8);
            vm.raw(0x84000065).success();
            vm.direct(((descriptor[1] & 0xFF) << 8) | (descriptor[0] & 0xFF), 12);
            assertThat(vm.registers().x3).isEqualTo(12);
        }
    }
}
