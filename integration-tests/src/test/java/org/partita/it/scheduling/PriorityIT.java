package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * The primary scheduler in the Hypervisor goes by priorities: an interrupt for a VM that has a better one than whoever runs, or its
 * timer, preempts that at its next preemption point; else it waits until the PE is free. There is one PE for these VMs: clients have the others.
 */
@PlatformTest(value = SchedulingPlatform.class, fresh = true)
class PriorityIT {
    private static final int PES = 4;
    private static final int PES_HOLDER = 0x51;
    private static final int SENDER = 1;
    /** Priorities 10, 64, 128 as nothing is said, 128 and 200. */
    private static final int FIRST = 0x41;

    private static final int SECOND = 0x42;
    private static final int NORMAL = 0x43;
    private static final int EQUAL = 0x44;
    private static final int LAST = 0x45;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final Deque<Abi> taken = new ArrayDeque<>();

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework)
                .restarted(Map.of(
                        "choose",
                        new String[] {"scheduler=" + SchedulingPlatform.HYPERVISOR},
                        "priorities",
                        new String[] {"0x41=10", "0x42=64", "0x45=200"}));
        partitions = new TestPartitions(framework, platform);
        partitions.callback(
                Dts.vm("holder", PES_HOLDER)
                        .cells("messaging-method", Dts.SENDS)
                        .cells("execution-ctx-count", PES)
                        .flag("partita,pinned"),
                request -> {});
    }

    @AfterEach
    void unload() {
        while (!taken.isEmpty()) {
            taken.pop().close();
        }
        partitions.close();
    }

    /** A VM that writes down when it runs, and in the middle of a message raises interrupts of others. */
    private final class Raiser implements ThreadedPartition {
        private final int id;
        private final int[] raises;

        Raiser(int id, int... raises) {
            this.id = id;
            this.raises = raises;
        }

        @Override
        public void main(PartitionContext context) {
            Ffa ffa = new Ffa(context);
            for (; ; ) {
                if (ffa.msgWait() == FunctionId.FFA_MSG_SEND) {
                    ffa.rxRelease();
                    work(context);
                }
            }
        }

        private void work(PartitionContext context) {
            events.add("%x begins".formatted(id));
            for (int other : raises) {
                platform.interrupts().pulse(intid(other), context.pe());
                context.preemptionPoint();
                events.add("%x goes on".formatted(id));
            }
        }

        @Override
        public void interrupt(PartitionContext context) {
            Interrupts interrupts = context.interrupts();
            for (int i = interrupts.acknowledge(); i != Interrupts.SPURIOUS; i = interrupts.acknowledge()) {
                events.add("%x handles, 43 is %s".formatted(id, state(NORMAL)));
                interrupts.end(i);
            }
            if (raises.length > 0 && id != NORMAL) {
                work(context);
            }
        }
    }

    private static int intid(int vm) {
        return 32 + vm;
    }

    private String state(int vm) {
        return platform.partition(vm).contexts().get(0).state();
    }

    private void vm(int id, int... raises) {
        partitions.threaded(device(id), new Raiser(id, raises));
    }

    private static Dts device(int id) {
        return Vm.manifest("vm%x".formatted(id), id, 0x90000000L + (id - FIRST) * 0x10000L)
                .device(
                        "device",
                        0x1c014000L + (id - FIRST) * 0x1000L,
                        1,
                        11,
                        "interrupts = <%d 0x8a0>;".formatted(intid(id)));
    }

    /** Leaves one PE, and sends the VM a message there. */
    private void begin() {
        for (int pe = 1; pe < PES; pe++) {
            taken.push(Vm.take(platform, PES_HOLDER, pe));
        }
        try (Abi sender = Vm.take(platform, SENDER)) {
            Vm.send(sender, SENDER, NORMAL, "go").success();
        }
    }

    private void awaitEvents(String... expected) {
        Vm.await("as many events", () -> events.size() >= expected.length);
        Vm.awaitState(platform, NORMAL, 0, "idle");
        assertThat(List.copyOf(events)).containsExactly(expected);
    }

    @Test
    void anInterruptForAVmOfBetterPriorityPreemptsWhoeverRuns() {
        betterPriorityPreempts();
    }

    private void betterPriorityPreempts() {
        vm(NORMAL, FIRST);
        vm(FIRST);
        begin();
        awaitEvents("43 begins", "41 handles, 43 is preempted", "43 goes on");
    }

    @ParameterizedTest
    @ValueSource(ints = {EQUAL, LAST})
    void anInterruptForAVmOfNoBetterPriorityPreemptsNobody(int owner) {
        vm(NORMAL, owner);
        vm(owner);
        begin();
        awaitEvents("43 begins", "43 goes on", "%x handles, 43 is idle".formatted(owner));
    }

    @Test
    void whoHasPreemptedSomebodyIsPreemptedByABetterOneInTurn() {
        vm(NORMAL, SECOND);
        vm(SECOND, FIRST);
        vm(FIRST);
        begin();
        awaitEvents(
                "43 begins",
                "42 handles, 43 is preempted",
                "42 begins",
                "41 handles, 43 is preempted",
                "42 goes on",
                "43 goes on");
    }

    @Test
    void eachInterruptPreemptsAtThePreemptionPointThatFollowsIt() {
        vm(NORMAL, FIRST, LAST, SECOND);
        vm(FIRST);
        vm(SECOND);
        vm(LAST);
        begin();
        awaitEvents(
                "43 begins",
                "41 handles, 43 is preempted",
                "43 goes on",
                "43 goes on",
                "42 handles, 43 is preempted",
                "43 goes on",
                "45 handles, 43 is idle");
    }

    /** A VM whose timer expires while another has the only PE. */
    private final class Sleeper implements ThreadedPartition {
        private static final long NANOS = 1_000_000;

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
            for (int i = interrupts.acknowledge(); i != Interrupts.SPURIOUS; i = interrupts.acknowledge()) {
                interrupts.end(i);
                if (i == Interrupts.TIMER) {
                    events.add("timer, 43 is " + state(NORMAL));
                } else {
                    events.add("sets its timer");
                    context.timer(NANOS);
                }
            }
        }
    }

    /** A VM that raises the interrupt of the sleeper, and works until the sleeper has been woken by its timer. */
    private final class Worker implements ThreadedPartition {
        @Override
        public void main(PartitionContext context) {
            Ffa ffa = new Ffa(context);
            for (; ; ) {
                if (ffa.msgWait() == FunctionId.FFA_MSG_SEND) {
                    ffa.rxRelease();
                    platform.interrupts().pulse(intid(FIRST), context.pe());
                    while (events.stream().noneMatch(e -> e.startsWith("timer"))) {
                        context.preemptionPoint();
                    }
                    events.add("43 has worked");
                }
            }
        }
    }

    @Test
    void theTimerOfAVmOfBetterPriorityPreemptsWhoeverRuns() {
        partitions.threaded(device(FIRST), new Sleeper());
        partitions.threaded(device(NORMAL), new Worker());
        begin();
        awaitEvents("sets its timer", "timer, 43 is preempted", "43 has worked");
    }

    @Test
    void whoeverTakesThePlatformOverMidwayGoesByPrioritiesToo() {
        platform.swap("scheduler", SchedulingPlatform.ENDPOINT, false);
        platform.swap("scheduler", SchedulingPlatform.HYPERVISOR, false);
        betterPriorityPreempts();
    }
}
