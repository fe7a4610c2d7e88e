package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Sender, Receiver and primary scheduler of indirect messages (FF-A 4.1.1, 4.3), the scheduler being a VM. */
@PlatformTest(SchedulingPlatform.class)
class SchedulingRolesIT {
    private static final int SCHEDULER = 3;
    private static final int VM = 0x41;
    private static final int HOLDER = 0x42;
    private static final int ECHO = 0x8003;
    private static final int PES = 4;
    private static final long RX = 0x90000000L;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    /** What a VM does with what has completed its wait. */
    private interface Program {
        void run(PartitionContext context, Ffa ffa, FunctionId completion);
    }

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        platform.trace().clear();
    }

    @AfterEach
    void unload() {
        platform.trace().stop();
        partitions.close();
    }

    private void vm(int contexts, Program program) {
        partitions.threaded(Vm.manifest("vm", VM, RX).cells("execution-ctx-count", contexts), context -> {
            Ffa ffa = new Ffa(context);
            for (; ; ) {
                program.run(context, ffa, ffa.msgWait());
            }
        });
    }

    private String next() throws InterruptedException {
        return String.valueOf(seen.poll(20, TimeUnit.SECONDS));
    }

    private void send(String text) {
        try (Abi sender = Vm.take(platform, 2)) {
            Vm.send(sender, 2, VM, text).success();
        }
    }

    // ---- who sends to whom with what

    @Shows({"FFA-4.1.1-4", "FFA-4.3-1", "FFA-10.1.2.2-1", "FFA-10.1-7"})
    @Test
    void onlyVmsSendEachOtherIndirectMessages() {
        try (Abi vm = Vm.take(platform, 1);
                Abi sp = Vm.take(platform, ECHO, 1)) {
            Vm.send(vm, 1, ECHO, "hello").refused(Status.INVALID_PARAMETERS, "FFA-10.1.2.2-1");
            sp.raw(Vm.SEND, Abi.ids(ECHO, 1), 0, 5).refused(Status.NOT_SUPPORTED, "FFA-10.1-7");
            sp.raw(Vm.SEND, Abi.ids(ECHO, 0x8001), 0, 5).refused(Status.NOT_SUPPORTED, "FFA-10.1-7");
        }
    }

    @Shows("FFA-4.1.1-5")
    @ParameterizedTest
    @ValueSource(ints = {Vm.SEND, Vm.POLL, Vm.WAIT, Vm.RUN})
    void aVmHasTheInterfacesOfIndirectMessages(int function) {
        try (Abi vm = Vm.take(platform, 1)) {
            vm.raw(0x84000064, Integer.toUnsignedLong(function)).success();
        }
    }

    @Shows({"FFA-4.1.1-2", "FFA-10.4-7"})
    @Test
    void aSenderPollsForTheAnswer() throws Exception {
        vm(1, (context, ffa, completion) -> {
            send(context, ffa, "hello");
            while (!ffa.poll()) {
                ffa.yieldCycles();
            }
            seen.add(ffa.messageSender() + " " + ffa.messageSize());
            ffa.rxRelease();
        });
        send("re: begin");
        assertThat(next()).isEqualTo("1 9");
    }

    @Shows({"FFA-4.1.1-2", "FFA-9.1-16"})
    @Test
    void aSenderWaitsForTheAnswer() throws Exception {
        vm(1, (context, ffa, completion) -> {
            send(context, ffa, "hello");
            FunctionId answer = ffa.msgWait();
            seen.add(answer + " " + ffa.messageSender() + " " + ffa.messageSize());
            ffa.rxRelease();
        });
        send("re: begin");
        assertThat(next()).isEqualTo("FFA_MSG_SEND 1 9");
    }

    private static void send(PartitionContext context, Ffa ffa, String text) {
        ffa.rxRelease();
        for (int i = 0; i < text.length(); i++) {
            context.memory()
                    .write(RX + 0x1000 + i, java.lang.foreign.MemorySegment.ofArray(new byte[] {(byte) text.charAt(i)
                    }));
        }
        assertThat(ffa.send(1, text.length(), false)).isTrue();
    }

    // ---- the RX buffer

    /** Both ways of giving RX back (FF-A 4.2.2.4); the interrupt is the one that the api tells VMs of. */
    @Shows({"FFA-10.1.1-3", "FFA-10.1.1-5", "FFA-10.1.1-6", "FFA-10.1.2.2-6"})
    @ParameterizedTest
    @ValueSource(ints = {Vm.RX_RELEASE, Vm.WAIT})
    void whoeverAskedIsToldThatRxIsFree(int function) throws Exception {
        vm(1, (context, ffa, completion) -> {
            int intid = context.interrupts().acknowledge();
            seen.add(completion + " " + intid);
            context.interrupts().end(intid);
        });
        try (Abi receiver = Vm.take(platform, 2)) {
            try (Abi sender = Vm.take(platform, VM)) {
                Vm.send(sender, VM, 2, "re: one").success();
                Vm.send(sender, VM, 2, "two", 1).refused(Status.BUSY, "FFA-10.1.2.2-6");
            }
            receiver.raw(Vm.POLL);
            assertThat(receiver.words()).startsWith(0x8400006EL);
            assertThat(seen).isEmpty();
            receiver.raw(function);
            assertThat(next()).isEqualTo("FFA_INTERRUPT " + Interrupts.RX_AVAILABLE);
        }
    }

    @Shows({"FFA-10.1.2.2-10", "FFA-8.6-26"})
    @Test
    void rxWithAMessageTakesNothingElse() {
        try (Abi receiver = Vm.take(platform, 2);
                Abi sender = Vm.take(platform, 1)) {
            Vm.send(sender, 1, 2, "re: one").success();
            receiver.raw(0x84000068).refused(Status.BUSY, "FFA-8.6-26");
            receiver.raw(Vm.POLL);
            assertThat(Vm.text(receiver)).isEqualTo("re: one");
            receiver.raw(Vm.RX_RELEASE).success();
            receiver.raw(0x84000068);
            assertThat(receiver.succeeded()).isTrue();
            receiver.raw(Vm.RX_RELEASE).success();
        }
    }

    // ---- the primary scheduler

    @Shows("FFA-4.3.1-2")
    @Test
    void theSchedulerCanAskForReceiversAndTheirContexts() {
        vm(PES, (context, ffa, completion) -> {});
        try (Abi scheduler = Vm.take(platform, SCHEDULER, 0)) {
            scheduler.raw(0x84000068, 0x74736574, 0x00400000, 0x9d, VM).success(1);
            // ID, number of contexts, properties: sends direct requests, indirect messages
            assertThat(platform.readRx(SCHEDULER, 8)).containsExactly(VM, 0, PES, 0, 6, 0, 0, 0);
            scheduler.raw(Vm.RX_RELEASE).success();
        }
    }

    @Shows({"FFA-4.1.1-3", "FFA-4.3.3-1"})
    @Test
    void theSchedulerChoosesWhichContextRunsWhere() throws Exception {
        vm(PES, (context, ffa, completion) -> {
            if (completion == FunctionId.FFA_MSG_SEND) {
                ffa.rxRelease();
                seen.add("%d on PE %d".formatted(context.vcpu(), context.pe()));
            }
        });
        send("learn");
        next();
        Vm.await(
                "nobody runs",
                () -> platform.partition(VM).contexts().stream()
                        .allMatch(c -> c.state().equals("idle")));
        platform.trace().start("");
        send("work");
        String who = next();
        platform.trace().stop();
        List<String> runs = new ArrayList<>();
        for (Crossing c : platform.trace().show(1000)) {
            long w1 = c.registers().get(1);
            if (c.function().equals("FFA_RUN") && w1 >>> 16 == VM) {
                assertThat(c.from()).isEqualTo("scheduler." + c.pe());
                runs.add("%d on PE %d".formatted(w1 & 0xFFFF, c.pe()));
            }
        }
        assertThat(runs).contains(who);
    }

    /** All other PEs are held by a VM that does nothing there. */
    @Shows("FFA-2.11-8")
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void thereIsASchedulerOnEachPe(int pe) throws Exception {
        vm(1, (context, ffa, completion) -> {
            ffa.rxRelease();
            seen.add("PE " + context.pe());
        });
        partitions.callback(
                Dts.vm("holder", HOLDER).cells("execution-ctx-count", PES).flag("partita,pinned"), request -> {});
        List<Abi> held = new ArrayList<>();
        try {
            for (int other = 0; other < PES; other++) {
                if (other != pe) {
                    held.add(Vm.take(platform, HOLDER, other));
                }
            }
            platform.trace().start("FFA_RUN");
            send("work");
            assertThat(next()).isEqualTo("PE " + pe);
            platform.trace().stop();
            assertThat(platform.trace().show(100).stream()
                            .filter(c -> c.registers().get(1) == (long) VM << 16))
                    .isNotEmpty()
                    .allMatch(c -> c.pe() == pe && c.from().equals("scheduler." + pe));
        } finally {
            held.forEach(Abi::close);
        }
    }

    /** What it waits for is told by the interrupt that says that the RX buffer of VM 2 is free. */
    @Shows({"FFA-9.2.1-1", "FFA-9.2-1"})
    @Test
    void whoYieldsIsRunWhenWhatItWaitsForIsThere() throws Exception {
        vm(1, (context, ffa, completion) -> {
            if (completion == FunctionId.FFA_MSG_SEND) {
                ffa.rxRelease();
                while (!ffa.send(2, 1, true)) {
                    ffa.yieldCycles();
                }
                seen.add("sent");
            } else {
                context.interrupts().end(context.interrupts().acknowledge());
            }
        });
        try (Abi receiver = Vm.take(platform, 2)) {
            try (Abi other = Vm.take(platform, 1)) {
                Vm.send(other, 1, 2, "re: one").success();
                Vm.send(other, 1, VM, "begin").success();
            }
            Vm.awaitState(platform, VM, 0, "yielded");
            assertThat(seen).isEmpty();
            receiver.raw(Vm.POLL).raw(Vm.RX_RELEASE).success();
            assertThat(next()).isEqualTo("sent");
            receiver.raw(Vm.POLL).raw(Vm.RX_RELEASE).success();
        }
    }
}
