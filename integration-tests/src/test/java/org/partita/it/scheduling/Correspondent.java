package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.TestPartitions;

/**
 * Two VMs: the first sends the second numbered messages, the second answers each with its complement, and both log what they got.
 * A message from somebody else starts the first one; it goes on until it is told to stop.
 */
public final class Correspondent {
    private static final long PATIENCE = 30_000_000_000L;

    private final Platform platform;
    private final int first;
    private final int second;
    private final Map<Long, AtomicLong> received = new ConcurrentHashMap<>();
    private final Map<Long, AtomicLong> answered = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean stopping;
    private volatile boolean resting = true;
    private volatile @Nullable Throwable failure;

    /** Loads both, with pages from base on. */
    public Correspondent(Platform platform, TestPartitions partitions, int id, long base) {
        this.platform = platform;
        this.first = id;
        this.second = id + 1;
        partitions.threaded(Vm.manifest("first" + id, first, base), noting(c -> new Side(c, base).lead()));
        partitions.threaded(
                Vm.manifest("second" + id, second, base + 0x10000), noting(c -> new Side(c, base + 0x10000).follow()));
    }

    private ThreadedPartition noting(ThreadedPartition program) {
        return context -> {
            try {
                program.main(context);
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        };
    }

    /** One of the VMs. */
    private final class Side {
        private final PartitionContext context;
        private final Ffa ffa;
        private final long rx;

        Side(PartitionContext context, long rx) {
            this.context = context;
            this.ffa = new Ffa(context);
            this.rx = rx;
        }

        void lead() {
            for (; ; ) {
                // the message that starts it, from somebody else
                receive();
                while (!stopping) {
                    long n = numbers.incrementAndGet();
                    send(second, n);
                    count(answered, ~receive());
                }
                resting = true;
            }
        }

        void follow() {
            for (; ; ) {
                long n = receive();
                count(received, n);
                send(first, ~n);
            }
        }

        /** Interrupts and other completions are none of its affair. */
        private long receive() {
            while (ffa.msgWait() != FunctionId.FFA_MSG_SEND) {
                acknowledge();
            }
            long number = context.memory().read64(rx);
            ffa.rxRelease();
            return number;
        }

        private void acknowledge() {
            int intid = context.interrupts().acknowledge();
            if (intid < 1020) {
                context.interrupts().end(intid);
            }
        }

        private void send(int to, long number) {
            context.memory().write64(rx + 0x1000, number);
            while (!ffa.send(to, Long.BYTES, false)) {
                ffa.yieldCycles();
            }
        }
    }

    private static void count(Map<Long, AtomicLong> log, long number) {
        log.computeIfAbsent(number, n -> new AtomicLong()).incrementAndGet();
    }

    /** Starts the first one of each, by messages of the VM 1: from one client, for a PE is hardly ever free once they run. */
    public static void start(Platform platform, List<Correspondent> all) {
        try (Abi vm = Vm.take(platform, 1)) {
            vm.client().memory().write(vm.client().tx(), MemorySegment.ofArray(new byte[Long.BYTES]));
            for (Correspondent c : all) {
                c.stopping = false;
                c.resting = false;
                vm.raw(Vm.SEND, Abi.ids(1, c.first), 0, Long.BYTES);
                assertThat(vm.words())
                        .as("the message that starts VM %x", c.first)
                        .startsWith(0x84000061L);
            }
        }
    }

    /** Tells the first one to stop, and waits until it has. */
    public void stop() {
        stopping = true;
        await("VM %x rests".formatted(first), () -> resting);
    }

    /** Waits until some more messages are answered. */
    public void awaitMore(long more) {
        long until = answered.size() + more;
        await("VM %x gets answers".formatted(first), () -> answered.size() >= until);
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            assertThat(failure)
                    .as(
                            "after %d messages; %s",
                            numbers.get(), platform.status().problems())
                    .isNull();
            assertThat(System.nanoTime() - end)
                    .as(
                            "%s, after message %d; %s; %s",
                            what, numbers.get(), states(), platform.status().problems())
                    .isNegative();
            LockSupport.parkNanos(200_000);
        }
    }

    private String states() {
        StringBuilder words = new StringBuilder();
        platform.partitions()
                .forEach(p -> platform.partition(p.id())
                        .contexts()
                        .forEach(c -> words.append("%x.%d %s on %d, ".formatted(p.id(), c.vcpu(), c.state(), c.pe()))));
        return words.toString();
    }

    /** Each number was received once and answered once. */
    public void judge() {
        assertThat(failure).isNull();
        assertThat(more(received)).as("received not once").isEmpty();
        assertThat(more(answered)).as("answered not once").isEmpty();
        assertThat(received).hasSize((int) numbers.get());
        assertThat(answered.keySet()).isEqualTo(received.keySet());
    }

    private static Map<Long, Long> more(Map<Long, AtomicLong> log) {
        Map<Long, Long> wrong = new TreeMap<>();
        log.forEach((n, times) -> {
            if (times.get() != 1) {
                wrong.put(n, times.get());
            }
        });
        return wrong;
    }
}
