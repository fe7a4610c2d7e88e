package org.partita.lib.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.lib.ledger.Kind.known;
import static org.partita.lib.ledger.Kind.range;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.partita.api.call.ManagerKind;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.memory.MemoryBuffer;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.memory.MemoryOperation.Stage;

/** Memory management functions that take several invocations (FF-A 12.2). */
class OperationsTest {
    private static final int VM = 1;
    private static final int SP = 0x8001;

    private record Buffer(List<ConstituentRange> ranges, boolean secure) implements MemoryBuffer {
        @Override
        public long size() {
            return 0x1000;
        }

        @Override
        public void read(MemorySegment to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(MemorySegment from) {
            throw new UnsupportedOperationException();
        }
    }

    private final Operations operations = new Operations(new Ledger(new Book()), Buffer::new);

    private static Registers call() {
        Registers r = new Registers();
        r.set(FunctionId.FFA_MEM_LEND.id32(), 96, 48, 0x4000_0000L, 1, 0, 0, 0);
        return r;
    }

    private MemoryOperation begun(ManagerKind manager, int caller) {
        return known(operations.begin(manager, caller, call()));
    }

    @Test
    void itKnowsWhoBeganWhatWhereAndPutsTheRegistersBack() {
        MemoryOperation o = begun(ManagerKind.SPMC, SP);

        assertThat(o.manager()).isEqualTo(ManagerKind.SPMC);
        assertThat(o.caller()).isEqualTo(SP);
        assertThat(o.function()).isEqualTo(FunctionId.FFA_MEM_LEND);
        assertThat(o.stage()).isEqualTo(Stage.RUNNING);
        Registers later = new Registers();
        later.set(FunctionId.FFA_MEM_FRAG_TX.id32(), 5, 6, 7, 8, 9, 10, 11);
        o.restore(later);
        assertThat(later.toString()).isEqualTo(call().toString());
    }

    @Test
    void itIsFoundByManagerCallerAndHandle() {
        MemoryOperation o = begun(ManagerKind.SPMC, SP);
        o.identify(7);

        assertThat(operations.find(ManagerKind.SPMC, SP, 7)).isSameAs(o);
        assertThat(operations.find(ManagerKind.SPMC, SP, 8)).isNull();
        assertThat(operations.find(ManagerKind.SPMC, VM, 7)).isNull();
        assertThat(operations.find(ManagerKind.HYPERVISOR, SP, 7)).isNull();
        operations.end(o);
        assertThat(operations.find(ManagerKind.SPMC, SP, 7)).isNull();
        assertThat(operations.all()).isEmpty();
    }

    @Test
    void whatHasNoHandleYetIsNotFound() {
        begun(ManagerKind.SPMC, SP);

        assertThat(operations.find(ManagerKind.SPMC, SP, 0)).isNull();
    }

    @Test
    void onePassUsesItAtATime() {
        MemoryOperation o = begun(ManagerKind.SPMC, SP);
        assertThat(operations.take(o))
                .as("it belongs to the pass that began it")
                .isFalse();
        operations.release(o);
        assertThat(operations.take(o)).isTrue();
        assertThat(operations.take(o)).isFalse();
        operations.release(o);
        assertThat(operations.take(o)).isTrue();
    }

    @Test
    void aComponentHasAFewAtEachManager() {
        List<MemoryOperation> begun = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            begun.add(begun(ManagerKind.SPMC, VM));
        }
        assertThat(operations.begin(ManagerKind.SPMC, VM, call())).isNull();
        begun(ManagerKind.HYPERVISOR, VM);
        begun(ManagerKind.SPMC, SP);
        operations.end(begun.get(5));
        begun.set(5, begun(ManagerKind.SPMC, VM));
        assertThat(operations.begin(ManagerKind.SPMC, VM, call())).isNull();

        // one that is only kept for a Receiver that asks again makes room, if nobody uses it
        begun.get(9).stage(Stage.SENT);
        assertThat(operations.begin(ManagerKind.SPMC, VM, call())).isNull();
        operations.release(begun.get(9));
        assertThat(operations.begin(ManagerKind.SPMC, VM, call())).isNotNull();
        assertThat(operations.all()).doesNotContain(begun.get(9)).hasSize(18);
    }

    @Test
    void whatWaitsForSomethingMakesNoRoom() {
        for (Stage stage : new Stage[] {Stage.RECEIVING, Stage.PAUSED, Stage.SENDING, Stage.RUNNING}) {
            MemoryOperation o = begun(ManagerKind.SPMC, VM);
            o.stage(stage);
            operations.release(o);
        }
        for (int i = 0; i < 12; i++) {
            begun(ManagerKind.SPMC, VM);
        }
        assertThat(operations.begin(ManagerKind.SPMC, VM, call())).isNull();
    }

    @Test
    void fragmentsAreOneDescriptor() {
        MemoryOperation o = begun(ManagerKind.SPMC, SP);
        assertThat(o.received()).isZero();
        byte[] all = new byte[5000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 7);
        }
        int[] ends = {1, 49, 1500, 4096, 5000};
        int from = 0;
        for (int to : ends) {
            o.receive(java.util.Arrays.copyOfRange(all, from, to));
            from = to;
            assertThat(o.received()).isEqualTo(to);
        }
        assertThat(o.descriptor()).isEqualTo(all);
        o.descriptor()[0] = 99;
        assertThat(o.descriptor()).isEqualTo(all);
    }

    @Test
    void whatIsSentBeginsAtItsFirstByte() {
        MemoryOperation o = begun(ManagerKind.SPMC, SP);
        assertThat(o.outgoing()).isNull();
        o.send(new byte[] {1, 2, 3}, true);
        o.sent(1, 2);
        assertThat(o.last()).isEqualTo(1);
        assertThat(o.sent()).isEqualTo(2);
        assertThat(o.onward()).isTrue();

        o.send(new byte[] {4}, false);
        assertThat(o.last() | o.sent()).isZero();
        assertThat(o.onward()).isFalse();
        assertThat(o.outgoing()).containsExactly(4);
    }

    @Test
    void itsBufferIsMappedUntilItEnds() {
        MemoryOperation o = begun(ManagerKind.SPMC, SP);
        o.map(List.of(range(0x8000, 2), range(0x2000, 1)), true);

        assertThat(known(o.buffer()).ranges()).hasSize(2);
        assertThat(operations.mapped(List.of(range(0x8000, 1)))).isTrue();
        assertThat(operations.mapped(List.of(range(0x9000, 1)))).isTrue();
        assertThat(operations.mapped(List.of(range(0x2000, 1)))).isTrue();
        assertThat(operations.mapped(List.of(range(0x1000, 2)))).isTrue();
        assertThat(operations.mapped(List.of(range(0, 0x100)))).isTrue();
        assertThat(operations.mapped(List.of(range(0x1000, 1), range(0x3000, 5), range(0xA000, 1))))
                .isFalse();
        operations.end(o);
        assertThat(o.buffer()).isNull();
        assertThat(operations.mapped(List.of(range(0, 0x100)))).isFalse();
    }

    @Test
    void whatIsAbortedIsUndone() {
        Kind.World world = Kind.RETRIEVAL.new World();
        List<String> before = world.state();
        MemoryOperation o = begun(ManagerKind.SPMC, Kind.B);
        o.map(List.of(range(0x8000, 1)), true);
        o.change(world.begin());
        known(o.change()).apply(2);

        operations.abort(o);

        assertThat(world.state()).isEqualTo(before);
        assertThat(operations.all()).isEmpty();
        assertThat(o.buffer()).isNull();
    }

    @Test
    void whatIsEndedIsNotUndone() {
        Kind.World world = Kind.RETRIEVAL.new World();
        List<String> before = world.state();
        MemoryOperation o = begun(ManagerKind.SPMC, Kind.B);
        o.change(world.begin());
        known(o.change()).apply(100);
        known(o.change()).commit();

        operations.end(o);

        assertThat(world.state()).isNotEqualTo(before);
    }

    @Test
    void aCallerThatIsTerminatedHasNothingAtAnyManager() {
        Kind.World world = Kind.RETRIEVAL.new World();
        List<String> before = world.state();
        MemoryOperation o = begun(ManagerKind.SPMC, VM);
        o.change(world.begin());
        known(o.change()).apply(1);
        begun(ManagerKind.HYPERVISOR, VM);
        MemoryOperation other = begun(ManagerKind.SPMC, SP);

        operations.terminated(VM);

        assertThat(operations.all()).containsExactly(other);
        assertThat(world.state()).isEqualTo(before);
    }

    @Test
    void onlyFunctionsOfFfaBegin() {
        Registers none = new Registers();
        none.set(0x1234, 0);
        assertThatThrownBy(() -> operations.begin(ManagerKind.SPMC, SP, none))
                .isInstanceOf(IllegalStateException.class);
        assertThat(operations.all()).isEmpty();
    }
}
