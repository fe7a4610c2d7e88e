package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Partitions that let themselves be preempted, but never wait, yield or answer, and a level that is never deasserted. */
@PlatformTest(SchedulingPlatform.class)
@LeavesNothingBehind
class NeverYieldingIT {
    private static final int PES = 4;
    private static final int FIRST = 0x71;
    private static final int OWNER = 0x81;
    private static final int CLIENT = 0x82;
    private static final int PAIR = 0x83;
    private static final int SP = 0x8071;
    private static final int ECHO = 0x8003;
    private static final int TICK = 42;
    private static final int EDGE = 60;
    private static final int LEVEL = 61;
    private static final int REQUEST = 0xC400006F;
    private static final long INTERRUPT = 0x84000062L;
    private static final long PAGES = 0x90000000L;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final List<Greedy> greedy = new ArrayList<>();

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        partitions.close();
    }

    /** Works for ever once a message has come. */
    private static final class Greedy implements ThreadedPartition {
        final AtomicLong steps = new AtomicLong();
        private final boolean yields;

        Greedy(boolean yields) {
            this.yields = yields;
        }

        @Override
        public void main(PartitionContext context) {
            Ffa ffa = new Ffa(context);
            ffa.msgWait();
            for (; ; ) {
                if (yields) {
                    ffa.yieldCycles();
                }
                context.preemptionPoint();
                steps.incrementAndGet();
            }
        }
    }

    private void greedy(int count) {
        greedy(count, false);
    }

    private void greedy(int count, boolean yields) {
        for (int i = 0; i < count; i++) {
            Greedy vm = new Greedy(yields);
            greedy.add(vm);
            partitions.threaded(Vm.manifest("greedy" + i, FIRST + i, PAGES + i * 0x10000L), vm);
        }
        try (Abi starter = Vm.take(platform, 1)) {
            for (int i = 0; i < count; i++) {
                Vm.send(starter, 1, FIRST + i, "work").success();
            }
        }
        greedy.forEach(this::awaitSteps);
    }

    private void awaitSteps(Greedy vm) {
        long before = vm.steps.get();
        Vm.await("VM %x goes on".formatted(FIRST + greedy.indexOf(vm)), () -> vm.steps.get() > before);
    }

    private void client() {
        partitions.callback(Dts.vm("client", CLIENT).cells("messaging-method", Dts.SENDS), request -> {});
    }

    private Interruptible owner() {
        Interruptible owner = new Interruptible(x3 -> x3);
        partitions.threaded(
                Dts.vm("owner", OWNER).device("device", 0x1c014000L, 1, 11, "interrupts = <60 0x8a0>, <61 0xaa0>;"),
                owner);
        return owner;
    }

    private Correspondent pair() {
        return new Correspondent(platform, partitions, PAIR, PAGES + 0x100000L);
    }

    private void messagesGoOn(Correspondent pair) {
        Correspondent.start(platform, List.of(pair));
        pair.awaitMore(100);
        pair.stop();
        pair.judge();
    }

    private void assertNobodyIsSaidToLoop() {
        assertThat(platform.status().problems()).noneMatch(p -> p.contains("loops"));
    }

    @Test
    void othersGoOnOnTheOtherPes() {
        Correspondent pair = pair();
        greedy(PES - 1);
        messagesGoOn(pair);
        greedy.forEach(this::awaitSteps);
        assertNobodyIsSaidToLoop();
    }

    /** There are no time slices: whoever is chosen goes on until the next interrupt, here that of the scheduler's own device. */
    @Test
    void interruptsTakeAPeFromThem() {
        Interruptible owner = owner();
        greedy(PES);
        for (int i = 1; i <= 10; i++) {
            int count = i;
            platform.interrupts().pulse(EDGE, 0);
            Vm.await("interrupt %d is handled".formatted(i), () -> {
                platform.interrupts().pulse(TICK, 0);
                return owner.handled() == count;
            });
        }
        greedy.forEach(this::awaitSteps);
        assertNobodyIsSaidToLoop();
    }

    /** The scheduler is told of an interrupt that comes while it runs itself: it never waits here. */
    @Test
    void anInterruptIsHandledWhileOthersYieldWithoutEnd() {
        Interruptible owner = owner();
        greedy(2 * PES, true);
        for (int i = 1; i <= 200; i++) {
            int count = i;
            platform.interrupts().pulse(EDGE, 0);
            Vm.await("interrupt %d is handled".formatted(i), () -> owner.handled() == count);
        }
        greedy.forEach(this::awaitSteps);
    }

    @Test
    void whereTheyHaveAllPesAClientIsRefusedUntilOneIsUnloaded() {
        client();
        greedy(PES);
        assertThatThrownBy(() -> new Abi(platform, CLIENT))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("no PE is free");
        partitions.unload(FIRST);
        try (Abi client = Vm.take(platform, CLIENT)) {
            client.raw(REQUEST, Abi.ids(CLIENT, ECHO), 0, 5);
            assertThat(client.words().get(3)).isEqualTo(5L);
        }
    }

    @Test
    void anSpThatNeverAnswersIsPreemptedAndCanBeLeftSo() {
        client();
        Interruptible owner = owner();
        partitions.threaded(Dts.sp("sp", SP), new Interruptible((context, x3) -> {
            platform.interrupts().pulse(EDGE, context.pe());
            for (; ; ) {
                context.preemptionPoint();
            }
        }));
        try (Abi client = Vm.take(platform, CLIENT)) {
            client.raw(REQUEST, Abi.ids(CLIENT, SP), 0, 1);
            assertThat(client.words().get(0)).isEqualTo(INTERRUPT);
            client.raw(REQUEST, Abi.ids(CLIENT, ECHO), 0, 5);
            assertThat(client.words().get(3)).isEqualTo(5L);
            partitions.unload(SP);
            client.raw(REQUEST, Abi.ids(CLIENT, SP), 0, 1).failed(Status.INVALID_PARAMETERS);
        }
        Vm.await("the interrupt is handled", () -> owner.handled() == 1);
    }

    @Test
    void aLevelThatIsNeverDeassertedLetsOthersGoOn() {
        Correspondent pair = pair();
        Interruptible owner = owner();
        platform.interrupts().level(LEVEL, 0, true);
        try {
            Vm.await("the level is handled", () -> owner.handled() > 0);
            messagesGoOn(pair);
            int before = owner.handled();
            Vm.await("the level is handled again", () -> owner.handled() > before);
        } finally {
            platform.interrupts().level(LEVEL, 0, false);
        }
    }
}
