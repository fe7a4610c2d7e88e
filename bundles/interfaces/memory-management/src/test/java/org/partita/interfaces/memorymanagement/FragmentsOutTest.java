package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.most;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;
import static org.partita.interfaces.memorymanagement.Transmission.FRAG_RX;
import static org.partita.interfaces.memorymanagement.Transmission.collected;
import static org.partita.interfaces.memorymanagement.Transmission.received;
import static org.partita.interfaces.memorymanagement.Transmission.request;
import static org.partita.interfaces.memorymanagement.Transmission.transmitted;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/**
 * Descriptions of regions that go to their Receiver in fragments (FF-A 12.2.2). That of four ranges has 128 bytes, the
 * Receivers' buffers have 56: fragments of 56, 56 and 16.
 */
final class FragmentsOutTest {
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
        scene.pair(vm2).shrunkTo(56);
        scene.pair(sp2).shrunkTo(56);
    }

    private long lent() {
        return begun(Operation.LEND, sp1, sp2);
    }

    private long begun(Operation operation, EndpointModel sender, EndpointModel... receivers) {
        return scene.begun(sender, operation, sent(operation, sender, FOUR, receivers));
    }

    /** The first fragment; RX is released. */
    private CallModel first(EndpointModel receiver, EndpointModel sender, long handle) {
        CallModel call = scene.retrieve(receiver, wanted(sender, handle, receiver));
        assertThat(call.refusal()).isEqualTo("null without a rule");
        assertThat(scene.pair(receiver).releaseRx()).isTrue();
        return call;
    }

    /** All of the description but its last fragment. */
    private long untilTheLast(EndpointModel receiver, EndpointModel sender) {
        long handle = begun(Operation.LEND, sender, receiver);
        first(receiver, sender, handle);
        transmitted(request(scene, receiver, handle, 56), handle);
        assertThat(scene.pair(receiver).releaseRx()).isTrue();
        return handle;
    }

    @Shows({"FFA-12.2.2.2-2", "FFA-12.2.2.3-5", "FFA-12.2.2.3-8", "FFA-12.2.2.3-17", "FFA-12.2.2.4-10"})
    @Shows({"FFA-12.2.2.4-3", "FFA-12.2.2.3-6"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void fragmentsAreThoseOfTheWholeDescription(Operation operation) {
        for (EndpointModel[] each : new EndpointModel[][] {{vm1, vm2}, {sp1, sp2}}) {
            Scene whole = new Scene();
            EndpointModel sender = (EndpointModel) whole.platform.endpoint(each[0].id());
            EndpointModel receiver = (EndpointModel) whole.platform.endpoint(each[1].id());
            long there = whole.begun(sender, operation, sent(operation, sender, FOUR, receiver));
            MemoryTransaction expected = whole.retrieved(receiver, wanted(sender, there, receiver));

            long handle = begun(operation, each[0], each[1]);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            CallModel call = scene.retrieve(each[1], wanted(each[0], handle, each[1]));
            assertThat(call.registers.function()).isEqualTo(0x84000075);
            assertThat(call.registers.x(1)).isEqualTo(128);
            assertThat(call.registers.x(2)).isEqualTo(56);
            assertThat(call.registers.x(3) | call.registers.x(4)).isZero();
            all.writeBytes(received(scene, each[1], 56));
            for (int offset : new int[] {56, 112}) {
                assertThat(scene.pair(each[1]).releaseRx()).isTrue();
                call = request(scene, each[1], handle, offset);
                transmitted(call, handle);
                assertThat(call.registers.x(3)).isEqualTo(offset == 56 ? 56 : 16);
                assertThat(scene.pair(each[1]).rxFull()).isTrue();
                all.writeBytes(received(scene, each[1], call.registers.x(3)));
            }

            MemoryTransaction same = new MemoryTransaction(
                    expected.sender(),
                    expected.attributes(),
                    expected.flags(),
                    handle,
                    expected.tag(),
                    expected.endpoints());
            assertThat(all.toByteArray()).isEqualTo(same.encoded());
            assertThat(each[1].regime().mappings())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("name")
                    .containsExactlyInAnyOrderElementsOf(receiver.regime().mappings());
        }
    }

    @Shows("FFA-12.2.2.3-24")
    @ParameterizedTest
    @CsvSource({"DONATE, OWNER_EXCLUSIVE", "LEND, NOT_OWNER_EXCLUSIVE", "SHARE, NOT_OWNER_SHARED"})
    void theRegionIsRetrievedWhenTheLastFragmentIsSent(Operation operation, AccessState afterwards) {
        long handle = begun(operation, sp1, sp2);
        first(sp2, sp1, handle);
        assertThat(scene.state(sp2, 0x610_2000L)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        request(scene, sp2, handle, 56);
        assertThat(scene.pair(sp2).releaseRx()).isTrue();
        assertThat(scene.state(sp2, 0x610_2000L)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        assertThat(scene.platform.ledger().find(handle)).isNotNull();

        transmitted(request(scene, sp2, handle, 112), handle);

        assertThat(scene.state(sp2, 0x610_2000L)).isEqualTo(afterwards);
        assertThat(scene.platform.ledger().find(handle) == null).isEqualTo(operation == Operation.DONATE);
    }

    @Test
    void aBufferThatIsFullIsBusyBetweenFragments() {
        long handle = lent();
        scene.retrieve(sp2, wanted(sp1, handle, sp2));

        scene.refused(request(scene, sp2, handle, 56), "BUSY PARTITA-rx-busy");
        scene.pair(sp2).releaseRx();
        transmitted(request(scene, sp2, handle, 56), handle);
        scene.refused(request(scene, sp2, handle, 112), "BUSY PARTITA-rx-busy");
        scene.refused(request(scene, sp2, handle, 56), "BUSY PARTITA-rx-busy");
    }

    @Test
    void aBufferThatIsFullAtTheBeginningIsBusyAndNothingIsRetrieved() {
        long handle = lent();
        scene.pair(sp2).filled();

        CallModel call = scene.retrieve(sp2, wanted(sp1, handle, sp2));
        scene.refused(call, "BUSY PARTITA-rx-busy");
        scene.pair(sp2).releaseRx();
        collected(scene, sp2, handle, scene.retrieve(sp2, wanted(sp1, handle, sp2)));
    }

    @Shows({"FFA-12.2.2.3-13", "FFA-12.2.2.4-4"})
    @Test
    void theFragmentBeforeIsSentAgain() {
        long handle = lent();
        first(sp2, sp1, handle);
        transmitted(request(scene, sp2, handle, 56), handle);
        byte[] second = received(scene, sp2, 56);

        for (int i = 0; i < 3; i++) {
            scene.pair(sp2).releaseRx();
            CallModel again = request(scene, sp2, handle, 56);
            transmitted(again, handle);
            assertThat(again.registers.x(3)).isEqualTo(56);
            assertThat(received(scene, sp2, 56)).isEqualTo(second);
        }
        scene.pair(sp2).releaseRx();
        transmitted(request(scene, sp2, handle, 112), handle);
        byte[] last = received(scene, sp2, 16);
        scene.pair(sp2).releaseRx();
        CallModel again = request(scene, sp2, handle, 112);
        transmitted(again, handle);
        assertThat(again.registers.x(3)).isEqualTo(16);
        assertThat(received(scene, sp2, 16)).isEqualTo(last);
        assertThat(scene.state(sp2, 0x610_2000L)).isEqualTo(AccessState.NOT_OWNER_EXCLUSIVE);
    }

    @Shows("FFA-12.2.2.4-4")
    @Test
    void theOffsetIsThatOfTheNextFragmentOrOfTheOneBefore() {
        String refusal = "INVALID_PARAMETERS FFA-12.2.2.4-4";
        long handle = lent();
        first(sp2, sp1, handle);
        // the first fragment came with FFA_MEM_RETRIEVE_RESP: no FFA_MEM_FRAG_RX has asked for it
        for (long offset : new long[] {0, 1, 55, 57, 112, 128, 0xFFFF_FFFFL}) {
            scene.refused(request(scene, sp2, handle, offset), refusal);
        }
        request(scene, sp2, handle, 56);
        scene.pair(sp2).releaseRx();
        for (long offset : new long[] {0, 55, 57, 80, 111, 113, 128}) {
            scene.refused(request(scene, sp2, handle, offset), refusal);
        }
        request(scene, sp2, handle, 112);
        scene.pair(sp2).releaseRx();
        for (long offset : new long[] {0, 56, 111, 113, 128, 129}) {
            scene.refused(request(scene, sp2, handle, offset), refusal);
        }
    }

    @Shows("FFA-12.2.2.4-2")
    @Test
    void theHandleIsThatOfADescriptionForTheCaller() {
        String refusal = "INVALID_PARAMETERS FFA-12.2.2.4-2";
        long handle = lent();
        scene.refused(request(scene, sp2, handle, 56), refusal);
        first(sp2, sp1, handle);

        scene.refused(request(scene, sp2, 0xDEAD, 56), refusal);
        scene.refused(request(scene, sp2, 0, 56), refusal);
        scene.refused(request(scene, sp2, handle | 1L << 63, 56), refusal);
        for (EndpointModel other : new EndpointModel[] {sp1, scene.sp3, vm1, vm2}) {
            scene.refused(request(scene, other, handle, 56), refusal);
        }
        Transmission sending = Transmission.of(
                scene, sp2, Operation.SHARE, sent(Operation.SHARE, sp2, CompositeRegion.of(range(HEAP, 1)), sp1));
        scene.refused(request(scene, sp2, Transmission.handle(sending.first(48)), 48), refusal);
        transmitted(request(scene, sp2, handle, 56), handle);
    }

    @Shows({"FFA-12.2.2.4-6", "FFA-12.2.2.4-7"})
    @ParameterizedTest
    @CsvSource({"4, 0x80020000, 6", "4, 1, 6", "5, 1, 7", "6, 1, 7", "7, 0x80000000, 7"})
    void theOtherRegistersAreZeroAtAVirtualInstance(int register, long value, int requirement) {
        long handle = lent();
        first(sp2, sp1, handle);
        long[] registers = new long[register];
        registers[0] = handle;
        registers[2] = 56;
        registers[register - 1] = value;

        scene.refused(scene.call(sp2, FRAG_RX, registers), "INVALID_PARAMETERS FFA-12.2.2.4-" + requirement);
        transmitted(request(scene, sp2, handle, 56), handle);
    }

    // ---- aborts

    @Shows({"FFA-12.2.2.3-23", "FFA-12.2.2.3-24", "FFA-12.2.2.3-25", "FFA-12.2.2.4-2"})
    @Test
    void aReceiverAbortsByRelinquishing() {
        for (EndpointModel[] each : new EndpointModel[][] {{vm1, vm2}, {sp1, sp2}}) {
            long handle = begun(Operation.LEND, each[0], each[1]);
            List<String> before = scene.state();
            for (int fragments = 1; fragments < 3; fragments++) {
                first(each[1], each[0], handle);
                if (fragments == 2) {
                    request(scene, each[1], handle, 56);
                    scene.pair(each[1]).releaseRx();
                }

                Scene.succeeded(scene.relinquish(each[1], handle));

                assertThat(scene.state()).isEqualTo(before);
                scene.refused(request(scene, each[1], handle, 56), "INVALID_PARAMETERS FFA-12.2.2.4-2");
            }
            collected(scene, each[1], handle, scene.retrieve(each[1], wanted(each[0], handle, each[1])));
        }
    }

    @Shows({"FFA-12.2.2.3-23", "FFA-11.6.1.2-2"})
    @Test
    void whoRelinquishesForAnotherDoesNotAbort() {
        long handle = untilTheLast(sp2, sp1);

        CallModel other = scene.relinquish(sp2, handle, RelinquishFlags.NONE, scene.sp3.id());
        scene.refused(other, "INVALID_PARAMETERS FFA-11.6.1.2-2");
        CallModel both = scene.relinquish(sp2, handle, RelinquishFlags.NONE, sp2.id(), scene.sp3.id());
        scene.refused(both, "INVALID_PARAMETERS FFA-11.6.1.2-2");
        transmitted(request(scene, sp2, handle, 112), handle);
    }

    @Shows({"FFA-12.2.2.3-23", "FFA-11.6-13", "FFA-11.6-15"})
    @Test
    void flagsThatAreInvalidDoNotAbort() {
        long handle = begun(Operation.SHARE, sp1, sp2);
        first(sp2, sp1, handle);

        CallModel zeroed = scene.relinquish(sp2, handle, new RelinquishFlags(true, false), sp2.id());
        scene.refused(zeroed, "INVALID_PARAMETERS FFA-11.6-13");
        CallModel sliced = scene.relinquish(sp2, handle, new RelinquishFlags(false, true), sp2.id());
        scene.refused(sliced, "INVALID_PARAMETERS FFA-11.6-15");
        transmitted(request(scene, sp2, handle, 56), handle);
    }

    @Shows({"FFA-12.2.2.3-23", "FFA-11.6.1.2-4"})
    @Test
    void onlyTheRetrievalThatIsUnderWayIsAborted() {
        scene.provider = Scene.configured(1);
        long handle = lent();
        collected(scene, sp2, handle, scene.retrieve(sp2, wanted(sp1, handle, sp2)));
        List<String> before = scene.state();
        first(sp2, sp1, handle);

        Scene.succeeded(scene.relinquish(sp2, handle));
        assertThat(scene.state().stream().filter(s -> !s.contains(" out,")).toList())
                .isEqualTo(before.stream().filter(s -> !s.contains(" out,")).toList());
        assertThat(scene.state(sp2, 0x610_2000L)).isEqualTo(AccessState.NOT_OWNER_EXCLUSIVE);
        Scene.succeeded(scene.relinquish(sp2, handle));
        scene.refused(scene.relinquish(sp2, handle), "DENIED FFA-11.6.1.2-4");
    }

    @Shows({"FFA-12.2.2.4-11", "FFA-12.2.2.3-25", "FFA-12.2.2.4-2"})
    @Test
    void aReceiverThatUnmapsItsBufferIsAborted() {
        for (EndpointModel[] each : new EndpointModel[][] {{vm1, vm2}, {sp1, sp2}}) {
            long handle = begun(Operation.LEND, each[0], each[1]);
            List<String> before = scene.state();
            first(each[1], each[0], handle);
            scene.pair(each[1]).unmap();

            CallModel call = request(scene, each[1], handle, 56);

            assertThat(scene.state()).isEqualTo(before);
            Refusal.of(call.refusal()).is("ABORTED FFA-12.2.2.4-11");
            scene.pair(each[1]).mappedAt(0x8500_0000L, 0x8500_1000L);
            scene.refused(request(scene, each[1], handle, 56), "INVALID_PARAMETERS FFA-12.2.2.4-2");
            scene.retrieved(each[1], wanted(each[0], handle, each[1]));
        }
    }

    @Shows("FFA-12.2.2.3-13")
    @Test
    void aBufferThatIsSmallerNowHasLessOfTheSameFragment() {
        long handle = lent();
        CallModel call = scene.retrieve(sp2, wanted(sp1, handle, sp2));
        byte[] expected = new byte[128];
        System.arraycopy(received(scene, sp2, 56), 0, expected, 0, 56);
        scene.pair(sp2).releaseRx();
        request(scene, sp2, handle, 56);
        System.arraycopy(received(scene, sp2, 56), 0, expected, 56, 56);
        scene.pair(sp2).releaseRx();
        scene.pair(sp2).shrunkTo(40);

        call = request(scene, sp2, handle, 56);
        transmitted(call, handle);
        assertThat(call.registers.x(3)).isEqualTo(40);
        assertThat(received(scene, sp2, 40)).isEqualTo(Arrays.copyOfRange(expected, 56, 96));
        scene.pair(sp2).releaseRx();
        call = request(scene, sp2, handle, 96);
        transmitted(call, handle);
        assertThat(call.registers.x(3)).isEqualTo(32);
        assertThat(received(scene, sp2, 16)).isEqualTo(Arrays.copyOfRange(expected, 96, 112));
    }

    @Test
    void aReceiverThatIsTerminatedLeavesNothing() {
        long handle = lent();
        first(sp2, sp1, handle);

        scene.platform.operations().terminated(sp2.id());
        scene.platform.ledger().terminated(sp2.id(), sp2.manager());

        assertThat(sp2.regime().mappings()).isEmpty();
        assertThat(scene.platform.operations().all()).isEmpty();
        Scene.succeeded(scene.reclaim(sp1, handle, 0));
    }

    // ---- others meanwhile

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whileADescriptionIsSentItsOwnerCannotReclaim(boolean sliced) {
        scene.features.slices(64);
        long handle = untilTheLast(sp2, sp1);

        scene.refused(scene.reclaim(sp1, handle, sliced ? 2 : 0), "DENIED PARTITA-paused");
        scene.refused(scene.retrieve(sp2, wanted(sp1, handle, sp2)), "DENIED PARTITA-paused");
        transmitted(request(scene, sp2, handle, 112), handle);
        Scene.succeeded(scene.relinquish(sp2, handle));
        Scene.succeeded(scene.reclaim(sp1, handle, 0));
    }

    @Shows({"FFA-12.2.2.3-10", "FFA-12.2.2.3-11"})
    @Test
    void severalBorrowersRetrieveARegionAtTheSameTime() {
        scene.pair(scene.sp3).shrunkTo(72);
        CompositeRegion region = FOUR;
        MemoryTransaction t =
                sent(sp1, 0, entry(sp2, DataAccess.READ_WRITE, region), entry(scene.sp3, DataAccess.READ_ONLY, region));
        long handle = scene.begun(sp1, Operation.LEND, t);
        CallModel second = scene.retrieve(sp2, wanted(sp1, handle, sp2));
        CallModel third = scene.retrieve(scene.sp3, wanted(sp1, handle, scene.sp3));
        assertThat(second.registers.x(2)).isEqualTo(56);
        assertThat(third.registers.x(2)).isEqualTo(72);

        MemoryTransaction forThird = collected(scene, scene.sp3, handle, third);
        MemoryTransaction forSecond = collected(scene, sp2, handle, second);

        assertThat(forThird.endpoints().getFirst().data()).isEqualTo(DataAccess.READ_ONLY);
        assertThat(forSecond.endpoints().getFirst().data()).isEqualTo(DataAccess.READ_WRITE);
        assertThat(scene.state(sp2, 0x610_2000L)).isEqualTo(AccessState.NOT_OWNER_SHARED);
        assertThat(scene.state(scene.sp3, 0x610_2000L)).isEqualTo(AccessState.NOT_OWNER_SHARED);
    }

    @Test
    void addressesThatAreAboutToBeMappedAreNobodyElses() {
        long handle = lent();
        CallModel first = scene.retrieve(sp2, wanted(sp1, handle, sp2));
        scene.pair(sp2).releaseRx();
        long other = scene.begun(scene.sp3, Operation.LEND, sent(Operation.LEND, scene.sp3, heap(2, 1), sp2));
        MemoryTransaction meanwhile = collected(scene, sp2, other, scene.retrieve(sp2, wanted(scene.sp3, other, sp2)));

        assertThat(first.registers.x(1)).isEqualTo(128);
        request(scene, sp2, handle, 56);
        scene.pair(sp2).releaseRx();
        request(scene, sp2, handle, 112);
        long address = Scene.ranges(meanwhile).getFirst().address();
        assertThat(Scene.mapped(sp2, address))
                .singleElement()
                .extracting(Mapping::physical)
                .isEqualTo(0x630_2000L);
    }

    @Test
    void whatIsKeptForARetransmissionMakesRoom() {
        for (int i = 0; i < 20; i++) {
            CompositeRegion two = CompositeRegion.of(range(HEAP + i * 0x2000L, 1));
            long handle = scene.begun(sp1, Operation.LEND, sent(sp1, 0, entry(sp2, most(Operation.LEND), two)));
            collected(scene, sp2, handle, scene.retrieve(sp2, wanted(sp1, handle, sp2)));
        }
    }
}
