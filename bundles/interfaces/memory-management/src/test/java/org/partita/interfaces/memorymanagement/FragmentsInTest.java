package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;
import static org.partita.interfaces.memorymanagement.Transmission.FRAG_TX;
import static org.partita.interfaces.memorymanagement.Transmission.requested;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.MemoryTransaction;
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

/** Descriptors that come from their Sender in fragments (FF-A 12.2.2). One with a Receiver and four ranges has 128 bytes. */
final class FragmentsInTest {
    private static final CompositeRegion FOUR = CompositeRegion.of(
            range(HEAP + 0x2000, 1), range(HEAP + 0x8000, 2), range(HEAP + 0x5000, 1), range(HEAP + 0xC000, 1));

    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel vm2 = scene.vm2;
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;

    @BeforeEach
    void fragmentsAreServed() {
        scene.features.fragments();
    }

    private Transmission shared(EndpointModel sender, EndpointModel receiver) {
        return described(Operation.SHARE, sender, receiver);
    }

    private Transmission described(Operation operation, EndpointModel sender, EndpointModel receiver) {
        return Transmission.of(scene, sender, operation, sent(operation, sender, FOUR, receiver));
    }

    private static int[] lengths(String words) {
        return Arrays.stream(words.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    private CallModel tx(EndpointModel by, long handle, long... more) {
        long[] registers = new long[2 + more.length];
        registers[0] = handle & 0xFFFF_FFFFL;
        registers[1] = handle >>> 32;
        System.arraycopy(more, 0, registers, 2, more.length);
        return scene.call(by, FRAG_TX, registers);
    }

    @Shows({"FFA-12.2.2.2-1", "FFA-12.2.2.2-2", "FFA-12.2.2.3-4", "FFA-12.2.2.3-6", "FFA-12.2.2.3-11"})
    @Shows({"FFA-12.2.2.3-12", "FFA-12.2.2.3-17", "FFA-12.2.2.3-19", "FFA-12.2.2.5-9", "FFA-12.2.2.4-3"})
    @ParameterizedTest
    @CsvSource({
        "DONATE, 96 32",
        "LEND, 96 32",
        "SHARE, 96 32",
        "SHARE, 64 48 16",
        "SHARE, 112 16",
        "LEND, 48 80",
        "LEND, 127 1",
        "DONATE, 49 1 7 33 38"
    })
    void equalOrVariableFragmentsAreTheSameDescriptor(Operation operation, String lengths) {
        for (EndpointModel sender : new EndpointModel[] {vm1, sp1}) {
            EndpointModel receiver = sender == vm1 ? vm2 : sp2;
            Scene whole = new Scene();
            EndpointModel other = (EndpointModel) whole.platform.endpoint(sender.id());
            whole.begun(other, operation, sent(operation, sender, FOUR, receiver));
            Transmission sending = described(operation, sender, receiver);

            long handle = Scene.handle(sending.fragments(lengths(lengths)));

            assertThat(handle).isEqualTo(sending.handle());
            assertThat(handle < 0).as("allocated by the Hypervisor").isEqualTo(sender == vm1);
            Grant grant = scene.platform.ledger().find(handle);
            assertThat(grant).isNotNull();
            Grant expected = whole.platform.ledger().grants().getFirst();
            assertThat(grant).isEqualTo(expected.identified(handle));
            assertThat(scene.platform.operations().all()).isEmpty();
            assertThat(scene.pair(sender).held()).isFalse();
            assertThat(sender.regime().mappings())
                    .containsExactlyInAnyOrderElementsOf(other.regime().mappings());
        }
    }

    @Shows({"FFA-12.2.2.1-1", "FFA-12.2.2.2-2", "FFA-12.2.2.3-5", "FFA-12.2.2.4-10"})
    @Test
    void sixHundredRangesGoThroughBuffersOf4K() {
        vm1.owns(new Mapping(0x100_0000L, 0x8800_0000L, 1200, true, true, false, false, false, "large"));
        List<ConstituentRange> ranges = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            ranges.add(range(0x100_0000L + i * 0x2000L, 1));
        }
        MemoryTransaction t = sent(Operation.SHARE, vm1, CompositeRegion.of(ranges), vm2);
        Transmission sending = Transmission.of(scene, vm1, Operation.SHARE, t);
        assertThat(sending.size()).isEqualTo(9664);

        long handle = Scene.handle(sending.fragments(4096, 4096, 1472));
        CallModel response = scene.retrieve(vm2, wanted(vm1, handle, vm2));
        assertThat(response.registers.x(1)).isEqualTo(9664);
        assertThat(response.registers.x(2)).isBetween(1L, 4096L);
        MemoryTransaction description = Transmission.collected(scene, vm2, handle, response);

        assertThat(Scene.ranges(description)).hasSize(600);
        assertThat(Scene.mapped(vm2, Scene.ranges(description).get(599).address()))
                .singleElement()
                .extracting(Mapping::physical)
                .isEqualTo(0x8800_0000L + 599 * 0x2000L);
    }

    @Shows({"FFA-12.2.2.2-2", "FFA-12.2.2.3-10"})
    @Test
    void aFragmentMayHaveOneByte() {
        Transmission sending = shared(sp1, sp2);
        CallModel asked = sending.first(48);
        assertThat(Transmission.handle(asked)).as("allocated by the SPM").isPositive();

        Scene.handle(sending.rest(asked, 1));
        assertThat(scene.platform.ledger().grants().getFirst().ranges()).hasSize(4);
    }

    @Shows({"FFA-12.2.2.3-4", "FFA-12.2.2.3-11", "FFA-12.2.2.3-19"})
    @ParameterizedTest
    @ValueSource(strings = {"32 16", "47 1", "33 1 14"})
    void aRequestInFragmentsIsIdentifiedByTheHandleOfTheRegion(String lengths) {
        for (EndpointModel[] each : new EndpointModel[][] {{vm1, vm2}, {sp1, sp2}}) {
            long handle = scene.begun(each[0], Operation.LEND, sent(Operation.LEND, each[0], FOUR, each[1]));
            Transmission sending =
                    Transmission.of(scene, each[1], Operation.RETRIEVE, wanted(each[0], handle, each[1]));

            CallModel response = sending.fragments(lengths(lengths));

            assertThat(sending.handle()).isEqualTo(handle);
            MemoryTransaction description = Transmission.collected(scene, each[1], handle, response);
            assertThat(description.handle()).isEqualTo(handle);
            assertThat(scene.state(each[1], each[0] == vm1 ? 0x8100_2000L : 0x610_2000L))
                    .isEqualTo(AccessState.NOT_OWNER_EXCLUSIVE);
            assertThat(scene.platform.operations().all()).isEmpty();
        }
    }

    @Shows({"FFA-12.2.2.3-9", "FFA-11.1-3", "FFA-11.2-3", "FFA-11.3-3", "FFA-11.4-3"})
    @ParameterizedTest
    @EnumSource
    void withoutTheFeatureAFragmentIsInvalid(Operation operation) {
        long handle = scene.begun(vm1, Operation.LEND, sent(Operation.LEND, vm1, heap(20, 1), vm2));
        scene.features.without(MemoryFeature.FRAGMENTS);
        boolean send = operation != Operation.RETRIEVE;
        Transmission sending = send
                ? described(operation, vm1, vm2)
                : Transmission.of(scene, vm2, operation, wanted(vm1, handle, vm2));

        scene.refused(sending.first(send ? 96 : 32), "INVALID_PARAMETERS FFA-" + operation.section() + "-3");
    }

    @Shows("FFA-12.2.2.3-9")
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 31, 32, 47, 129, 4097, 0xFFFF_FFFFL})
    void aFirstFragmentOfAnInvalidLengthIsRefused(long length) {
        // header and entry: 48; the descriptor: 128; TX: 4096
        Transmission sending = shared(vm1, vm2);
        sending.put(0, 128);

        CallModel call = scene.call(vm1, Scene.function(Operation.SHARE), 128, length);
        scene.refused(call, "INVALID_PARAMETERS FFA-12.2.2.3-9");
        Scene.handle(shared(vm1, vm2).whole());
    }

    @Shows("FFA-12.2.2.3-9")
    @Test
    void aFirstFragmentDoesNotExceedTheBuffer() {
        CallModel call = scene.call(vm1, Scene.function(Operation.SHARE), 10_000, 4097);
        scene.refused(call, "INVALID_PARAMETERS FFA-12.2.2.3-9");
    }

    @Shows({"FFA-11.3.1.2-1", "FFA-12.2.2.3-9"})
    @Test
    void withoutBuffersThereAreNoFragments() {
        scene.pair(vm1).unmap();

        CallModel call = scene.call(vm1, Scene.function(Operation.SHARE), 128, 96);
        scene.refused(call, "INVALID_PARAMETERS FFA-11.3.1.2-1");
    }

    @Shows("FFA-12.2.2.3-9")
    @Test
    void theFirstFragmentHasAllEntries() {
        MemoryTransaction t = sent(Operation.LEND, vm1, FOUR, vm2, sp1, sp2);
        Transmission sending = Transmission.of(scene, vm1, Operation.LEND, t);

        scene.refused(sending.first(79), "INVALID_PARAMETERS FFA-12.2.2.3-9");
        requested(sending.first(80), 80);
    }

    @Shows("FFA-12.2.2.3-9")
    @Test
    void theFirstFragmentOfARequestHasTheHeader() {
        long handle = scene.begun(vm1, Operation.LEND, sent(Operation.LEND, vm1, FOUR, vm2));
        Transmission sending = Transmission.of(scene, vm2, Operation.RETRIEVE, wanted(vm1, handle, vm2));

        scene.refused(sending.first(31), "INVALID_PARAMETERS FFA-12.2.2.3-9");
        requested(sending.first(32), 32);
    }

    @Shows("FFA-5.12.1-7")
    @ParameterizedTest
    @ValueSource(longs = {0, 0xDEAD})
    void aRequestInFragmentsNeedsTheHandleOfARegion(long handle) {
        Transmission sending = Transmission.of(scene, vm2, Operation.RETRIEVE, wanted(vm1, handle, vm2));

        scene.refused(sending.first(32), "INVALID_PARAMETERS FFA-5.12.1-7");
    }

    @Shows({"FFA-12.2.2.5-2", "FFA-12.2.2.5-10"})
    @Test
    void theHandleIsThatOfTheSendersOwnDescriptor() {
        Transmission sending = shared(vm1, vm2);
        CallModel asked = sending.first(96);
        long handle = Transmission.handle(asked);
        long other = scene.begun(vm1, Operation.SHARE, sent(Operation.SHARE, vm1, heap(30, 1), vm2));

        String refusal = "INVALID_PARAMETERS FFA-12.2.2.5-2";
        scene.refused(tx(vm1, 0xDEAD, 32), refusal);
        scene.refused(tx(vm1, 0, 32), refusal);
        scene.refused(tx(vm1, other, 32), refusal);
        scene.refused(tx(vm1, handle & 0xFFFF_FFFFL, 32), refusal);
        scene.refused(tx(vm2, handle, 32), refusal);
        scene.refused(tx(sp1, handle, 32), refusal);
        Scene.handle(sending.next(asked, 32));
        scene.refused(tx(vm1, handle, 32), refusal);
    }

    @Shows({"FFA-12.2.2.5-3", "FFA-12.2.2.5-10"})
    @ParameterizedTest
    @ValueSource(longs = {0, 33, 48, 4097, 0xFFFF_FFFFL})
    void aFragmentHasNoMoreThanIsMissing(long length) {
        Transmission sending = shared(vm1, vm2);
        CallModel asked = sending.first(96);

        scene.refused(tx(vm1, Transmission.handle(asked), length), "INVALID_PARAMETERS FFA-12.2.2.5-3");
        Scene.handle(sending.next(asked, 32));
    }

    @Shows("FFA-12.2.2.5-3")
    @Test
    void aFragmentFitsTheBuffer() {
        scene.pair(vm1).shrunkTo(64);
        Transmission sending = shared(vm1, vm2);
        CallModel asked = sending.first(48);

        scene.refused(tx(vm1, Transmission.handle(asked), 65), "INVALID_PARAMETERS FFA-12.2.2.5-3");
        Scene.handle(sending.rest(asked, 64));
    }

    @Shows({"FFA-12.2.2.5-5", "FFA-12.2.2.5-6"})
    @ParameterizedTest
    @CsvSource({"4, 0x10000, 5", "4, 1, 5", "5, 1, 6", "6, 1, 6", "7, 0x80000000, 6"})
    void theOtherRegistersAreZeroAtAVirtualInstance(int register, long value, int requirement) {
        Transmission sending = shared(vm1, vm2);
        CallModel asked = sending.first(96);
        long[] more = new long[register - 2];
        more[0] = 32;
        more[register - 3] = value;

        scene.refused(tx(vm1, Transmission.handle(asked), more), "INVALID_PARAMETERS FFA-12.2.2.5-" + requirement);
        Scene.handle(sending.next(asked, 32));
    }

    @Shows("FFA-12.2.2.3-13")
    @Test
    void aFragmentThatCouldNotBeReadIsAskedForAgain() {
        Transmission sending = shared(vm1, vm2);
        CallModel asked = sending.first(96);
        assertThat(scene.pair(vm1).takeTx()).isTrue();

        CallModel again = tx(vm1, Transmission.handle(asked), 32);
        requested(again, 96);
        scene.pair(vm1).returnTx();
        Scene.handle(sending.next(again, 32));
    }

    @Test
    void aFirstFragmentInABufferThatIsInUseIsBusy() {
        Transmission sending = shared(vm1, vm2);
        assertThat(scene.pair(vm1).takeTx()).isTrue();

        scene.refused(sending.first(96), "BUSY PARTITA-tx-busy");
        scene.pair(vm1).returnTx();
        Scene.handle(shared(vm1, vm2).fragments(96, 32));
    }

    @Shows({"FFA-12.2.2.3-19", "FFA-11.2.1.2-4"})
    @Test
    void whatTheWholeDescriptorBreaksIsAnsweredWithTheLastFragment() {
        List<String> before = scene.state();
        CompositeRegion notItsOwn = CompositeRegion.of(range(HEAP, 1), range(HEAP + 0x100_0000, 1));
        Transmission sending = Transmission.of(scene, vm1, Operation.LEND, sent(Operation.LEND, vm1, notItsOwn, vm2));

        CallModel last = sending.fragments(64, 32);
        assertThat(scene.state()).isEqualTo(before);
        Refusal.of(last.refusal()).is("DENIED FFA-11.2.1.2-4");
    }

    @Shows("FFA-12.2.2.3-11")
    @Shows({"FFA-5.12.1-7", "FFA-11.7.1.2-1"})
    @Test
    void beforeTheLastFragmentTheHandleIdentifiesNoRegion() {
        Transmission sending = shared(vm1, vm2);
        CallModel asked = sending.first(96);
        long handle = Transmission.handle(asked);

        scene.refused(scene.retrieve(vm2, wanted(vm1, handle, vm2)), "INVALID_PARAMETERS FFA-5.12.1-7");
        scene.refused(scene.reclaim(vm1, handle, 0), "INVALID_PARAMETERS FFA-11.7.1.2-1");
        Scene.handle(sending.next(asked, 32));
        scene.retrieved(vm2, wanted(vm1, handle, vm2));
    }

    @Shows({"FFA-12.2.2.3-10", "FFA-12.2.2.3-11"})
    @Test
    void transmissionsOfSeveralSendersAndOfOneAreApart() {
        List<Transmission> sending = new ArrayList<>();
        EndpointModel[] senders = {vm1, vm2, sp1, sp2, vm1, sp1};
        EndpointModel[] receivers = {vm2, vm1, sp2, sp1, vm2, sp2};
        List<CallModel> asked = new ArrayList<>();
        for (int i = 0; i < senders.length; i++) {
            CompositeRegion region =
                    CompositeRegion.of(range(HEAP + i * 0x4000L, 1), range(HEAP + i * 0x4000L + 0x2000, 1));
            MemoryTransaction t = sent(Operation.LEND, senders[i], region, receivers[i]);
            sending.add(Transmission.of(scene, senders[i], Operation.LEND, t));
            asked.add(sending.get(i).first(64));
        }
        assertThat(asked.stream().map(Transmission::handle).distinct()).hasSize(6);
        long between = scene.begun(vm1, Operation.SHARE, sent(Operation.SHARE, vm1, heap(40, 1), vm2));
        for (int i = 5; i >= 0; i--) {
            asked.set(i, sending.get(i).next(asked.get(i), 16));
        }
        for (int i = 0; i < 6; i++) {
            long handle = Scene.handle(sending.get(i).next(asked.get(i), 16));
            Grant grant = scene.platform.ledger().find(handle);
            assertThat(grant).isNotNull();
            assertThat(grant.sender()).isEqualTo(senders[i].id());
            Mapping heap =
                    new Scene().platform.regime(senders[i].id()).mappings().getFirst();
            assertThat(grant.ranges())
                    .containsExactly(
                            range(heap.physical() + i * 0x4000L, 1), range(heap.physical() + i * 0x4000L + 0x2000, 1));
        }
        scene.retrieved(vm2, wanted(vm1, between, vm2));
    }

    @Test
    void aSenderHasAFewUnfinishedTransmissions() {
        List<CallModel> asked = new ArrayList<>();
        List<Transmission> sending = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            sending.add(shared(vm1, vm2));
            asked.add(sending.get(i).first(96));
        }

        scene.refused(shared(vm1, vm2).first(96), "NO_MEMORY PARTITA-operations");
        requested(shared(vm2, vm1).first(96), 96);
        Scene.handle(sending.get(3).next(asked.get(3), 32));
        requested(shared(vm1, vm2).first(96), 96);
    }

    @Test
    void aDescriptorIsNotLongerThanTheManagerWants() {
        scene.features.fragments(4096);

        scene.refused(
                scene.call(vm1, Scene.function(Operation.SHARE), 4097, 96), "NO_MEMORY PARTITA-descriptor-length");
        shared(vm1, vm2).put(0, 96);
        requested(scene.call(vm1, Scene.function(Operation.SHARE), 4096, 96), 96);
    }

    // ---- the manager aborts

    @Shows({"FFA-12.2.2.3-20", "FFA-12.2.2.3-21", "FFA-12.2.2.3-24", "FFA-12.2.2.5-2", "FFA-12.2.2.5-10"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aSenderThatUnmapsItsBufferIsAborted(Operation operation) {
        for (EndpointModel[] each : new EndpointModel[][] {{vm1, vm2}, {sp1, sp2}}) {
            List<String> before = scene.state();
            Transmission sending = described(operation, each[0], each[1]);
            long handle = Transmission.handle(sending.first(96));
            scene.pair(each[0]).unmap();

            CallModel call = tx(each[0], handle, 32);

            assertThat(scene.state()).isEqualTo(before);
            Refusal.of(call.refusal()).is("ABORTED FFA-12.2.2.3-21");
            scene.pair(each[0]).mappedAt(0x8500_0000L, 0x8500_1000L);
            scene.refused(tx(each[0], handle, 32), "INVALID_PARAMETERS FFA-12.2.2.5-2");
            Scene.handle(described(operation, each[0], each[1]).fragments(96, 32));
        }
    }

    @Shows({"FFA-12.2.2.3-24", "FFA-12.2.2.5-2"})
    @Test
    void aBufferThatCannotBeReadAbortsTheOperation() {
        List<String> before = scene.state();
        long handle = Transmission.handle(shared(vm1, vm2).first(96));
        scene.platform.withoutMemoryAt(0x8103_F000L);

        CallModel call = tx(vm1, handle, 32);

        assertThat(scene.state()).isEqualTo(before);
        Refusal.of(call.refusal()).is("ABORTED PARTITA-memory-fault");
        scene.refused(tx(vm1, handle, 32), "INVALID_PARAMETERS FFA-12.2.2.5-2");
        scene.refused(shared(vm1, vm2).first(96), "ABORTED PARTITA-memory-fault");
    }

    @Test
    void aSenderThatIsTerminatedLeavesNothing() {
        List<String> before = scene.state();
        shared(vm1, vm2).first(96);
        shared(sp1, sp2).first(96);

        for (EndpointModel e : new EndpointModel[] {vm1, sp1}) {
            scene.platform.operations().terminated(e.id());
        }
        assertThat(scene.state()).isEqualTo(before);
    }

    @Shows("FFA-11.6.1.2-1")
    @Test
    void whatTheSenderDoesInsteadDoesNotAbort() {
        Transmission sending = shared(vm1, vm2);
        CallModel asked = sending.first(96);
        long handle = Transmission.handle(asked);

        scene.refused(scene.relinquish(vm1, handle), "INVALID_PARAMETERS FFA-11.6.1.2-1");
        assertThat(scene.platform.operations().all())
                .extracting(MemoryOperation::stage)
                .containsExactly(MemoryOperation.Stage.RECEIVING);
        Scene.handle(sending.next(asked, 32));
    }
}
