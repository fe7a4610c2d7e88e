package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.most;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryFeature;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

/** Descriptors in buffers that endpoints allocate (FF-A 12.2.1). Each endpoint has one page for that, {@link #BUFFER}. */
final class DynamicBuffersTest {
    private static final long BUFFER = HEAP + 0x2_8000;

    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel vm2 = scene.vm2;
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;
    private final EndpointModel[][] pairs = {{vm1, vm2}, {sp1, sp2}};

    @BeforeEach
    void buffersAreServed() {
        scene.features.buffers(16);
    }

    private Transmission described(Operation operation, EndpointModel sender, EndpointModel receiver) {
        return Transmission.of(scene, sender, operation, sent(operation, sender, heap(2, 2), receiver))
                .in(BUFFER, 1);
    }

    private Transmission requested(long handle, EndpointModel sender, EndpointModel receiver) {
        return Transmission.of(scene, receiver, Operation.RETRIEVE, wanted(sender, handle, receiver))
                .in(BUFFER, 1);
    }

    /** FFA_MEM_SHARE with a buffer, whatever is in it. */
    private CallModel share(EndpointModel by, long address, long pages) {
        return scene.call(by, Scene.function(Operation.SHARE), 96, 96, address, pages);
    }

    private List<ConstituentRange> physical(EndpointModel of) {
        return of.regime().physical(BUFFER, 1);
    }

    private boolean mapped(EndpointModel of) {
        return scene.platform.operations().mapped(physical(of));
    }

    private void unmapped(EndpointModel of) {
        assertThat(mapped(of)).isFalse();
        assertThat(scene.platform.operations().all()).isEmpty();
    }

    private MemoryTransaction inBuffer(EndpointModel of, long length) {
        byte[] page = Transmission.page(scene, of, BUFFER);
        return MemoryTransaction.decode(MemorySegment.ofArray(page).asSlice(0, length));
    }

    @Shows({"FFA-12.2.1.2-1", "FFA-12.2.1.2-2", "FFA-12.2.1.3-5", "FFA-12.2.1.3-7", "FFA-12.2.1.3-8"})
    @Shows("FFA-12.2.1.3-9")
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void endpointsWithoutRxAndTxUseBuffersOfTheirOwn(Operation operation) {
        for (EndpointModel[] each : pairs) {
            scene.pair(each[0]).unmap();
            scene.pair(each[1]).unmap();

            long handle = Scene.handle(described(operation, each[0], each[1]).whole());
            unmapped(each[0]);
            CallModel response = requested(handle, each[0], each[1]).whole();

            assertThat(response.registers.function()).isEqualTo(0x84000075);
            assertThat(response.registers.x(1)).isEqualTo(response.registers.x(2));
            assertThat(response.registers.x(3) | response.registers.x(4)).isZero();
            MemoryTransaction description = inBuffer(each[1], response.registers.x(1));
            assertThat(description.handle()).isEqualTo(handle);
            assertThat(description.sender()).isEqualTo(each[0].id());
            assertThat(Scene.ranges(description)).hasSize(1);
            unmapped(each[1]);
            assertThat(scene.state(each[1], each[0] == vm1 ? 0x8100_2000L : 0x610_2000L))
                    .isNotEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        }
    }

    @Shows({"FFA-12.2.1.2-1", "FFA-12.2.1.2-2", "FFA-12.2.1.3-5", "FFA-11.5.1-2"})
    @Test
    void rxAndTxAreLeftAlone() {
        for (EndpointModel[] each : pairs) {
            assertThat(scene.pair(each[0]).takeTx()).isTrue();
            scene.pair(each[1]).filled();

            long handle =
                    Scene.handle(described(Operation.SHARE, each[0], each[1]).whole());
            CallModel response = requested(handle, each[0], each[1]).whole();

            assertThat(response.refusal()).isEqualTo("null without a rule");
            assertThat(inBuffer(each[1], response.registers.x(1)).handle())
                    .as("the response is in the buffer of the request")
                    .isEqualTo(handle);
            assertThat(scene.pair(each[1]).rxContents().mismatch(MemorySegment.ofArray(new byte[4096])))
                    .isEqualTo(-1);
            scene.pair(each[0]).returnTx();
        }
    }

    @Shows({"FFA-12.2.1.3-5", "FFA-12.2.1.1-1", "FFA-12.2.1.1-3", "FFA-12.2.1.1-5", "FFA-11.4.1.2-10"})
    @Test
    void byDefaultDescriptorsAreInTxAndRx() {
        for (EndpointModel[] each : pairs) {
            long handle = scene.begun(each[0], Operation.SHARE, sent(Operation.SHARE, each[0], heap(2, 2), each[1]));
            scene.pair(each[1]).filled();
            CallModel busy = scene.retrieve(each[1], wanted(each[0], handle, each[1]));
            scene.refused(busy, "BUSY FFA-11.4.1.2-10");
            scene.pair(each[1]).releaseRx();

            MemoryTransaction description = scene.retrieved(each[1], wanted(each[0], handle, each[1]));
            assertThat(description.handle()).isEqualTo(handle);
        }
    }

    @Shows({"FFA-12.2.1.3-5", "FFA-12.2.1.3-2"})
    @Test
    void anAddressOf64BitsIsInX3() {
        long high = 0x12_3456_0000L;
        vm1.owns(new Mapping(high, 0x8800_0000L, 1, true, true, false, false, false, "high"));
        Transmission sending = described(Operation.SHARE, vm1, vm2).in(high, 1);
        sending.put(0, sending.size());

        long size = sending.size();
        Scene.handle(scene.call(vm1, 0xC4000073, size, size, high, 1));
        scene.refused(scene.call(vm1, 0x84000073, size, size, high, 1), "INVALID_PARAMETERS FFA-12.2.1.3-2");
    }

    @Shows("FFA-12.2.1.3-5")
    @Test
    void anSpAtSEl0GivesItsVirtualAddress() {
        EndpointModel low = scene.equipped(scene.platform.spAtEl0(0x8004), 0x640_0000L);

        Scene.handle(described(Operation.SHARE, low, sp1).whole());
        unmapped(low);
    }

    // ---- what is no buffer

    @Shows({"FFA-12.2.1.3-10", "FFA-11.1-4", "FFA-11.2-4", "FFA-11.3-4", "FFA-11.4-4"})
    @Shows({"FFA-11.1-5", "FFA-11.2-5", "FFA-11.3-5", "FFA-11.4-5"})
    @ParameterizedTest
    @EnumSource
    void withoutTheFeatureABufferIsInvalid(Operation operation) {
        scene.features.without(MemoryFeature.DYNAMIC_BUFFERS);
        String refusal = "INVALID_PARAMETERS FFA-" + operation.section();
        int function = Scene.function(operation);

        scene.refused(scene.call(vm1, function, 96, 96, BUFFER, 1), refusal + "-4");
        scene.refused(scene.call(vm1, function, 96, 96, 0, 1), refusal + "-5");
    }

    @Shows({"FFA-12.2.1.3-11", "FFA-12.2.1.3-6"})
    @Test
    void addressAndSizeAreGivenTogether() {
        for (EndpointModel by : new EndpointModel[] {vm1, sp1}) {
            scene.refused(share(by, BUFFER, 0), "INVALID_PARAMETERS FFA-12.2.1.3-6");
            scene.refused(share(by, 0, 1), "INVALID_PARAMETERS FFA-12.2.1.3-11");
        }
    }

    @Shows("FFA-12.2.1.3-11")
    @ParameterizedTest
    @CsvSource({"0x10000000000000, 1", "0xFFFFFFFFFF000, 2", "0xFFFFFFFFFFFFF000, 1", "0x8000000000000000, 1"})
    void anAddressHasAtMost52Bits(String address, long pages) {
        long at = Long.parseUnsignedLong(address.substring(2), 16);
        scene.refused(scene.call(vm1, 0xC4000073, 96, 96, at, pages), "INVALID_PARAMETERS FFA-12.2.1.3-11");
    }

    @Shows("FFA-12.2.1.3-4")
    @Test
    void aBufferConsistsOfGranules() {
        scene.refused(share(vm1, BUFFER + 0x800, 1), "INVALID_PARAMETERS FFA-12.2.1.3-4");
        scene.refused(share(vm1, BUFFER + 1, 1), "INVALID_PARAMETERS FFA-12.2.1.3-4");
        scene.platform.granule(vm1.id(), 16);
        scene.refused(share(vm1, HEAP + 0x2_0000, 1), "INVALID_PARAMETERS FFA-12.2.1.3-4");
        scene.refused(share(vm1, HEAP + 0x2_8000, 16), "INVALID_PARAMETERS FFA-12.2.1.3-4");

        MemoryTransaction t = sent(Operation.SHARE, vm1, heap(16, 16), vm2);
        Scene.handle(Transmission.of(scene, vm1, Operation.SHARE, t)
                .in(HEAP + 0x2_0000, 16)
                .whole());
    }

    @Shows({"FFA-12.2.1.3-2", "FFA-12.2.1.3-3"})
    @Test
    void aBufferIsNormalMemoryThatTheCallerCanReadAndWrite() {
        String refusal = "INVALID_PARAMETERS FFA-12.2.1.3-2";
        long at = 0x200_0000L;
        vm1.owns(new Mapping(at, 0x8800_0000L, 1, true, true, false, false, true, "device"));
        vm1.owns(new Mapping(at + 0x1000, 0x8800_1000L, 1, true, false, false, false, false, "read only"));
        vm1.owns(new Mapping(at + 0x2000, 0x8800_2000L, 1, false, true, false, false, false, "write only"));
        vm1.owns(new Mapping(at + 0x3000, 0x8800_3000L, 1, true, true, false, false, false, "good"));
        sp1.owns(new Mapping(at, 0x8800_4000L, 1, true, true, false, false, false, "Normal world's"));
        vm1.memory(at + 0x8000, 0x8210_0000L, 1);

        for (long page : new long[] {0, 0x1000, 0x2000, 0x4000, 0x8000}) {
            scene.refused(share(vm1, at + page, 1), refusal);
        }
        scene.refused(share(vm1, at + 0x3000, 2), refusal);
        scene.refused(share(sp1, at, 1), refusal);
    }

    @Shows({"FFA-12.2.1.3-2", "FFA-12.2.1.3-11"})
    @Test
    void aBufferIsNobodyElses() {
        String refusal = "INVALID_PARAMETERS FFA-12.2.1.3-2";
        scene.begun(vm1, Operation.SHARE, sent(Operation.SHARE, vm1, heap(40, 1), vm2));
        scene.begun(vm1, Operation.LEND, sent(Operation.LEND, vm1, heap(41, 1), vm2));

        for (int page : new int[] {40, 41}) {
            scene.refused(share(vm1, HEAP + page * 0x1000L, 1), refusal);
        }
        // RX and TX
        scene.refused(share(vm1, HEAP + 62 * 0x1000L, 1), refusal);
        scene.refused(share(vm1, HEAP + 63 * 0x1000L, 1), refusal);
        scene.refused(share(vm1, HEAP + 61 * 0x1000L, 2), refusal);
    }

    @Shows("FFA-12.2.1.3-12")
    @Test
    void aManagerMapsOnlySoMuch() {
        scene.features.buffers(2);

        scene.refused(share(vm1, BUFFER, 3), "NO_MEMORY FFA-12.2.1.3-12");
        scene.refused(share(vm1, BUFFER, 0xFFFF_FFFFL), "NO_MEMORY FFA-12.2.1.3-12");
        Scene.handle(described(Operation.SHARE, vm1, vm2).in(BUFFER, 2).whole());
    }

    @Shows({"FFA-11.1-6", "FFA-11.2-6", "FFA-11.3-6", "FFA-11.4-6"})
    @ParameterizedTest
    @EnumSource
    void theOtherRegistersAreZero(Operation operation) {
        for (int register = 5; register < 8; register++) {
            long[] registers = {96, 96, BUFFER, 1, 0, 0, 0};
            registers[register - 1] = 1;
            scene.refused(
                    scene.call(vm1, Scene.function(operation), registers),
                    "INVALID_PARAMETERS FFA-" + operation.section() + "-6");
        }
    }

    @Shows({"FFA-11.3.1.2-1", "FFA-12.2.1.3-8"})
    @Test
    void aDescriptorFitsTheBuffer() {
        CallModel call = scene.call(vm1, Scene.function(Operation.SHARE), 4097, 4097, BUFFER, 1);
        scene.refused(call, "INVALID_PARAMETERS FFA-11.3.1.2-1");
        unmapped(vm1);
    }

    // ---- how long it is mapped

    @Shows({"FFA-12.2.1.3-8", "FFA-11.1.1.2-4", "FFA-11.2.1.2-4", "FFA-11.3.1.2-4"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aBufferIsUnmappedWhenTheCallIsRefused(Operation operation) {
        for (EndpointModel[] each : pairs) {
            MemoryTransaction t = sent(operation, each[0], CompositeRegion.of(range(HEAP + 0x100_0000, 1)), each[1]);
            CallModel call =
                    Transmission.of(scene, each[0], operation, t).in(BUFFER, 1).whole();

            scene.refused(call, "DENIED FFA-" + operation.section() + ".1.2-4");
            unmapped(each[0]);
        }
    }

    @Shows({"FFA-12.2.1.3-9", "FFA-11.4.1.2-2"})
    @Test
    void theBufferOfARetrievalIsUnmappedWhenItIsRefused() {
        long handle = scene.begun(vm1, Operation.LEND, sent(Operation.LEND, vm1, heap(2, 2), vm2));

        CallModel call = Transmission.of(scene, vm2, Operation.RETRIEVE, wanted(sp1, handle, vm2))
                .in(BUFFER, 1)
                .whole();
        scene.refused(call, "DENIED FFA-11.4.1.2-2");
        unmapped(vm2);
    }

    @Shows("FFA-11.2.1.2-4")
    @Test
    void aBufferIsNoPartOfTheRegion() {
        MemoryTransaction t = sent(Operation.LEND, vm1, heap(40, 2), vm2);

        CallModel call =
                Transmission.of(scene, vm1, Operation.LEND, t).in(BUFFER, 1).whole();
        scene.refused(call, "DENIED FFA-11.2.1.2-4");
        Scene.handle(Transmission.of(scene, vm1, Operation.LEND, t)
                .in(HEAP + 0x3_0000, 1)
                .whole());
    }

    @Shows({"FFA-12.2.1.3-8", "FFA-12.2.1.3-2", "FFA-11.2.1.2-4", "FFA-12.2.2.3-7"})
    @Test
    void whileItIsMappedABufferIsNoRegionAndNoOtherBuffer() {
        scene.features.fragments();
        for (EndpointModel[] each : pairs) {
            Transmission sending = described(Operation.LEND, each[0], each[1]);
            CallModel asked = sending.first(48);
            assertThat(mapped(each[0])).isTrue();

            CallModel lend = scene.call(each[0], Operation.LEND, sent(Operation.LEND, each[0], heap(40, 1), each[1]));
            scene.refused(lend, "DENIED FFA-11.2.1.2-4");
            scene.refused(share(each[0], BUFFER, 1), "INVALID_PARAMETERS FFA-12.2.1.3-2");
            Scene.handle(sending.rest(asked, 4096));
            unmapped(each[0]);
            scene.begun(each[0], Operation.LEND, sent(Operation.LEND, each[0], heap(40, 1), each[1]));
        }
    }

    // ---- with fragments and slices

    @Shows({"FFA-12.2.2.3-7", "FFA-12.2.2.3-17", "FFA-12.2.1.3-8"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void fragmentsComeInTheSameBuffer(Operation operation) {
        scene.features.fragments();
        for (EndpointModel[] each : pairs) {
            scene.pair(each[0]).unmap();
            Transmission sending = described(operation, each[0], each[1]);

            long handle = Scene.handle(sending.fragments(64, 7, sending.size() - 71));

            assertThat(handle).isEqualTo(sending.handle());
            assertThat(scene.platform.ledger().find(handle)).isNotNull();
            unmapped(each[0]);
        }
    }

    @Shows({"FFA-12.2.1.3-9", "FFA-12.2.2.3-8", "FFA-12.2.2.1-1", "FFA-12.2.2.4-2"})
    @Test
    void theBufferIsMappedUntilTheThirdFragmentOfThree() {
        scene.features.fragments();
        sp1.owns(new Mapping(0x100_0000L, 0x680_0000L, 1200, true, true, false, true, false, "large"));
        List<ConstituentRange> ranges = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            ranges.add(range(0x100_0000L + i * 0x2000L, 1));
        }
        MemoryTransaction t = sent(sp1, 0, entry(sp2, most(Operation.LEND), CompositeRegion.of(ranges)));
        long handle = Scene.handle(
                Transmission.of(scene, sp1, Operation.LEND, t).in(BUFFER, 3).whole());
        scene.pair(sp2).filled();

        CallModel call = requested(handle, sp1, sp2).whole();
        assertThat(call.registers.x(1)).isEqualTo(9664);
        assertThat(call.registers.x(2)).isEqualTo(4096);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(Transmission.page(scene, sp2, BUFFER), 0, 4096);
        assertThat(mapped(sp2)).isTrue();
        call = Transmission.request(scene, sp2, handle, 4096);
        Transmission.transmitted(call, handle);
        all.write(Transmission.page(scene, sp2, BUFFER), 0, (int) call.registers.x(3));
        assertThat(mapped(sp2)).isTrue();
        call = Transmission.request(scene, sp2, handle, 8192);
        Transmission.transmitted(call, handle);
        all.write(Transmission.page(scene, sp2, BUFFER), 0, (int) call.registers.x(3));

        unmapped(sp2);
        MemoryTransaction description = MemoryTransaction.decode(MemorySegment.ofArray(all.toByteArray()));
        assertThat(Scene.ranges(description)).hasSize(600);
        assertThat(scene.state(sp2, 0x680_0000L)).isEqualTo(AccessState.NOT_OWNER_EXCLUSIVE);
        scene.refused(Transmission.request(scene, sp2, handle, 8192), "INVALID_PARAMETERS FFA-12.2.2.4-2");
    }

    @Shows({"FFA-11.4.1.2-11", "FFA-12.2.1.3-9"})
    @Test
    void withoutFragmentsADescriptionFitsTheBuffer() {
        List<ConstituentRange> ranges = new ArrayList<>();
        sp1.owns(new Mapping(0x100_0000L, 0x680_0000L, 600, true, true, false, true, false, "large"));
        for (int i = 0; i < 300; i++) {
            ranges.add(range(0x100_0000L + i * 0x2000L, 1));
        }
        MemoryTransaction t = sent(sp1, 0, entry(sp2, DataAccess.READ_WRITE, CompositeRegion.of(ranges)));
        long handle = Scene.handle(
                Transmission.of(scene, sp1, Operation.LEND, t).in(BUFFER, 2).whole());

        scene.refused(requested(handle, sp1, sp2).whole(), "NO_MEMORY FFA-11.4.1.2-11");
        unmapped(sp2);
    }

    @Test
    void theBufferOfARequestIsUnmappedWhenTheReceiverIsTerminated() {
        scene.features.fragments();
        long handle = scene.begun(vm1, Operation.LEND, sent(Operation.LEND, vm1, heap(2, 2), vm2));
        List<String> before = scene.state();
        MemoryTransaction t = wanted(vm1, handle, vm2);
        Transmission.of(scene, vm2, Operation.RETRIEVE, t).in(BUFFER, 1).first(32);
        assertThat(mapped(vm2)).isTrue();
        scene.platform.operations().terminated(vm2.id());
        unmapped(vm2);
        assertThat(scene.state()).isEqualTo(before);
    }

    @Shows({"FFA-12.2.1.3-8", "FFA-12.2.1.3-9", "FFA-12.2.1.3-7"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "RETRIEVE_REQ"})
    void theBufferIsMappedWhileTheOperationIsPaused(Sliced function) {
        scene.features.slices(1);
        long handle = function.prepared(scene, sp1, sp2);
        EndpointModel caller = function.caller(sp1, sp2);
        MemoryTransaction t = function.sends()
                ? function.descriptor(sp1, sp2, true)
                : wanted(
                        sp1,
                        handle,
                        new RetrieveFlags(false, true, false, null, -1),
                        entry(sp2, DataAccess.NOT_SPECIFIED));
        Operation operation = function.sends() ? Operation.LEND : Operation.RETRIEVE;

        CallModel first =
                Transmission.of(scene, caller, operation, t).in(BUFFER, 1).whole();
        assertThat(mapped(caller)).isTrue();
        CallModel last = Sliced.resumed(scene, caller, first, 2);

        unmapped(caller);
        if (function == Sliced.RETRIEVE_REQ) {
            assertThat(inBuffer(sp2, last.registers.x(1)).handle()).isEqualTo(handle);
            assertThat(last.registers.x(3) | last.registers.x(4)).isZero();
        } else {
            assertThat(Scene.handle(last)).isEqualTo(Sliced.paused(first));
        }
    }

    @Test
    void aCallerThatIsTerminatedHasNoBufferMapped() {
        scene.features.fragments();
        List<String> before = scene.state();
        for (EndpointModel[] each : pairs) {
            described(Operation.LEND, each[0], each[1]).first(48);
            assertThat(mapped(each[0])).isTrue();
            scene.platform.operations().terminated(each[0].id());
        }
        assertThat(scene.state()).isEqualTo(before);
        assertThat(mapped(vm1) || mapped(sp1)).isFalse();
    }

    @Test
    void eachUnfinishedTransmissionHasABufferOfItsOwn() {
        scene.features.fragments();
        Transmission a = described(Operation.LEND, vm1, vm2);
        Transmission b = Transmission.of(scene, vm1, Operation.LEND, sent(Operation.LEND, vm1, heap(20, 1), vm2))
                .in(BUFFER + 0x1000, 1);
        CallModel first = a.first(48);
        CallModel second = b.first(49);

        long one = Scene.handle(a.next(first, 32));
        assertThat(mapped(vm1)).isFalse();
        assertThat(Scene.handle(b.next(second, 31))).isNotEqualTo(one);
    }
}
