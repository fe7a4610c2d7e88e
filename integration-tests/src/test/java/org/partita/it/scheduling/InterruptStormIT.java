package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
import org.partita.api.gic.InterruptStatus;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Interrupts that come without end, and one whose partition goes. */
@PlatformTest(SchedulingPlatform.class)
class InterruptStormIT {
    private static final int STORM = 100_000;
    private static final int REQUESTS = 100;
    private static final int SUCCESSORS = 30;
    private static final long PATIENCE = 20_000_000_000L;
    private static final int CLIENT = 0x51;
    private static final int OWNER = 0x52;
    private static final int REQUEST = 0xC400006F;
    private static final int RUN = 0x8400006D;
    private static final int INTERRUPT = 0x84000062;
    private static final long RESPONSE = 0xC4000070L;
    private static final int EDGE = 60;
    private static final int LEVEL = 61;
    private static final int SP = 0x8052;
    private static final int SECURE_LEVEL = 62;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        partitions.close();
    }

    private static Dts owner() {
        return Dts.vm("owner", OWNER).device("device", 0x1c014000L, 1, 11, "interrupts = <60 0x8a0>, <61 0xaa0>;");
    }

    private void client() {
        partitions.callback(Dts.vm("client", CLIENT).cells("messaging-method", Dts.SENDS), request -> {});
    }

    private InterruptStatus status(int intid) {
        return platform.interrupts().interrupts().stream()
                .filter(i -> i.line().intid() == intid)
                .findFirst()
                .orElseThrow();
    }

    private void awaitHandled(Interruptible partition, int count) {
        long end = System.nanoTime() + PATIENCE;
        while (partition.handled() < count) {
            assertThat(System.nanoTime() - end)
                    .as(
                            "interrupt %d is handled; %s",
                            count, platform.interrupts().interrupts())
                    .isNegative();
            LockSupport.parkNanos(1_000);
        }
    }

    private void awaitQuiet(int intid) {
        Vm.await(
                "%d is over".formatted(intid),
                () -> !status(intid).pending() && !status(intid).active());
    }

    @Test
    void eachOfManyInterruptsIsHandledOnce() {
        Interruptible owner = new Interruptible(x3 -> x3);
        partitions.threaded(owner(), owner);
        for (int i = 1; i <= STORM; i++) {
            platform.interrupts().pulse(EDGE, 0);
            awaitHandled(owner, i);
            assertThat(owner.handled()).isEqualTo(i);
        }
        awaitQuiet(EDGE);
        assertThat(owner.handled()).isEqualTo(STORM);
    }

    /** Its handler is entered again and again; between two of its runs the VM goes on a step. */
    @Test
    void aLevelThatIsNeverDeassertedLetsItsVmGoOn() {
        client();
        Interruptible owner = new Interruptible((context, x3) -> steps(context, x3));
        partitions.threaded(owner(), owner);
        requestsWhile(OWNER, LEVEL, owner);
    }

    @Test
    void aSecureLevelThatIsNeverDeassertedLetsItsSpGoOn() {
        client();
        Interruptible owner = new Interruptible((context, x3) -> steps(context, x3));
        partitions.threaded(Dts.sp("owner", SP).device("device", 0x1c008000L, 1, 3, "interrupts = <62 0xb40>;"), owner);
        requestsWhile(SP, SECURE_LEVEL, owner);
    }

    private static long steps(PartitionContext context, long x3) {
        long sum = 0;
        for (int i = 0; i < 10; i++) {
            context.preemptionPoint();
            sum += x3;
        }
        return sum;
    }

    private void requestsWhile(int to, int intid, Interruptible owner) {
        platform.interrupts().level(intid, 0, true);
        try {
            awaitHandled(owner, 1);
            for (int i = 1; i <= REQUESTS; i++) {
                request(to, i);
            }
            int before = owner.handled();
            awaitHandled(owner, before + 1);
        } finally {
            platform.interrupts().level(intid, 0, false);
        }
        awaitQuiet(intid);
    }

    /** BUSY says that the context handles an interrupt just now (FF-A Table 10.9): then again. */
    private void request(int to, long x3) {
        Vm.await("an answer", () -> {
            try (Abi client = Vm.take(platform, CLIENT)) {
                client.raw(REQUEST, Abi.ids(CLIENT, to), 0, x3);
                while (client.registers().function() == INTERRUPT) {
                    client.raw(RUN, Integer.toUnsignedLong(to << 16));
                }
                if (client.error() == Status.BUSY) {
                    return false;
                }
                assertThat(client.words())
                        .as("request %s; refused by %s", x3, client.rule())
                        .startsWith(RESPONSE, Abi.ids(to, CLIENT), 0L, 10 * x3);
                return true;
            }
        });
    }

    /** Acknowledges and never ends. */
    private static final class Careless implements ThreadedPartition {
        final AtomicInteger acknowledged = new AtomicInteger();

        @Override
        public void main(PartitionContext context) {
            Ffa ffa = new Ffa(context);
            for (; ; ) {
                ffa.msgWait();
            }
        }

        @Override
        public void interrupt(PartitionContext context) {
            context.interrupts().acknowledge();
            acknowledged.incrementAndGet();
        }
    }

    @Test
    void anInterruptThatItsPartitionLeavesActiveIsThereForTheNextOne() {
        Careless careless = new Careless();
        partitions.threaded(owner(), careless);
        platform.interrupts().pulse(EDGE, 0);
        Vm.await("acknowledged", () -> careless.acknowledged.get() == 1);
        assertThat(status(EDGE).active()).isTrue();
        partitions.unload(OWNER);
        assertThat(status(EDGE).active())
                .as("active, and its partition is gone")
                .isFalse();
        partitions.close();
        handledByTheNextOne();
    }

    @Test
    void anInterruptThatIsPendingWhenItsPartitionGoesIsNotTheNextOnes() {
        Careless careless = new Careless();
        partitions.threaded(owner(), careless);
        platform.interrupts().pulse(EDGE, 0);
        Vm.await("acknowledged", () -> careless.acknowledged.get() == 1);
        platform.interrupts().pulse(EDGE, 0);
        assertThat(status(EDGE).pending()).isTrue();
        partitions.unload(OWNER);
        Vm.await("nothing is pending", () -> !status(EDGE).pending());
        partitions.close();
        handledByTheNextOne();
    }

    /** Several PEs may find that it is nobody's: none of them disables it after the next owner has come. */
    @Test
    void aLevelOfAPartitionThatIsUnloadedIsDisabledUntilTheNextOneComes() {
        for (int i = 0; i < SUCCESSORS; i++) {
            aLevelOfAPartitionThatIsUnloaded();
        }
    }

    private void aLevelOfAPartitionThatIsUnloaded() {
        Interruptible owner = new Interruptible(x3 -> x3);
        partitions.threaded(owner(), owner);
        platform.interrupts().level(LEVEL, 0, true);
        try {
            awaitHandled(owner, 1);
            partitions.unload(OWNER);
            Vm.await("disabled", () -> !status(LEVEL).line().enabled());
            partitions.close();
            Interruptible next = new Interruptible(x3 -> x3);
            partitions.threaded(owner(), next);
            awaitHandled(next, 1);
            assertThat(platform.interrupts().unhandled())
                    .as("disabled because nobody handles it")
                    .doesNotContain(LEVEL);
        } finally {
            platform.interrupts().level(LEVEL, 0, false);
        }
        awaitQuiet(LEVEL);
        partitions.close();
    }

    private void handledByTheNextOne() {
        Interruptible next = new Interruptible(x3 -> x3);
        partitions.threaded(owner(), next);
        platform.interrupts().pulse(EDGE, 0);
        awaitHandled(next, 1);
        awaitQuiet(EDGE);
        assertThat(next.handled()).isEqualTo(1);
    }
}
