package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
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

/** What becomes of preempted contexts and of those that wait for them when one crashes, is unloaded, or is stopped once more. */
@PlatformTest(SchedulingPlatform.class)
class PreemptedChainsIT {
    private static final int CLIENT = 0x51;
    private static final int OWNER = 0x52;
    private static final int VM = 0x53;
    private static final int HOLDER = 0x54;
    private static final int SP = 0x8051;
    private static final int SECOND = 0x8052;
    private static final int NON_SECURE = 60;
    private static final int SECURE = 61;
    private static final int REQUEST = 0xC400006F;
    private static final long INTERRUPT = 0x84000062L;
    private static final long RESPONSE = 0xC4000070L;
    private static final long SP_0 = 0x80510000L;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        partitions.threaded(
                Dts.vm("owner", OWNER).device("button", 0x1c014000L, 1, 11, "interrupts = <60 0x8a0>;"),
                new Interruptible(x3 -> x3));
        partitions.callback(Dts.vm("client", CLIENT).cells("messaging-method", Dts.SENDS), request -> {});
    }

    @AfterEach
    void unload() {
        partitions.close();
    }

    private void raise(PartitionContext context, int intid) {
        platform.interrupts().pulse(intid, context.pe());
        context.preemptionPoint();
    }

    private static Abi request(Abi client, int to, long x3) {
        return client.raw(REQUEST, Abi.ids(CLIENT, to), 0, x3);
    }

    private String state(int id) {
        return platform.partition(id).contexts().get(0).state();
    }

    /** An SP that answers with 100 and what the second SP has answered, or with the negative status of its error. */
    private void first() {
        partitions.threaded(Dts.sp("first", SP), new Interruptible((context, x3) -> {
            new Ffa(context).sendDirect(SECOND, x3, 0, 0, 0, 0);
            boolean error = FunctionId.of(context.registers().function()) == FunctionId.FFA_ERROR;
            return error ? context.registers().w(2) : 100 + context.registers().x3;
        }));
    }

    private void second(Interruptible.Program then) {
        partitions.threaded(Dts.sp("second", SECOND), new Interruptible((context, x3) -> {
            raise(context, NON_SECURE);
            return then.run(context, x3);
        }));
    }

    @Shows({"FFA-10.2-17", "FFA-4.5.2-2"})
    @Test
    void whoWaitsForOneThatCrashesAfterItWasResumedIsTold() {
        first();
        second((context, x3) -> {
            throw new IllegalStateException("a crash");
        });
        try (Abi client = Vm.take(platform, CLIENT)) {
            request(client, SP, 1);
            assertThat(client.words().get(0)).isEqualTo(INTERRUPT);
            client.raw(Vm.RUN, SP_0);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(SP, CLIENT), 0L, (long) Status.ABORTED.code());
        }
        assertThat(state(SP)).isEqualTo("idle");
    }

    @Test
    void whoWaitsForOneThatIsUnloadedWhileItIsPreemptedIsTold() {
        first();
        second((context, x3) -> x3);
        try (Abi client = Vm.take(platform, CLIENT)) {
            request(client, SP, 1);
            partitions.unload(SECOND);
            client.raw(Vm.RUN, SP_0);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(SP, CLIENT), 0L, (long) Status.ABORTED.code());
        }
    }

    @Shows({"FFA-9.3-16", "FFA-10.2-17"})
    @Test
    void theMiddleOfAChainIsUnloaded() throws Exception {
        first();
        second((context, x3) -> x3);
        try (Abi client = Vm.take(platform, CLIENT)) {
            request(client, SP, 1);
            Thread unload = new Thread(() -> partitions.unload(SP));
            unload.start();
            Vm.awaitState(platform, SECOND, 0, "preempted");
            Vm.await(
                    "the first SP is being unloaded",
                    () -> unload.getState() != Thread.State.NEW
                            && platform.partitions().stream()
                                    .anyMatch(p -> p.id() == SP && p.state().equals("aborted")));
            client.raw(Vm.RUN, SP_0).failed(Status.ABORTED);
            unload.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(unload.isAlive()).isFalse();
        }
        Vm.awaitState(platform, SECOND, 0, "idle");
    }

    /** A VM with a request that was preempted yields, and is run again before it resumes the SP. */
    @Shows({"FFA-9.3-15", "FFA-4.5.1-5", "FFA-4.5.1-4"})
    @Test
    void aVmWhoseRequestWasPreemptedIsRunAgain() throws Exception {
        partitions.threaded(Dts.sp("sp", SP), new Interruptible((context, x3) -> {
            raise(context, NON_SECURE);
            return x3 + 1;
        }));
        partitions.threaded(Vm.manifest("vm", VM, 0x90000000L), context -> {
            Ffa ffa = new Ffa(context);
            for (; ; ) {
                ffa.msgWait();
                seen.add(String.valueOf(ffa.sendDirect(SP, 41, 0, 0, 0, 0)));
                seen.add(String.valueOf(ffa.yieldCycles()));
                context.registers().set(Vm.RUN, SP_0, 0, 0, 0, 0, 0, 0);
                context.call();
                seen.add(FunctionId.of(context.registers().function()) + " " + context.registers().x3);
            }
        });
        partitions.callback(Vm.onEachPe("holder", HOLDER), request -> {});
        // the SPI is signalled to PE 0: the others are held, so that the VM runs there
        try (Abi _ = Vm.take(platform, HOLDER, 1);
                Abi _ = Vm.take(platform, HOLDER, 2);
                Abi _ = Vm.take(platform, HOLDER, 3)) {
            try (Abi sender = Vm.take(platform, 2)) {
                Vm.send(sender, 2, VM, "work").success();
            }
            assertThat(List.of(next(), next(), next()))
                    .containsExactly("INTERRUPTED", "FFA_RUN", "FFA_MSG_SEND_DIRECT_RESP 42");
        }
    }

    private String next() throws InterruptedException {
        return String.valueOf(seen.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void anSpThatCrashesInTheHandlingOfASecureInterruptLeavesTheOthersReachable() {
        partitions.threaded(
                Dts.sp("sensor", SECOND).device("sensor", 0x1c004000L, 1, 3, "interrupts = <61 0x940>;"),
                new ThreadedPartition() {
                    @Override
                    public void main(PartitionContext context) {
                        Ffa ffa = new Ffa(context);
                        for (; ; ) {
                            ffa.msgWait();
                        }
                    }

                    @Override
                    public void interrupt(PartitionContext context) {
                        throw new IllegalStateException("a crash");
                    }
                });
        partitions.threaded(Dts.vm("vm", VM), new Interruptible((context, x3) -> {
            raise(context, SECURE);
            return x3 + 1;
        }));
        partitions.threaded(Dts.sp("sp", SP), new Interruptible(x3 -> x3 + 2));
        try (Abi client = Vm.take(platform, CLIENT)) {
            request(client, VM, 1);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(VM, CLIENT), 0L, 2L);
            request(client, SP, 1);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(SP, CLIENT), 0L, 3L);
        }
    }

    /** An answer that comes before the SP has looked ends the managed exit too. */
    @Shows({"FFA-4.5.4-2", "FFA-4.5.4-3"})
    @Test
    void aManagedExitThatAnAnswerForestalledIsNotAskedForAgain() {
        partitions.threaded(Dts.sp("sp", SP).cells("ns-interrupts-action", 1), new Interruptible((context, x3) -> {
            Interrupts interrupts = context.interrupts();
            interrupts.mask(true);
            int asked = interrupts.acknowledge();
            if (x3 == 1) {
                raise(context, NON_SECURE);
            }
            return asked;
        }));
        try (Abi client = Vm.take(platform, CLIENT)) {
            request(client, SP, 1);
            assertThat(client.words().get(3)).isEqualTo(Interrupts.SPURIOUS);
            request(client, SP, 2);
            assertThat(client.words().get(3)).isEqualTo(Interrupts.SPURIOUS);
        }
    }
}
