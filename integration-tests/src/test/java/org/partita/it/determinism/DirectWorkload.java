package org.partita.it.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Scenario;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.it.platform.Dts;
import org.partita.it.platform.TestPartitions;

/** Direct requests of a few VMs, a partition that comes, and exchanges of any provider. */
final class DirectWorkload implements Workload {
    /** Adds one to what it gets. */
    static final int SINK = 0x9001;
    /** Asks the sink, and answers what the sink answered. */
    static final int RELAY = 0x9002;
    /** As the sink; it is unloaded and loaded again. */
    static final int GUEST = 0x9003;

    private static final int FIRST_CLIENT = 0x101;
    private static final int CLIENTS = 3;
    private static final int CALLS = 10;
    private static final int EXCHANGES = 2;
    /** Virtual microseconds in which the clients' calls take place. */
    private static final int SPAN = 150;

    @Override
    public void load(TestPartitions partitions) {
        partitions.callback(Dts.sp("sink", SINK), DirectWorkload::addOne);
        partitions.threaded(Dts.sp("relay", RELAY), DirectWorkload::relay);
        for (int i = 0; i < CLIENTS; i++) {
            partitions.callback(Dts.vm("caller" + i, FIRST_CLIENT + i), DirectWorkload::addOne);
        }
    }

    @Override
    public void act(SeededPlay play) throws InterruptedException {
        Platform platform = play.platform();
        SplittableRandom random = play.random();
        Scenario scenario = platform.scenario();
        List<RandomCalls> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RandomCalls client = new RandomCalls(FIRST_CLIENT + i, CALLS, play);
            clients.add(client);
            scenario.actor("client " + i, client);
        }
        for (int i = 0; i < EXCHANGES; i++) {
            scenario.at(
                    Duration.ofNanos(random.nextInt(SPAN) * 1_000L),
                    "exchange " + i,
                    new RandomExchange(play, random.split()));
        }
        try (TestPartitions guest = new TestPartitions(play.framework(), platform)) {
            scenario.at(
                    Duration.ofNanos(random.nextInt(SPAN) * 1_000L),
                    "guest",
                    () -> guest.callback(Dts.sp("guest", GUEST), DirectWorkload::addOne));
            scenario.run(Duration.ofSeconds(30));
        }
        assertThat(clients).allSatisfy(c -> assertThat(c.wrong()).isZero());
    }

    private static void addOne(DirectRequest request) {
        request.context().preemptionPoint();
        request.respond(3, request.x(3) + 1);
    }

    private static void relay(PartitionContext context) {
        Ffa ffa = new Ffa(context);
        ffa.msgWait();
        for (; ; ) {
            int sender = context.registers().w(1) >>> 16;
            long asked = context.registers().x3;
            ffa.sendDirect(SINK, asked, 0, 0, 0, 0);
            boolean answered = FunctionId.of(context.registers().function()) == FunctionId.FFA_MSG_SEND_DIRECT_RESP;
            // a busy sink: the relay knows the answer by itself
            long answer = answered ? context.registers().x3 : asked + 1;
            context.registers()
                    .set(
                            FunctionId.FFA_MSG_SEND_DIRECT_RESP.id64(),
                            Integer.toUnsignedLong(RELAY << 16 | sender),
                            0,
                            answer,
                            0,
                            0,
                            0,
                            0);
            context.call();
        }
    }
}
