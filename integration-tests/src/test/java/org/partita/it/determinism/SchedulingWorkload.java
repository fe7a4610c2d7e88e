package org.partita.it.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Scenario;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.it.platform.Dts;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.it.scheduling.Interruptible;

/**
 * Requests that are preempted and resumed, nested ones, yields, indirect messages, timers, interrupts of VMs and SPs at any time,
 * exchanges of any provider, and what {@link Variety} adds.
 */
final class SchedulingWorkload implements Workload {
    /** Takes its time, and adds one to what it gets. */
    static final int WORKER = 0x9011;
    /** Asks the worker, and answers what the worker answered. */
    static final int RELAY = 0x9012;

    private static final int FIRST_CLIENT = 0x111;
    private static final int CLIENTS = 2;
    private static final int REQUESTS = 6;
    private static final int FIRST_DEVICE = 60;
    private static final int INTERRUPTS = 4;
    private static final int EXCHANGES = 2;
    private static final int LETTERS = 3;
    /** Virtual microseconds in which it all begins. */
    private static final int SPAN = 300;

    private static final long PATIENCE = 20_000_000_000L;

    private final String scheduler;
    private final Interruptible worker = new Interruptible(SchedulingWorkload::work);
    private final Interruptible relay = new Interruptible(SchedulingWorkload::ask);
    private final Interruptible device = new Interruptible(x3 -> x3);
    private final Interruptible sensor = new Interruptible(x3 -> x3);
    private final List<RandomDevice> devices = List.of(
            new RandomDevice(FIRST_DEVICE, device),
            new RandomDevice(FIRST_DEVICE + 1, sensor),
            new RandomDevice(FIRST_DEVICE + 2, worker));
    private final Letters letters = new Letters(LETTERS);
    private final Sleeper sleeper;
    private final Variety variety = new Variety(play -> devices.getFirst().raise(play));

    /** @param seed which also says where the primary scheduler is */
    SchedulingWorkload(long seed) {
        this.scheduler = seed % 2 == 0 ? SchedulingPlatform.HYPERVISOR : SchedulingPlatform.ENDPOINT;
        this.sleeper = new Sleeper(seed);
    }

    @Override
    public Map<String, Object> configuration() {
        return Map.of("choose", new String[] {"scheduler=" + scheduler});
    }

    @Override
    public boolean expects(String problem) {
        return Variety.expects(problem);
    }

    /** What else has happened. */
    Variety variety() {
        return variety;
    }

    @Override
    public void load(TestPartitions partitions) {
        partitions.threaded(
                Dts.sp("busy", WORKER).device("own", 0x1c004000L, 1, 3, "interrupts = <62 0x940>;"), worker);
        partitions.threaded(Dts.sp("broker", RELAY), relay);
        partitions.threaded(
                Dts.vm("device", 0x113).device("button", 0x1c014000L, 1, 11, "interrupts = <60 0x8a0>;"), device);
        partitions.threaded(
                Dts.sp("sensor", 0x9013).device("sensor", 0x1c008000L, 1, 3, "interrupts = <61 0x920>;"), sensor);
        letters.load(partitions);
        partitions.threaded(Dts.vm("sleeper", 0x116), sleeper);
        for (int i = 0; i < CLIENTS; i++) {
            partitions.callback(
                    Dts.vm("client" + i, FIRST_CLIENT + i).cells("messaging-method", Dts.SENDS), request -> {});
        }
        variety.load(partitions);
    }

    @Override
    public void act(SeededPlay play) throws InterruptedException {
        Platform platform = play.platform();
        SplittableRandom random = play.random();
        Scenario scenario = platform.scenario();
        List<RandomRequests> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RandomRequests client = new RandomRequests(FIRST_CLIENT + i, 0, REQUESTS, play, WORKER, RELAY);
            clients.add(client);
            scenario.actor("client " + i, client);
        }
        clients.addAll(variety.join(scenario, play, random.split()));
        scenario.at(sometime(random), "letters", () -> letters.start(platform));
        for (int i = 0; i < INTERRUPTS; i++) {
            for (RandomDevice d : devices) {
                scenario.at(sometime(random), "device " + d.intid(), () -> d.raise(play));
            }
        }
        for (int i = 0; i < EXCHANGES; i++) {
            scenario.at(sometime(random), "exchange " + i, new RandomExchange(play, random.split()));
        }
        scenario.run(Duration.ofSeconds(30));
        awaitEnd();
        for (RandomRequests c : clients) {
            assertThat(c.wrong()).isEmpty();
        }
        devices.forEach(RandomDevice::judge);
        variety.judge();
        assertThat(platform.interrupts().unhandled()).isEmpty();
    }

    static Duration sometime(SplittableRandom random) {
        return Duration.ofNanos(random.nextInt(SPAN) * 1_000L);
    }

    /** What partitions do by themselves goes on after the last actor. */
    private void awaitEnd() {
        long end = System.nanoTime() + PATIENCE;
        while (!(devices.stream().allMatch(RandomDevice::quiet)
                && letters.answered()
                && sleeper.awake()
                && variety.quiet())) {
            assertThat(System.nanoTime() - end)
                    .as("the end: %s, %s, %s, %s", devices, letters, sleeper, variety)
                    .isNegative();
            LockSupport.parkNanos(100_000);
        }
    }

    private static long work(PartitionContext context, long x3) {
        for (int i = 0; i < x3 % 7; i++) {
            context.preemptionPoint();
        }
        return x3 + 1;
    }

    private static long ask(PartitionContext context, long x3) {
        Ffa ffa = new Ffa(context);
        ffa.sendDirect(WORKER, x3, 0, 0, 0, 0);
        boolean answered = FunctionId.of(context.registers().function()) == FunctionId.FFA_MSG_SEND_DIRECT_RESP;
        // a busy worker: the relay knows the answer by itself
        return answered ? context.registers().x3 : x3 + 1;
    }
}
