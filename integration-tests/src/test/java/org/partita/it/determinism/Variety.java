package org.partita.it.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.partita.api.admin.Scenario;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;
import org.partita.it.platform.Dts;
import org.partita.it.platform.TestPartitions;
import org.partita.it.scheduling.Interruptible;

/**
 * Partitions of other kinds, which the vCPUs of a pinned VM ask: an SP that makes managed exits, an MP SP, one in S-EL0, and one that
 * crashes and is unloaded; and a VM with a level-sensitive interrupt.
 */
final class Variety {
    /** What happens, and is counted. */
    enum Kind {
        MANAGED_EXIT,
        CONTEXT_OF_ANOTHER_PE,
        SERVICE_IN_S_EL0,
        LEVEL_INTERRUPT,
        CRASH,
        UNLOAD
    }

    private static final int CLIENT = 0x118;
    private static final int PES = 4;
    private static final int EXITING = 0x9015;
    private static final int MULTIPLE = 0x9016;
    private static final int SERVICE = 0x9017;
    private static final int FRAGILE = 0x9018;
    private static final int LEVEL = 63;
    private static final int REQUESTS = 8;
    private static final int FATAL = 5;
    private static final int LONGEST = 12;

    private final Map<Kind, AtomicInteger> counts = new EnumMap<>(Kind.class);
    private final Consumer<SeededPlay> nonSecure;
    private final AtomicInteger raised = new AtomicInteger();
    private SeededPlay play;
    private TestPartitions partitions;

    /** @param nonSecure raises an interrupt of the Normal world, unless it is not handled yet */
    Variety(Consumer<SeededPlay> nonSecure) {
        this.nonSecure = nonSecure;
        for (Kind k : Kind.values()) {
            counts.put(k, new AtomicInteger());
        }
    }

    void load(TestPartitions loaded) {
        partitions = loaded;
        loaded.callback(
                Dts.vm("visitor", CLIENT)
                        .cells("messaging-method", Dts.SENDS)
                        .cells("execution-ctx-count", PES)
                        .flag("partita,pinned"),
                request -> {});
        loaded.threaded(
                Dts.sp("exiting", EXITING).cells("ns-interrupts-action", 1), new Interruptible(this::untilTheExit));
        loaded.threaded(Dts.sp("multiple", MULTIPLE).cells("execution-ctx-count", PES), new Interruptible((c, x3) -> {
            count(Kind.CONTEXT_OF_ANOTHER_PE, c.vcpu() > 0);
            return work(c, x3);
        }));
        loaded.threaded(Dts.application("service", SERVICE), new Interruptible((c, x3) -> {
            count(Kind.SERVICE_IN_S_EL0, true);
            return work(c, x3);
        }));
        loaded.threaded(Dts.sp("fragile", FRAGILE), new Interruptible((c, x3) -> {
            if (x3 % FATAL == 0) {
                count(Kind.CRASH, true);
                throw new IllegalStateException("meant by the test");
            }
            return work(c, x3);
        }));
        loaded.threaded(
                Dts.vm("lever", 0x117).device("lever", 0x1c018000L, 1, 11, "interrupts = <%d 0xaa0>;".formatted(LEVEL)),
                new Lever());
    }

    private void count(Kind kind, boolean happens) {
        counts.get(kind).addAndGet(happens ? 1 : 0);
    }

    private static long work(PartitionContext context, long x3) {
        for (int i = 0; i < x3 % LONGEST; i++) {
            context.preemptionPoint();
        }
        return x3 + 1;
    }

    /** It answers when it is done, or when the exit is asked for (FF-A 4.5.4). */
    private long untilTheExit(PartitionContext context, long x3) {
        Interrupts interrupts = context.interrupts();
        interrupts.mask(true);
        nonSecure.accept(play);
        for (int i = 0; i < LONGEST; i++) {
            context.preemptionPoint();
            int id = interrupts.acknowledge();
            if (id != Interrupts.SPURIOUS) {
                interrupts.end(id);
            }
            if (id == Interrupts.MANAGED_EXIT) {
                count(Kind.MANAGED_EXIT, true);
                break;
            }
        }
        return x3 + 1;
    }

    /** The device's interrupt is asserted until its handler has dealt with the device. */
    private final class Lever implements ThreadedPartition {
        @Override
        public void main(PartitionContext context) {
            Ffa ffa = new Ffa(context);
            for (; ; ) {
                ffa.msgWait();
            }
        }

        @Override
        public void interrupt(PartitionContext context) {
            Interrupts interrupts = context.interrupts();
            for (int id = interrupts.acknowledge(); id != Interrupts.SPURIOUS; id = interrupts.acknowledge()) {
                play.platform().interrupts().level(LEVEL, 0, false);
                count(Kind.LEVEL_INTERRUPT, true);
                interrupts.end(id);
            }
        }
    }

    /** Adds what happens to a scenario; returns the clients. */
    List<RandomRequests> join(Scenario scenario, SeededPlay by, SplittableRandom random) {
        play = by;
        int[] receivers = {EXITING, MULTIPLE, SERVICE, FRAGILE};
        List<RandomRequests> clients = List.of(
                new RandomRequests(CLIENT, 0, REQUESTS, by, receivers)
                        .mortal(FRAGILE)
                        .multiple(MULTIPLE),
                new RandomRequests(CLIENT, 1, REQUESTS, by, receivers)
                        .mortal(FRAGILE)
                        .multiple(MULTIPLE));
        scenario.actor("visitor 0", clients.get(0));
        scenario.actor("visitor 1", clients.get(1));
        for (int i = 0; i < 2; i++) {
            scenario.at(SchedulingWorkload.sometime(random), "lever " + i, this::pull);
        }
        if (random.nextInt(2) == 0) {
            scenario.at(SchedulingWorkload.sometime(random), "unload", () -> {
                by.note("unload " + Integer.toHexString(FRAGILE));
                partitions.unload(FRAGILE);
                count(Kind.UNLOAD, true);
            });
        }
        return clients;
    }

    private void pull() {
        if (quiet()) {
            raised.incrementAndGet();
            play.note("level " + LEVEL);
            play.platform().interrupts().level(LEVEL, 0, true);
        }
    }

    boolean quiet() {
        return counts.get(Kind.LEVEL_INTERRUPT).get() >= raised.get();
    }

    void judge() {
        assertThat(counts.get(Kind.LEVEL_INTERRUPT))
                .as("level-sensitive interrupts handled")
                .hasValue(raised.get());
    }

    /** How often something has happened. */
    int count(Kind kind) {
        return counts.get(kind).get();
    }

    /** A crash, or the end in the middle of a request, is a problem of the platform's, and meant. */
    static boolean expects(String problem) {
        String aborted = "partition fragile aborted: it ";
        return problem.startsWith(aborted + "threw an exception: java.lang.IllegalStateException: meant")
                || problem.equals(aborted + "was terminated");
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
