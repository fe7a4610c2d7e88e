package org.partita.it.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Scenario;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;

/** One run of a seed on a platform that has just been booted with it. */
final class RandomRun {
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

    private final BundleContext framework;
    private final Path folder;
    private final long seed;
    private final List<String> lines = new ArrayList<>();

    RandomRun(BundleContext framework, Path folder, long seed) {
        this.framework = framework;
        this.folder = folder;
        this.seed = seed;
    }

    /** What happened, line by line: what the actors noted in the order of their turns, then every crossing. */
    List<String> play() throws Exception {
        Platform platform = new Running(framework).restarted(Map.of("mode", "deterministic", "seed", seed));
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            partitions.callback(Dts.sp("sink", SINK), RandomRun::addOne);
            partitions.threaded(Dts.sp("relay", RELAY), RandomRun::relay);
            for (int i = 0; i < CLIENTS; i++) {
                partitions.callback(Dts.vm("caller" + i, FIRST_CLIENT + i), RandomRun::addOne);
            }
            platform.trace().start("");
            act(platform);
            platform.trace().show(Integer.MAX_VALUE).forEach(c -> lines.add(line(c)));
            platform.trace().stop();
        }
        return List.copyOf(lines);
    }

    private void act(Platform platform) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        Scenario scenario = platform.scenario();
        List<RandomCalls> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RandomCalls client = new RandomCalls(platform, FIRST_CLIENT + i, CALLS, seed, lines::add);
            clients.add(client);
            scenario.actor("client " + i, client);
        }
        for (int i = 0; i < EXCHANGES; i++) {
            scenario.at(
                    Duration.ofNanos(random.nextInt(SPAN) * 1_000L),
                    "exchange " + i,
                    new RandomExchange(framework, platform, folder, random.split(), lines::add));
        }
        try (TestPartitions guest = new TestPartitions(framework, platform)) {
            scenario.at(
                    Duration.ofNanos(random.nextInt(SPAN) * 1_000L),
                    "guest",
                    () -> guest.callback(Dts.sp("guest", GUEST), RandomRun::addOne));
            scenario.run(Duration.ofSeconds(30));
        }
        assertThat(clients).allSatisfy(c -> assertThat(c.wrong()).isZero());
    }

    private static String line(Crossing c) {
        return "%d %d %s -> %s %s %s %s %s %s"
                .formatted(
                        c.time(),
                        c.pe(),
                        c.from(),
                        c.to(),
                        c.conduit(),
                        c.instance(),
                        c.function(),
                        c.registers(),
                        c.rule());
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
