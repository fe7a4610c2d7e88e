package org.partita.hardware.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.MemoryState;

/** A successor takes over ranges and contents, or leaves no trace. */
class MemoryHandOverTest {
    private static final String SRAM = "sram 0x6000000 16M secure";
    private static final String DRAM = "dram 0x80000000 1G nonsecure";

    @RegisterExtension
    final Logged logged = new Logged();

    private final FakeStore store = new FakeStore();

    @Test
    void contentsAndPagesInUsePassToTheSuccessor() {
        SparseMemory old = store.memory(SRAM, DRAM);
        old.page(0x6000000, true).set(ValueLayout.JAVA_LONG_UNALIGNED, 8, 0x1122334455667788L);
        old.page(0x80001000L, false);
        MemoryState state = old.exportState();
        assertThat(state.schema()).isEqualTo("org.partita.memory");
        assertThat(state.version()).isEqualTo(1);
        assertThat(state.pages()).containsExactlyInAnyOrder(0x6000L, 0x80001L);

        SparseMemory next = store.memory(SRAM, DRAM);
        next.importState(state);

        assertThat(next.page(0x6000000, true).get(ValueLayout.JAVA_LONG_UNALIGNED, 8))
                .isEqualTo(0x1122334455667788L);
        assertThat(next.exportState().pages()).containsExactlyInAnyOrder(0x6000L, 0x80001L);
    }

    @Test
    void rangesThatServedGoOnToServeAndAdditionsOfTheSuccessorJoinThem() {
        SparseMemory old = store.memory(SRAM);
        old.page(0x6000000, true);
        SparseMemory next = store.memory(DRAM, SRAM);

        next.importState(old.exportState());

        assertThat(next.ranges()).extracting(MemoryRange::name).containsExactly("sram", "dram");
    }

    @Test
    void aSuccessorConfiguredOtherwiseServesTheRangesThatAreInUse() {
        SparseMemory old = store.memory(SRAM);
        old.page(0x6000000, true);
        SparseMemory next = store.memory(DRAM);

        next.importState(old.exportState());

        assertThat(next.ranges()).isEqualTo(old.ranges());
        assertThat(logged.take()).singleElement().asString().contains("sram", "go on to serve");
    }

    @Test
    void withoutPagesInUseTheSuccessorsConfigurationHolds() {
        SparseMemory next = store.memory(DRAM);

        next.importState(store.memory(SRAM).exportState());

        assertThat(next.ranges()).extracting(MemoryRange::name).containsExactly("dram");
    }

    @Test
    void pagesThatWereTakenOverStayInUseEvenIfNobodyTouchesThem() {
        SparseMemory old = store.memory(SRAM);
        old.page(0x6000000, true);
        SparseMemory next = store.memory(SRAM);
        next.importState(old.exportState());

        next.modified(FakeStore.configuration(DRAM));

        assertThat(logged.take()).hasSize(1);
        assertThat(next.ranges()).isEqualTo(old.ranges());
    }

    @Test
    void aStateThatIsNotUnderstoodChangesNothing() {
        MemoryRange range = new MemoryRange(0x1000, 0x2000, true, false, "a");
        MemoryRange overlapping = new MemoryRange(0x2000, 0x1000, false, false, "b");

        refused(new MemoryState("org.partita.memory", 2, List.of(range), List.of()), "version 2");
        refused(new MemoryState("org.partita.gic", 1, List.of(range), List.of()), "org.partita.gic");
        refused(new MemoryState("org.partita.memory", 1, List.of(range, overlapping), List.of()), "overlap");
        refused(new MemoryState("org.partita.memory", 1, List.of(range), List.of(3L)), "0x3");
        refused(new MemoryState("org.partita.memory", 1, List.of(range), List.of(-1L)), "lies in no range");
    }

    private void refused(MemoryState state, String reason) {
        SparseMemory next = store.memory(SRAM);
        next.page(0x6001000, true);
        MemoryState before = next.exportState();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> next.importState(state))
                .withMessageContaining(reason);
        assertThat(next.exportState()).isEqualTo(before);
    }
}
