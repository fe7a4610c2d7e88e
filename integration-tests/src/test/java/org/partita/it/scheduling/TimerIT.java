package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.DirectResult;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Timeouts of FFA_MSG_WAIT and FFA_YIELD: the VM's virtual timer (FF-A 9.1, 9.2). */
@PlatformTest(SchedulingPlatform.class)
class TimerIT {
    private static final int VM = 0x61;
    private static final long TARGET = 0x00610000L;
    private static final long SECOND = 1_000_000_000L;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final AtomicBoolean expired = new AtomicBoolean();

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        partitions.close();
    }

    /** A VM that sets its timer, sends a request, and runs the SP until that has answered. */
    private final class Requester implements ThreadedPartition {
        private final int sp;

        Requester(int sp) {
            this.sp = sp;
        }

        @Override
        public void main(PartitionContext context) {
            Ffa ffa = new Ffa(context);
            for (; ; ) {
                if (ffa.msgWait() == FunctionId.FFA_MSG_SEND) {
                    ffa.rxRelease();
                    DirectResult result;
                    do {
                        // one that expires before the SP has begun preempts nobody
                        expired.set(false);
                        context.timer(SECOND / 100);
                        result = ffa.sendDirect(sp, 1, 0, 0, 0, 0);
                    } while (result == DirectResult.RESPONSE);
                    seen.add(result + " " + FunctionId.of(context.registers().function()));
                    context.registers().set(Vm.RUN, (long) sp << 16, 0, 0, 0, 0, 0, 0);
                    context.call();
                    seen.add(DirectResult.of(context.registers()) + " " + context.registers().x3);
                }
            }
        }

        @Override
        public void interrupt(PartitionContext context) {
            Interrupts interrupts = context.interrupts();
            for (int id = interrupts.acknowledge(); id != Interrupts.SPURIOUS; id = interrupts.acknowledge()) {
                interrupts.end(id);
                if (id == Interrupts.TIMER) {
                    expired.set(true);
                }
            }
        }
    }

    /** The physical timer behind a VM's is a Non-secure interrupt: it preempts the SP that works for the VM (FF-A 4.5.3). */
    @Test
    void theTimerOfAVmPreemptsTheSpThatWorksForIt() throws InterruptedException {
        int sp = 0x8061;
        partitions.threaded(Dts.sp("sp", sp), new Interruptible((context, x3) -> {
            while (!expired.get()) {
                context.preemptionPoint();
            }
            return x3 + 1;
        }));
        partitions.threaded(Vm.manifest("requester", VM, 0x90000000L), new Requester(sp));
        message();
        assertThat(List.of(next(), next())).containsExactly("INTERRUPTED FFA_INTERRUPT", "RESPONSE 2");
    }

    /** For each message it sets its timer, and waits or yields. */
    private final class Sleeper implements ThreadedPartition {
        private final long nanos;
        private final boolean yields;
        private volatile boolean interrupted;

        Sleeper(long nanos, boolean yields) {
            this.nanos = nanos;
            this.yields = yields;
        }

        @Override
        public void main(PartitionContext context) {
            Ffa ffa = new Ffa(context);
            FunctionId completion = ffa.msgWait();
            for (; ; ) {
                if (completion == FunctionId.FFA_MSG_SEND) {
                    ffa.rxRelease();
                    context.timer(nanos);
                    completion = yields ? yieldUntilInterrupted(ffa) : ffa.msgWait();
                    seen.add(String.valueOf(completion));
                } else {
                    completion = ffa.msgWait();
                }
            }
        }

        private FunctionId yieldUntilInterrupted(Ffa ffa) {
            FunctionId completion = ffa.yieldCycles();
            while (!interrupted) {
                completion = ffa.yieldCycles();
            }
            return completion;
        }

        @Override
        public void interrupt(PartitionContext context) {
            Interrupts interrupts = context.interrupts();
            int id = interrupts.acknowledge();
            seen.add("interrupt " + id);
            interrupted = true;
            interrupts.end(id);
        }
    }

    private String next() throws InterruptedException {
        return String.valueOf(seen.poll(20, TimeUnit.SECONDS));
    }

    private void message() {
        try (Abi sender = Vm.take(platform, 2)) {
            Vm.send(sender, 2, VM, "sleep").success();
        }
    }

    @Shows({"FFA-9.1-5", "FFA-9.1-3"})
    @Test
    void theSchedulerIsToldHowLongAVmWaits() {
        partitions.threaded(Vm.manifest("sleeper", VM, 0x90000000L), new Sleeper(3600 * SECOND, false));
        try (Abi scheduler = Vm.take(platform, 3, 0);
                Abi one = Vm.take(platform, 3, 1);
                Abi two = Vm.take(platform, 3, 2);
                Abi sender = Vm.take(platform, 2)) {
            assertThat(List.of(one, two)).hasSize(2);
            Vm.send(sender, 2, VM, "sleep").success();
            scheduler.raw(Vm.RUN, TARGET);
            assertThat(scheduler.words().subList(0, 2)).containsExactly(0x8400006BL, TARGET);
            long timeout = scheduler.words().get(3) << 32 | scheduler.words().get(2);
            assertThat(timeout).isBetween(1800 * SECOND, 3600 * SECOND);
        }
    }

    @Shows({"FFA-9.1-6", "FFA-9.1-3"})
    @Test
    void aVmThatWaitsIsRunWhenItsTimeIsOver() throws Exception {
        partitions.threaded(Vm.manifest("sleeper", VM, 0x90000000L), new Sleeper(1_000_000, false));
        message();
        assertThat(next()).isEqualTo("interrupt " + Interrupts.TIMER);
        assertThat(next()).isEqualTo("FFA_INTERRUPT");
    }

    @Shows("FFA-9.2-4")
    @Test
    void aVmThatYieldsIsRunWhenItsTimeIsOver() throws Exception {
        partitions.threaded(Vm.manifest("sleeper", VM, 0x90000000L), new Sleeper(1_000_000, true));
        message();
        assertThat(next()).isEqualTo("interrupt " + Interrupts.TIMER);
        assertThat(next()).isIn("FFA_RUN", "FFA_INTERRUPT");
    }

    @Test
    void aTimerThatIsSetOutlivesItsModel() throws Exception {
        partitions.threaded(Vm.manifest("sleeper", VM, 0x90000000L), new Sleeper(SECOND / 5, false));
        message();
        Bundle model = bundle("org.partita.hardware.timer");
        model.stop();
        model.start();
        assertThat(next()).isEqualTo("interrupt " + Interrupts.TIMER);
    }

    private Bundle bundle(String name) {
        for (Bundle b : framework.getBundles()) {
            if (name.equals(b.getSymbolicName())) {
                return b;
            }
        }
        throw new AssertionError(name);
    }
}
