package org.partita.core.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.Boundary;
import org.partita.api.call.Component;
import org.partita.api.call.IndirectMessage;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.RunState;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.manifest.Messaging;
import org.partita.api.manifest.PartitionManifest;
import org.partita.core.state.Directory;
import org.partita.core.state.Memory;
import org.partita.core.state.Partition;
import org.partita.core.state.Regime;
import org.partita.core.wiring.Bound;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.WiringFactory;

/** Each rule is broken in turn, in a state that keeps the others, and found and named. */
class InvariantsTest {
    private static final int PES = 2;
    private static final ManagerKind RELAYER = ManagerKind.HYPERVISOR;

    private final VirtualTime time = new VirtualTime();
    private final Hub hub = new Hub(new WiringFactory(PES).empty(new RoleTable().size()), new CrossingLog(1, time));
    private final Memory memory = new Memory(hub);
    private final Directory directory =
            new Directory(new Directory.Facts(PES, true, false, 0x8000, Set.of()), memory, hub, new Interrupts(hub));
    private final Invariants invariants = new Invariants(hub, directory::partitions, directory::brokenPair);
    private final Component hypervisor = new Component("Hypervisor", ExceptionLevel.EL2, RELAYER, 0);
    private final Execution execution = new Execution();

    private Context vm;
    private Context other;
    private Context third;

    @BeforeEach
    void platform() {
        hub.pes(PES);
        vm = idle("vm", 1, true);
        other = idle("other", 2, true);
        third = idle("third", 3, false);
    }

    @AfterEach
    void close() {
        execution.close();
    }

    private Context idle(String name, int id, boolean indirect) {
        Component component = new Component(name, ExceptionLevel.EL1, null, id);
        component.join(new Boundary(component, hypervisor, FfaInstance.NONSECURE_VIRTUAL));
        PartitionManifest manifest = PartitionManifest.builder(name + ".dts", ExceptionLevel.EL1)
                .name(name)
                .messaging(new Messaging(true, true, indirect, false))
                .build();
        Partition p =
                new Partition(id, component, RELAYER, manifest, Conduit.SMC, directory, hub, new Regime(name, memory));
        directory.add(p);
        Context c = p.contexts().getFirst();
        c.idle();
        return c;
    }

    private void runs(Context c, int pe) {
        c.state(RunState.BUSY);
        c.pe = hub.pe(pe);
        hub.pe(pe).owner(c);
    }

    private void requests(Context from, Context to) {
        from.responder = to;
        to.requester = from;
        to.lender = from;
    }

    private RxTxPair mapped(Context c, ManagerKind with) {
        RxTxPair pair = directory.pair(with, c.component().id());
        assertThat(pair.map(List.of(new ConstituentRange(0x1000, 1)), List.of(new ConstituentRange(0x2000, 1)), false))
                .isTrue();
        return pair;
    }

    private @Nullable String broken() {
        return invariants.broken();
    }

    /** FF-A 4.5, 2.12: one asks another, which asks a third and is preempted in that; a message waits for who is not told yet. */
    @Test
    void whatIsLegalIsNotNamed() {
        assertThat(broken()).isNull();
        vm.state(RunState.BUSY);
        other.state(RunState.BUSY);
        requests(vm, other);
        requests(other, third);
        runs(third, 1);
        assertThat(broken()).as("a chain of requests").isNull();
        third.state(RunState.PREEMPTED);
        third.lender = null;
        vm.responder = null;
        hub.pe(1).owner(vm);
        assertThat(broken()).as("a chain that was preempted").isNull();
        RxTxPair pair = mapped(other, RELAYER);
        pair.takeRx();
        pair.handOverRx(new IndirectMessage(1, 0, 0x1000));
        assertThat(broken()).as("a message of the whole buffer").isNull();
    }

    /** FF-A 2.12: at any time a context is in one state. */
    @Test
    void aContextOnTwoPesIsNamed() {
        runs(vm, 0);
        runs(vm, 1);
        assertThat(broken()).isEqualTo("vm has PE 0 and PE 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"IDLE", "YIELDED", "PREEMPTED", "ABORTED"})
    void whoHasAPeAndDoesNoWorkIsNamed(RunState state) {
        runs(vm, 1);
        vm.state(state);
        assertThat(broken()).isEqualTo("vm has PE 1 and is " + state);
    }

    @Test
    void whoHandlesAnInterruptInAnothersPlaceMayHaveThePe() {
        runs(vm, 1);
        vm.state(RunState.PREEMPTED);
        vm.interrupted = true;
        assertThat(broken()).isNull();
    }

    @Test
    void whoIsBusyWithoutCyclesIsNamed() {
        vm.state(RunState.BUSY);
        assertThat(broken()).isEqualTo("vm is BUSY, on no PE, and has lent its cycles to nobody");
        vm.unplaced = true;
        assertThat(broken()).as("a client's, that looks for a PE").isNull();
        vm.unplaced = false;
        runs(other, 0);
        assertThat(broken()).isEqualTo("vm is BUSY, on no PE, and has lent its cycles to nobody");
        other.lender = vm;
        assertThat(broken()).as("it has lent them").isNull();
    }

    @Test
    void whoIsIdleWithSomebodysCyclesIsNamed() {
        runs(vm, 0);
        other.lender = vm;
        assertThat(broken()).isEqualTo("other is IDLE and has the cycles of vm");
    }

    /** FF-A 4.5: a request is answered by who got it, to who sent it. */
    @Test
    void whoWaitsForSomebodyThatAnswersSomebodyElseIsNamed() {
        vm.state(RunState.BUSY);
        third.state(RunState.BUSY);
        requests(vm, other);
        requests(third, other);
        runs(other, 0);
        assertThat(broken()).isEqualTo("vm waits for the answer of other, which answers third");
    }

    @Test
    void whoWorksOnARequestThatNobodyWaitsForIsNamed() {
        requests(vm, other);
        vm.responder = null;
        vm.state(RunState.YIELDED);
        runs(other, 1);
        assertThat(broken()).isEqualTo("other processes a request of vm, which does not wait for it");
    }

    @ParameterizedTest
    @EnumSource(names = {"IDLE", "CREATED"})
    void aRequestThatOutlivesTheWorkIsNamed(RunState state) {
        requests(vm, other);
        vm.state(RunState.BUSY);
        other.lender = null;
        other.state(state);
        assertThat(broken())
                .isEqualTo("other is " + state + ", and a request of vm to it or of it to null has not ended");
    }

    /** FF-A 4.5: call chains are acyclic. */
    @Test
    void requestsInACircleAreNamed() {
        for (Context c : List.of(vm, other, third)) {
            c.state(RunState.BUSY);
        }
        requests(vm, other);
        requests(other, third);
        requests(third, vm);
        assertThat(broken()).isEqualTo("vm waits in a circle, or has its cycles from itself");
    }

    @Test
    void cyclesFromOneselfAreNamed() {
        runs(vm, 0);
        other.state(RunState.BUSY);
        vm.lender = other;
        other.lender = vm;
        assertThat(broken()).isEqualTo("vm waits in a circle, or has its cycles from itself");
    }

    /** FF-A 4.2.2.4: between two invocations RX is empty or the consumer's, and TX is the producer's. */
    @Test
    void aBufferThatARelayerHasKeptIsNamed() {
        RxTxPair pair = mapped(vm, RELAYER);
        pair.takeRx();
        assertThat(broken())
                .isEqualTo("the RX/TX pair of 1 with the Hypervisor has an RX buffer that nobody fills and that is"
                        + " not empty");
        pair.dropRx();
        pair.takeTx();
        assertThat(broken())
                .isEqualTo(
                        "the RX/TX pair of 1 with the Hypervisor has a TX buffer that is taken, and nobody reads it");
        pair.returnTx();
        assertThat(broken()).isNull();
    }

    @Test
    void thePairOfTheHypervisorIsLookedAtToo() {
        RxTxPair pair = directory.pair(ManagerKind.SPMC, 0);
        pair.map(List.of(new ConstituentRange(0x1000, 1)), List.of(new ConstituentRange(0x2000, 1)), false);
        pair.takeTx();
        assertThat(broken()).startsWith("the RX/TX pair of the Hypervisor with the SPMC has a TX buffer");
    }

    /** FF-A 8.5: an unregistered buffer is nobody's. */
    @Test
    void aFullBufferThatIsNotRegisteredIsNamed() {
        RxTxPair pair = directory.pair(RELAYER, 2);
        pair.takeRx();
        pair.handOverRx();
        assertThat(broken())
                .isEqualTo("the RX/TX pair of 2 with the Hypervisor has a full RX buffer and is not registered");
    }

    /** FF-A Table 10.3: the length of a message is that of the buffer at most. */
    @ParameterizedTest
    @ValueSource(ints = {0, 0x1001})
    void aMessageThatDoesNotFitIsNamed(int bytes) {
        RxTxPair pair = mapped(vm, RELAYER);
        pair.takeRx();
        pair.handOverRx(new IndirectMessage(2, 0, bytes));
        assertThat(broken())
                .isEqualTo("the RX/TX pair of 1 with the Hypervisor has an indirect message of " + bytes
                        + " bytes in 4096");
    }

    /** FF-A 10.1: indirect messages are between VMs that support them. */
    @Test
    void aMessageForWhoGetsNoneIsNamed() {
        RxTxPair pair = mapped(third, RELAYER);
        pair.takeRx();
        pair.handOverRx(new IndirectMessage(1, 0, 8));
        assertThat(broken())
                .isEqualTo("the RX/TX pair of 3 with the Hypervisor has an indirect message, and is for none");
    }

    @Test
    void aMessageThatAnotherManagerHasBroughtIsNamed() {
        RxTxPair pair = mapped(vm, ManagerKind.SPMC);
        pair.takeRx();
        pair.handOverRx(new IndirectMessage(2, 0, 8));
        assertThat(broken()).isEqualTo("the RX/TX pair of 1 with the SPMC has an indirect message, and is for none");
    }

    /** The token looks before each step; what is broken is told once, with the step before which it was seen. */
    @Test
    void theFirstThatIsBrokenIsToldOnceWithItsStep() throws InterruptedException {
        List<String> told = new ArrayList<>();
        RunToken token = new RunToken(1, time);
        token.observer(invariants.observer(new Told(told)));
        TokenScenario scenario = new TokenScenario(token, execution);
        scenario.actor("breaks", () -> {
            token.step();
            vm.state(RunState.BUSY);
            told.add("broken in step " + token.steps());
            token.step();
            token.step();
        });
        scenario.run(Duration.ofSeconds(30));
        assertThat(told)
                .containsExactly(
                        "broken in step 2", "vm is BUSY, on no PE, and has lent its cycles to nobody, step 3, 3000 ns");
    }

    private record Told(List<String> told) implements Faults {
        @Override
        public void invariantBroken(String what, long step, long nanos) {
            told.add(what + ", step " + step + ", " + nanos + " ns");
        }

        @Override
        public void providerFailed(Context context, @Nullable Bound provider, Throwable cause) {
            told.add("provider");
        }

        @Override
        public void crashed(Context context, String how, @Nullable Throwable cause) {
            told.add("crash");
        }

        @Override
        public void initializationFailed(Context context, Throwable cause) {
            told.add("initialization");
        }

        @Override
        public void looping(Context context, String stack, boolean abandoned) {
            told.add("loop");
        }

        @Override
        public void exitMissed(Context context) {
            told.add("exit");
        }

        @Override
        public void standsStill(String actor, String stack) {
            told.add("standstill");
        }
    }
}
