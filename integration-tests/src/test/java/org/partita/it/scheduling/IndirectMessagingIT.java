package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.call.VirtualInterrupts;
import org.partita.api.ffa.Status;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Indirect messages between VMs (FF-A 4.3, 10.1, 10.4), the primary scheduler being in a VM of its own. */
@PlatformTest(SchedulingPlatform.class)
class IndirectMessagingIT {
    private static final int VM = 0x41;
    private static final int OTHER = 0x42;
    private static final int DIRECT = 0x43;
    private static final int SCHEDULER = 3;
    private static final int ECHO = 0x8003;
    private static final long PAGE = 4096;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

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

    /** A VM that says what has completed its waits, and releases RX. */
    private void listener(String name, int id, long base) {
        partitions.threaded(Vm.manifest(name, id, base), context -> {
            Ffa ffa = new Ffa(context);
            for (; ; ) {
                switch (ffa.msgWait()) {
                    case FFA_MSG_SEND -> {
                        seen.add("message " + ffa.messageSender() + " " + ffa.messageSize());
                        ffa.rxRelease();
                    }
                    case FFA_INTERRUPT -> {
                        int intid = context.interrupts().acknowledge();
                        seen.add("interrupt " + intid);
                        if (intid != Interrupts.SPURIOUS) {
                            context.interrupts().end(intid);
                        }
                    }
                    default -> seen.add(context.registers().toString());
                }
            }
        });
    }

    private String next() throws InterruptedException {
        return String.valueOf(seen.poll(20, TimeUnit.SECONDS));
    }

    private List<String> crossings() {
        return platform.trace().show(1000).stream()
                .map(IndirectMessagingIT::words)
                .toList();
    }

    private static String words(Crossing c) {
        return "%s %s %s %s w1=%x"
                .formatted(
                        c.from(),
                        c.conduit(),
                        c.to(),
                        c.function(),
                        c.registers().get(1));
    }

    // ---- the way of a message

    @Shows({"FFA-4.3-1", "FFA-4.3.2-1", "FFA-10.1-1", "FFA-10.1-10", "FFA-9.1-1"})
    @Test
    void aMessageIsProcessedAndAnswered() {
        processedAndAnswered();
    }

    private void processedAndAnswered() {
        try (Abi vm = Vm.take(platform, 1)) {
            Vm.send(vm, 1, 2, "hello").success();
            Vm.await("the answer", () -> vm.raw(Vm.POLL).registers().function() == Vm.SEND);
            assertThat(vm.words()).containsExactly(0x8400006EL, 0x00020001L, 0L, 9L, 0L, 0L, 0L, 0L);
            assertThat(Vm.text(vm)).isEqualTo("re: hello");
            vm.raw(Vm.RX_RELEASE).success();
        }
    }

    @Shows({"FFA-10.1.3-2", "FFA-10.1.3-3", "FFA-4.3.3-5", "FFA-10.1-8", "FFA-10.1-9"})
    @Test
    void theCrossingsAreThoseOfFigure48() throws Exception {
        listener("receiver", VM, 0x90000000L);
        // learnt, and at rest
        try (Abi vm = Vm.take(platform, 1)) {
            Vm.send(vm, 1, VM, "first").success();
        }
        assertThat(next()).isEqualTo("message 1 5");
        Vm.awaitState(platform, VM, 0, "idle");
        try (Abi vm = takeAtRest()) {
            platform.trace().start("");
            Vm.send(vm, 1, VM, "hello").success();
        }
        assertThat(next()).isEqualTo("message 1 5");
        Vm.await("the receiver waits", () -> crossings().contains("receiver SMC Hypervisor FFA_MSG_WAIT w1=0"));
        platform.trace().stop();
        List<String> crossings = crossings();
        String told = first(crossings, "Hypervisor ERET (scheduler.\\d) FFA_MSG_SEND w1=10041");
        assertThat(crossings)
                .as("the message of VM 1")
                .containsSubsequence(
                        "messenger1 SMC Hypervisor FFA_MSG_SEND w1=10041",
                        "Hypervisor ERET " + told + " FFA_MSG_SEND w1=10041",
                        told + " SMC Hypervisor FFA_SUCCESS w1=10000",
                        "Hypervisor ERET messenger1 FFA_SUCCESS w1=0");
        String runs = first(crossings, "(scheduler.\\d) SMC Hypervisor FFA_RUN w1=410000");
        assertThat(crossings)
                .as("the receiver")
                .containsSubsequence(
                        runs + " SMC Hypervisor FFA_RUN w1=410000",
                        "Hypervisor ERET receiver FFA_MSG_SEND w1=10041",
                        "receiver SMC Hypervisor FFA_RX_RELEASE w1=0",
                        "Hypervisor ERET receiver FFA_SUCCESS w1=0",
                        "receiver SMC Hypervisor FFA_MSG_WAIT w1=0");
    }

    /** VM 1, taken while the scheduler rests: else one of its vCPUs may be stopped on the very PE that VM 1 gets. */
    private Abi takeAtRest() {
        Abi[] vm = new Abi[1];
        Vm.await("the scheduler rests", () -> {
            vm[0] = Vm.take(platform, 1);
            boolean rests = platform.partition(SCHEDULER).contexts().stream()
                    .allMatch(c -> c.state().equals("idle"));
            if (!rests) {
                vm[0].close();
            }
            return rests;
        });
        return vm[0];
    }

    private static String first(List<String> crossings, String pattern) {
        return crossings.stream()
                .map(Pattern.compile(pattern)::matcher)
                .filter(Matcher::matches)
                .map(m -> m.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no crossing is like " + pattern + ": " + crossings));
    }

    // ---- a full RX buffer

    @Shows({"FFA-10.1.2.2-6", "FFA-10.1-17", "FFA-10.1.1-1", "FFA-10.1.2.2-16"})
    @Test
    void aFullRxIsBusyUntilItIsReleased() {
        try (Abi receiver = Vm.take(platform, 2);
                Abi vm = Vm.take(platform, 1)) {
            Vm.send(vm, 1, 2, "one").success();
            Vm.send(vm, 1, 2, "two").refused(Status.BUSY, "FFA-10.1.2.2-6");
            receiver.raw(Vm.POLL);
            assertThat(receiver.words()).containsExactly(0x8400006EL, 0x00010002L, 0L, 3L, 0L, 0L, 0L, 0L);
            assertThat(Vm.text(receiver)).isEqualTo("one");
            receiver.raw(Vm.RX_RELEASE).success();
            Vm.send(vm, 1, 2, "re: three").success();
            receiver.raw(Vm.POLL).raw(Vm.RX_RELEASE).success();
        }
    }

    @Shows({"FFA-10.1.2.2-8", "FFA-10.1-18", "FFA-10.1.1-4", "FFA-9.1-13", "FFA-10.1.2.2-6"})
    @Test
    void whoAsksIsInterruptedWhenRxIsFree() throws Exception {
        listener("sender", VM, 0x90000000L);
        try (Abi receiver = Vm.take(platform, 2)) {
            try (Abi vm = Vm.take(platform, VM)) {
                Vm.send(vm, VM, 2, "re: one").success();
                Vm.send(vm, VM, 2, "two", 1).refused(Status.BUSY, "FFA-10.1.2.2-6");
            }
            assertThat(seen).isEmpty();
            receiver.raw(Vm.RX_RELEASE).success();
            assertThat(next()).isEqualTo("interrupt " + VirtualInterrupts.RX_AVAILABLE);
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void aMessengerThatAClientLeftWithAnInterruptGoesOnAnswering() {
        try (Abi receiver = Vm.take(platform, 2)) {
            try (Abi vm = Vm.take(platform, 1)) {
                Vm.send(vm, 1, 2, "re: one").success();
                Vm.send(vm, 1, 2, "two", 1).failed(Status.BUSY);
            }
            receiver.raw(Vm.RX_RELEASE).success();
        }
        Vm.awaitState(platform, 1, 0, "idle");
        processedAndAnswered();
    }

    // ---- refusals

    @Shows({"FFA-4.4.1-8", "FFA-4.3.1-3", "FFA-10.2.1.2.1-4"})
    @Test
    void directOnlyAndIndirectOnlyEndpointsRejectEachOthersMessages() {
        partitions.callback(
                Dts.vm("direct", DIRECT).cells("messaging-method", Dts.SENDS | Dts.RECEIVES), r -> r.respond(3, 1));
        partitions.callback(Vm.manifest("indirect", VM, 0x90000000L), r -> r.respond(3, 1));
        try (Abi vm = Vm.take(platform, 1)) {
            Vm.send(vm, 1, DIRECT, "hello").refused(Status.DENIED, "FFA-4.4.1-8");
        }
        try (Abi direct = Vm.take(platform, DIRECT)) {
            direct.direct(VM).refused(Status.DENIED, "FFA-10.2.1.2.1-4");
        }
    }

    @Shows({"FFA-10.1-3", "FFA-10.4-2", "FFA-9.2-2", "FFA-4.5.2-4"})
    @Test
    void whileADirectRequestIsProcessedThereAreNoOtherMessagesAndNoYield() throws Exception {
        Dts both =
                Vm.manifest("both", VM, 0x90000000L).cells("messaging-method", Dts.SENDS | Dts.RECEIVES | Dts.INDIRECT);
        partitions.threaded(both, context -> {
            Ffa ffa = new Ffa(context);
            ffa.msgWait();
            for (int function : new int[] {Vm.SEND, Vm.POLL, Vm.YIELD, Vm.WAIT}) {
                context.registers().set(function, function == Vm.SEND ? 0x00410002L : 0, 0, 1, 0, 0, 0, 0);
                context.call();
                seen.add(context.registers().function() + " "
                        + context.registers().w(2));
            }
            for (; ; ) {
                ffa.respond(1, 0, 0, 0, 0);
            }
        });
        partitions.callback(Dts.vm("direct", DIRECT), r -> r.respond(3, 1));
        try (Abi vm = Vm.take(platform, DIRECT)) {
            vm.direct(VM);
            assertThat(vm.registers().x3).isEqualTo(1);
        }
        for (int i = 0; i < 4; i++) {
            assertThat(next()).isEqualTo(0x84000060 + " " + Status.DENIED.code());
        }
    }

    @Shows({"FFA-10.1.2.2-1", "FFA-10.1.2.2-2", "FFA-10.1.2.2-3", "FFA-10.1-15"})
    @Test
    void whatIsNotEncodedAsItShouldIsRefused() {
        try (Abi vm = Vm.take(platform, 1)) {
            vm.raw(Vm.SEND, Abi.ids(2, 1), 0, 1).refused(Status.INVALID_PARAMETERS, "FFA-10.1.2.2-1");
            vm.raw(Vm.SEND, Abi.ids(1, ECHO), 0, 1).refused(Status.INVALID_PARAMETERS, "FFA-10.1.2.2-1");
            vm.raw(Vm.SEND, Abi.ids(1, 2), 0, 1, 2).refused(Status.INVALID_PARAMETERS, "FFA-10.1.2.2-2");
            vm.raw(Vm.SEND, Abi.ids(1, 2), 1, 1).refused(Status.INVALID_PARAMETERS, "FFA-10.1.2.2-3");
            vm.raw(Vm.SEND, Abi.ids(1, 2), 0, 0).refused(Status.INVALID_PARAMETERS, "FFA-10.1-15");
            vm.raw(Vm.SEND, Abi.ids(1, 2), 0, PAGE + 1).refused(Status.INVALID_PARAMETERS, "FFA-10.1-15");
        }
    }

    @Shows({"FFA-10.1.2.2-4", "FFA-10.1.2.2-11"})
    @ParameterizedTest
    @ValueSource(ints = {1, 4095, 4096})
    void aMessageHasAnySizeThatFits(int bytes) throws Exception {
        listener("receiver", VM, 0x90000000L);
        partitions.threaded(Vm.manifest("sender", OTHER, 0x90100000L), context -> {
            Ffa ffa = new Ffa(context);
            for (; ; ) {
                ffa.msgWait();
            }
        });
        try (Abi vm = Vm.take(platform, OTHER)) {
            Vm.send(vm, OTHER, VM, "x".repeat(bytes)).success();
            vm.raw(Vm.SEND, Abi.ids(OTHER, DIRECT), 0, bytes).failed(Status.INVALID_PARAMETERS);
        }
        assertThat(next()).isEqualTo("message " + OTHER + " " + bytes);
    }

    @Shows("FFA-10.1.2.2-4")
    @Test
    void aMessageThatIsLargerThanTheReceiversRxIsRefused() {
        listener("receiver", VM, 0x90000000L);
        partitions.callback(
                Dts.vm("large", OTHER)
                        .cells("messaging-method", Dts.SENDS | Dts.INDIRECT)
                        .memory("rx", 0x90100000L, 2, 9)
                        .memory("tx", 0x90102000L, 2, 11)
                        .buffers(),
                r -> r.respond(3, 0));
        try (Abi vm = Vm.take(platform, OTHER)) {
            vm.raw(Vm.SEND, Abi.ids(OTHER, VM), 0, PAGE + 1).refused(Status.NO_MEMORY, "FFA-10.1.2.2-4");
            vm.raw(Vm.SEND, Abi.ids(OTHER, VM), 0, PAGE).success();
        }
    }
}
