package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.most;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;
import static org.partita.interfaces.memorymanagement.Sliced.paused;
import static org.partita.interfaces.memorymanagement.Sliced.resume;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.memory.MemoryOperation;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/**
 * A VM sends to SPs with the features of FF-A 12.2. Its pages are scattered: two ranges of its own, 96 bytes in all, are
 * eight physical ones, 192 bytes.
 */
final class ForwardedFragmentsTest {
    private static final long UPPER = HEAP + 0x10_0000;
    private static final CompositeRegion TWO = CompositeRegion.of(range(UPPER + 0x4000, 4), range(UPPER, 4));

    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel sp1 = scene.sp1;

    @BeforeEach
    void everySecondPageIsTheVms() {
        for (int i = 0; i < 8; i++) {
            vm1.owns(new Mapping(
                    UPPER + i * 0x1000L, 0x8900_0000L + i * 0x2000L, 1, true, true, false, false, false, "page"));
        }
        scene.features.fragments();
    }

    private static List<ConstituentRange> physical() {
        List<Integer> pages = List.of(4, 5, 6, 7, 0, 1, 2, 3);
        return pages.stream().map(i -> range(0x8900_0000L + i * 0x2000L, 1)).toList();
    }

    private Transmission described(Operation operation, int flags) {
        return Transmission.of(scene, vm1, operation, sent(vm1, flags, entry(sp1, most(operation), TWO)));
    }

    private Grant granted(long handle) {
        Grant grant = scene.platform.ledger().find(handle);
        assertThat(grant).isNotNull();
        return grant;
    }

    private void nothingIsLeft(List<String> before) {
        assertThat(scene.state().stream().filter(s -> !s.startsWith("zeroed")).toList())
                .isEqualTo(before.stream().filter(s -> !s.startsWith("zeroed")).toList());
    }

    @Shows({"FFA-12.2.2.1-1", "FFA-12.2.2.2-1", "FFA-12.2.2.3-14", "FFA-12.2.2.3-18", "FFA-12.2.1.1-2"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theHypervisorSendsOnInFragmentsWhatDoesNotFitItsTx(Operation operation) {
        scene.ofHypervisor.shrunkTo(64);

        CallModel call = described(operation, 0).whole();

        long handle = Scene.handle(call);
        assertThat(handle).as("allocated by the SPM").isPositive();
        assertThat(call.hops())
                .containsExactly(
                        "FFA_MEM_" + operation + " to SPMC", "FFA_MEM_FRAG_TX to SPMC", "FFA_MEM_FRAG_TX to SPMC");
        assertThat(granted(handle).ranges()).isEqualTo(physical());
        assertThat(scene.ofHypervisor.held()).isFalse();
        assertThat(scene.platform.operations().all()).isEmpty();
        MemoryTransaction description = scene.retrieved(sp1, wanted(vm1, handle, sp1));
        assertThat(Scene.ranges(description)).hasSize(8);
    }

    @Shows({"FFA-12.2.2.3-10", "FFA-12.2.2.3-11", "FFA-12.2.2.3-19"})
    @ParameterizedTest
    @ValueSource(ints = {48, 64, 100, 191, 192, 4096})
    void fragmentsOfTheVmAndOfTheHypervisorAreApart(int room) {
        scene.ofHypervisor.shrunkTo(room);
        Transmission sending = described(Operation.LEND, 0);

        CallModel last = sending.fragments(48, 17, 31);

        long handle = Scene.handle(last);
        assertThat(handle).isEqualTo(sending.handle()).isPositive();
        int fragments = (192 + room - 1) / room;
        assertThat(last.hops().getFirst()).isEqualTo("FFA_MEM_LEND to SPMC");
        assertThat(Collections.frequency(last.hops(), "FFA_MEM_FRAG_TX to SPMC"))
                .isEqualTo(Math.max(fragments, 1) - 1);
        assertThat(granted(handle).ranges()).isEqualTo(physical());
        assertThat(scene.platform.operations().all()).isEmpty();
    }

    @Shows({"FFA-11.1.1.2-19", "FFA-11.2.1.2-19", "FFA-11.3.1.2-19"})
    @Shows({"FFA-11.1.1.2-18", "FFA-11.2.1.2-18", "FFA-11.3.1.2-18"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aHypervisorWithoutATxThatIsFreeCannotSendOn(Operation operation) {
        scene.ofHypervisor.shrunkTo(64);
        assertThat(scene.ofHypervisor.takeTx()).isTrue();
        scene.refused(described(operation, 0).whole(), "BUSY FFA-" + operation.section() + ".1.2-18");
        scene.ofHypervisor.returnTx();
        scene.features.without(MemoryFeature.FRAGMENTS);
        scene.refused(described(operation, 0).whole(), "NO_MEMORY FFA-" + operation.section() + ".1.2-19");
        scene.features.fragments();
        scene.ofHypervisor.unmap();
        scene.refused(described(operation, 0).whole(), "NO_MEMORY FFA-" + operation.section() + ".1.2-19");

        scene.ofHypervisor.mappedAt(0x8000_0000L, 0x8000_1000L);
        Scene.handle(described(operation, 0).whole());
    }

    @Shows({"FFA-12.2.2.3-22", "FFA-12.2.2.3-24", "FFA-12.2.2.3-25"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void whatTheSpmAbortsTheVmKeeps(Operation operation) {
        scene.ofHypervisor.shrunkTo(64);
        scene.platform.withoutMemoryAt(0x8000_1000L);
        List<String> before = scene.state();

        CallModel call = described(operation, 0).fragments(48, 48);

        assertThat(scene.state()).isEqualTo(before);
        Refusal.of(call.refusal()).is("ABORTED PARTITA-memory-fault");
        assertThat(scene.platform.ledger().grants()).isEmpty();
    }

    @Shows({"FFA-12.2.2.3-24", "FFA-12.2.2.3-25"})
    @Test
    void whatTheSpmHasNoMemoryForTheVmKeeps() {
        // one range of the VM's is 300 physical ones
        long address = HEAP + 0x200_0000;
        for (int i = 0; i < 300; i++) {
            vm1.owns(new Mapping(
                    address + i * 0x1000L, 0x8A00_0000L + i * 0x2000L, 1, true, true, false, false, false, "page"));
        }
        CompositeRegion one = CompositeRegion.of(range(address, 300));
        MemoryTransaction t = sent(vm1, 0, entry(sp1, DataAccess.READ_WRITE, one));
        scene.features.fragments(4096);

        CallModel call = Transmission.of(scene, vm1, Operation.LEND, t).whole();

        scene.refused(call, "NO_MEMORY PARTITA-descriptor-length");
        scene.features.fragments();
        Scene.handle(Transmission.of(scene, vm1, Operation.LEND, t).whole());
    }

    @Shows({"FFA-12.2.3.3-8", "FFA-12.2.3.3-11", "FFA-12.2.3.3-12"})
    @ParameterizedTest
    @ValueSource(ints = {64, 4096})
    void slicesBeginWhenAllFragmentsHaveCome(int room) {
        scene.features.slices(1);
        scene.ofHypervisor.shrunkTo(room);
        Transmission sending = described(Operation.LEND, new SendFlags(true, true).encode());
        CallModel asked = sending.first(48);
        Transmission.requested(asked, 48);
        assertThat(Scene.mapped(vm1, UPPER)).hasSize(1);

        CallModel call = sending.next(asked, 48);
        int pauses = 0;
        while (call.registers.function() == Transmission.PAUSE) {
            assertThat(paused(call)).isEqualTo(sending.handle());
            assertThat(scene.ofHypervisor.held()).isFalse();
            pauses++;
            call = resume(scene, vm1, sending.handle());
        }

        // eight pages unmapped by the Hypervisor, eight zeroed by the SPM
        assertThat(pauses).isBetween(14, 16);
        assertThat(Scene.handle(call)).isEqualTo(sending.handle());
        assertThat(scene.platform.zeroed()).containsAll(physical());
        assertThat(scene.platform.operations().all()).isEmpty();
    }

    @Shows({"FFA-12.2.3.3-9", "FFA-12.2.3.3-11"})
    @Test
    void aTransactionThatIsPausedAtTheSpmIsApartFromTheNext() {
        scene.features.slices(2);
        scene.ofHypervisor.shrunkTo(64);
        CallModel first =
                described(Operation.LEND, new SendFlags(true, true).encode()).whole();
        long handle = paused(first);
        for (int i = 0; i < 4; i++) {
            assertThat(paused(resume(scene, vm1, handle))).isEqualTo(handle);
        }
        assertThat(scene.platform.operations().all())
                .as("one at the Hypervisor, one at the SPM")
                .hasSize(2);

        CompositeRegion four = CompositeRegion.of(
                range(HEAP + 0x2000, 1), range(HEAP + 0x4000, 1), range(HEAP + 0x6000, 1), range(HEAP + 0x8000, 1));
        Transmission second =
                Transmission.of(scene, vm1, Operation.LEND, sent(vm1, 0, entry(sp1, DataAccess.READ_WRITE, four)));
        long other = Scene.handle(second.whole());

        assertThat(other).isNotEqualTo(handle);
        assertThat(granted(other).ranges().getFirst().address()).isEqualTo(0x8100_2000L);
        CallModel call = first;
        while (call.registers.function() == Transmission.PAUSE) {
            call = resume(scene, vm1, handle);
        }
        assertThat(Scene.handle(call)).isEqualTo(handle);
        assertThat(granted(handle).ranges()).isEqualTo(physical());
    }

    @Shows({"FFA-12.2.3.3-14", "FFA-12.2.3.3-15", "FFA-12.2.3.5-2"})
    @ParameterizedTest
    @ValueSource(longs = {0x8900_8000L, 0x8900_0000L, 0x8900_6000L})
    void whatTheSpmCannotGoOnWithTheVmKeeps(long page) {
        scene.features.slices(3);
        scene.platform.withoutMemoryAt(page);
        List<String> before = scene.state();
        CallModel call =
                described(Operation.LEND, new SendFlags(true, true).encode()).whole();
        long handle = paused(call);
        while (call.status() == null) {
            call = resume(scene, vm1, handle);
        }

        nothingIsLeft(before);
        Refusal.of(call.refusal()).is("ABORTED FFA-12.2.3.3-14");
        Refusal.of(resume(scene, vm1, handle).refusal()).is("INVALID_PARAMETERS FFA-12.2.3.5-2");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 7, 9, 12, 13})
    void aVmThatIsTerminatedLeavesNothingAtEitherManager(int slices) {
        scene.features.slices(1);
        scene.ofHypervisor.shrunkTo(64);
        List<String> before = scene.state();
        CallModel call =
                described(Operation.LEND, new SendFlags(true, true).encode()).whole();
        long handle = paused(call);
        for (int i = 0; i < slices; i++) {
            call = resume(scene, vm1, handle);
        }
        paused(call);

        scene.platform.operations().terminated(vm1.id());

        nothingIsLeft(before);
        assertThat(scene.platform.ledger().grants()).isEmpty();
    }

    @Shows({"FFA-12.2.3.3-5", "FFA-12.2.3.3-11", "FFA-12.2.3.3-13"})
    @Test
    void theHypervisorPassesOnWhatTheSpmHasPaused() {
        scene.features.slices(1);
        List<Mapping> before = List.copyOf(vm1.regime().mappings());
        long handle = Scene.handle(described(Operation.LEND, 0).whole());
        assertThat(scene.state(vm1, 0x8900_0000L)).isEqualTo(AccessState.OWNER_NO_ACCESS);

        CallModel call = scene.reclaim(vm1, handle, 3);
        int pauses = 0;
        while (call.registers.function() == Transmission.PAUSE) {
            assertThat(paused(call)).isEqualTo(handle);
            scene.refused(scene.reclaim(vm1, handle, 0), "DENIED PARTITA-paused");
            pauses++;
            call = resume(scene, vm1, handle);
            assertThat(call.hops()).containsExactly("FFA_MEM_OP_RESUME to SPMC");
        }

        Scene.succeeded(call);
        assertThat(pauses).isGreaterThanOrEqualTo(15);
        assertThat(scene.state(vm1, 0x8900_0000L)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
        assertThat(vm1.regime().mappings()).hasSameSizeAs(flat(before));
    }

    private static List<Long> flat(List<Mapping> mappings) {
        return mappings.stream()
                .flatMap(m -> java.util.stream.LongStream.range(0, m.pages()).boxed())
                .toList();
    }

    @Shows({"FFA-12.2.3.5-2", "FFA-12.2.3.5-8"})
    @Test
    void whatIsPausedAtTheSpmOnlyItsVmResumes() {
        scene.features.slices(1);
        CallModel call =
                described(Operation.LEND, new SendFlags(true, true).encode()).whole();
        long handle = paused(call);

        for (EndpointModel stranger : new EndpointModel[] {scene.vm2, sp1}) {
            scene.refused(resume(scene, stranger, handle), "INVALID_PARAMETERS FFA-12.2.3.5-2");
        }
        scene.refused(resume(scene, vm1, 0xDEAD), "INVALID_PARAMETERS FFA-12.2.3.5-2");
        assertThat(scene.platform.operations().all())
                .extracting(MemoryOperation::stage)
                .containsOnly(MemoryOperation.Stage.PAUSED);
    }

    @Shows({"FFA-12.2.1.2-1", "FFA-12.2.1.3-8", "FFA-12.2.2.3-7"})
    @Test
    void allThreeFeaturesTogether() {
        scene.features.slices(1).buffers(4);
        scene.ofHypervisor.shrunkTo(100);
        scene.pair(vm1).unmap();
        long buffer = HEAP + 0x3_0000;
        Transmission sending =
                described(Operation.LEND, new SendFlags(true, true).encode()).in(buffer, 1);
        CallModel asked = sending.first(60);

        CallModel call = sending.next(asked, 36);
        while (call.registers.function() == Transmission.PAUSE) {
            assertThat(scene.platform.operations().mapped(List.of(range(0x8103_0000L, 1))))
                    .isTrue();
            call = resume(scene, vm1, sending.handle());
        }

        assertThat(Scene.handle(call)).isEqualTo(sending.handle());
        assertThat(granted(sending.handle()).ranges()).isEqualTo(physical());
        assertThat(scene.platform.operations().all()).isEmpty();
        scene.retrieved(sp1, wanted(vm1, sending.handle(), sp1));
    }
}
