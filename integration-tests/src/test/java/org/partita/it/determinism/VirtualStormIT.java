package org.partita.it.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.InterruptController;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Scenario;
import org.partita.api.ffa.Status;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.it.scheduling.Interruptible;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * 100,000 interrupts in one second of virtual time. A wire that is pulsed again while its interrupt is pending has been pulsed once
 * (edge-triggered interrupts are pending or not); what its partition has begun to handle before does not count.
 */
@PlatformTest(value = SchedulingPlatform.class, fresh = true)
class VirtualStormIT {
    private static final int STORM = 100_000;
    private static final long SECOND = 1_000_000_000L;
    private static final long APART = SECOND / STORM;
    private static final int REQUESTS = 100;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int REQUEST = 0xC400006F;
    private static final int RUN = 0x8400006D;
    private static final int INTERRUPT = 0x84000062;
    private static final int CLIENT = 0x51;
    private static final int VM = 0x52;
    private static final int SP = 0x8052;
    private static final int RECEIVER = 0x8053;

    @Inject
    BundleContext framework;

    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).restarted(Map.of("mode", "deterministic", "seed", 1L));
    }

    @Test
    void ofASecurePartition() throws Exception {
        storm(
                Dts.sp("owner", SP).device("device", 0x1c008000L, 1, 3, "interrupts = <62 0xb20>;"),
                62,
                STORM * 99 / 100);
    }

    /** Each has its scheduler run it first: while that takes, several are one. */
    @Test
    void ofAVmThatAnotherVmSchedules() throws Exception {
        storm(Dts.vm("owner", VM).device("device", 0x1c014000L, 1, 11, "interrupts = <60 0x8a0>;"), 60, STORM / 4);
    }

    /** @param least how many it handles, at least */
    private void storm(Dts manifest, int intid, int least) throws Exception {
        InterruptController gic = platform.interrupts();
        Interruptible owner = new Interruptible(x3 -> x3);
        AtomicInteger answered = new AtomicInteger();
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            partitions.threaded(manifest, owner);
            partitions.callback(Dts.vm("client", CLIENT).cells("messaging-method", Dts.SENDS), request -> {});
            partitions.threaded(Dts.sp("receiver", RECEIVER), new Interruptible((context, x3) -> {
                context.preemptionPoint();
                return x3 + 1;
            }));
            long begin = platform.time().toNanos();
            Scenario scenario = platform.scenario();
            scenario.actor("device", () -> {
                for (int i = 1; i <= STORM; i++) {
                    platform.await(Duration.ofNanos(begin + i * APART));
                    gic.pulse(intid, 0);
                }
            });
            scenario.actor("client", () -> {
                for (int i = 0; i < REQUESTS; i++) {
                    platform.await(Duration.ofNanos(begin + i * SECOND / REQUESTS));
                    answered.addAndGet(request(i));
                }
            });
            scenario.run(LIMIT);
            int handled = owner.handled();
            assertThat(handled).isBetween(least, STORM);
            assertThat(answered).hasValue(REQUESTS);
            assertThat(platform.time().toNanos() - begin).isBetween(SECOND, SECOND + SECOND / 10);
            assertThat(gic.interrupts())
                    .filteredOn(i -> i.line().intid() == intid)
                    .noneMatch(i -> i.pending() || i.active());

            gic.pulse(intid, 0);
            platform.await(platform.time().plusMillis(1));
            assertThat(owner.handled()).as("one more, when all is quiet").isEqualTo(handled + 1);
            assertThat(platform.status().problems()).isEmpty();
        }
    }

    /** 1 if it is answered. */
    private int request(int x3) {
        try (Abi client = new Abi(platform, CLIENT)) {
            client.raw(REQUEST, Abi.ids(CLIENT, RECEIVER), 0, x3);
            while (client.registers().function() == INTERRUPT || client.error() == Status.BUSY) {
                client.raw(RUN, Integer.toUnsignedLong(RECEIVER << 16));
            }
            return client.registers().x3 == x3 + 1 ? 1 : 0;
        }
    }
}
