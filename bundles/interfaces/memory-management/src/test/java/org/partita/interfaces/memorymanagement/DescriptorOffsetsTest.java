package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.ffa.Layouts;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

/** Where in a descriptor the field of a refusal stands, and what it holds (FF-A Tables 5.13 to 5.19, 11.25). */
final class DescriptorOffsetsTest {
    private static final RetrieveFlags NONE = RetrieveFlags.of(null);

    private final StreamScene streams = new StreamScene();
    private final Scene scene = streams.scene;
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;
    private final EndpointModel sp3 = scene.sp3;

    private void refused(CallModel call, String rule, long offset, long found) {
        scene.refused(call, rule);
        assertThat(call.offset()).as("offset").isEqualTo(offset);
        assertThat(call.found()).as("found at %d", offset).isEqualTo(found);
    }

    /** An entry at 32, a composite at 48, a range at 64; the byte is one of the field. */
    @ParameterizedTest(name = "byte {0} is {1}: {3} at {2}")
    @CsvSource({
        "2, 0x2B, 2, 2b, FFA-5.11.4-11",
        "3, 0x01, 3, 1, FFA-5.12-4",
        "27, 0x80, 24, 80000000, FFA-5.12-8",
        "31, 0x80, 28, 80000001, FFA-5.12-9",
        "34, 0x22, 34, 22, FFA-5.11-3",
        "34, 0x0D, 34, d, FFA-5.11-7",
        "34, 0x07, 34, 7, FFA-5.11-11",
        "35, 0x02, 35, 2, FFA-5.11.1-9",
        "36, 0x20, 36, 20, FFA-5.11-14",
        "47, 0x80, 40, 8000000000000000, FFA-5.11-16",
        "48, 0x05, 48, 5, FFA-5.10.1-1",
        "52, 0x04, 52, 4, FFA-5.10.1-2",
        "63, 0x80, 56, 8000000000000000, FFA-5.10.1-3",
        "65, 0x08, 64, 100800, FFA-5.10.1-5",
        "72, 0x00, 72, 0, FFA-5.10.1-6",
        "79, 0x80, 76, 80000000, FFA-5.10.1-7"
    })
    @Shows({"FFA-5.11.4-11", "FFA-5.12-4", "FFA-5.12-8", "FFA-5.12-9", "FFA-5.11-3"})
    @Shows({"FFA-5.11-7", "FFA-5.11-11", "FFA-5.11.1-9", "FFA-5.11-14", "FFA-5.11-16"})
    @Shows({"FFA-5.10.1-1", "FFA-5.10.1-2", "FFA-5.10.1-3", "FFA-5.10.1-5", "FFA-5.10.1-6", "FFA-5.10.1-7"})
    void aFieldThatCannotBeDecoded(int at, String value, long offset, String found, String rule) {
        long size = scene.transmit(sp1, sent(Operation.SHARE, sp1, heap(0, 2), sp2));
        scene.pair(sp1).writeTx(at, MemorySegment.ofArray(new byte[] {(byte) (int) Integer.decode(value)}));

        CallModel call = scene.call(sp1, Scene.function(Operation.SHARE), size, size);

        refused(call, "INVALID_PARAMETERS " + rule, offset, Long.parseUnsignedLong(found, 16));
    }

    @Test
    @Shows({"FFA-11.3.1.2-2", "FFA-5.12.1-3", "FFA-5.12.4-2", "FFA-5.11.2-2", "FFA-5.12.3.3-3"})
    void aFieldOfASenderThatSaysTooMuch() {
        CompositeRegion region = heap(0, 2);
        EndpointAccess first = entry(sp2, DataAccess.READ_WRITE, region);

        refused(scene.call(sp1, Operation.SHARE, sent(sp3, 0, first)), "DENIED FFA-11.3.1.2-2", 0, 0x8003);
        MemoryTransaction handle =
                new MemoryTransaction(0x8001, MemoryAttributes.NOT_SPECIFIED, 0, 7, 0, List.of(first));
        refused(scene.call(sp1, Operation.SHARE, handle), "INVALID_PARAMETERS FFA-5.12.1-3", 8, 7);
        refused(scene.call(sp1, Operation.SHARE, sent(sp1, 1, first)), "INVALID_PARAMETERS FFA-5.12.4-2", 4, 1);
        EndpointAccess silent = entry(sp3, DataAccess.NOT_SPECIFIED, region);
        refused(
                scene.call(sp1, Operation.SHARE, sent(sp1, 0, first, silent)),
                "INVALID_PARAMETERS FFA-5.11.2-2",
                32 + 16 + 2,
                0);
        EndpointAccess unknown =
                new EndpointAccess(0x8099, DataAccess.READ_WRITE, InstructionAccess.NOT_SPECIFIED, region);
        refused(
                scene.call(sp1, Operation.SHARE, sent(sp1, 0, first, unknown)),
                "INVALID_PARAMETERS FFA-5.12.3.3-3",
                32 + 16,
                0x8099);
    }

    @Test
    @Shows({"FFA-5.12.3.1-5", "FFA-5.12.3.1-8", "FFA-11.3.1.2-4", "FFA-5.12.2-3", "FFA-11.6.1.2-2"})
    void countsOffsetsAddressesTagsAndIds() {
        CompositeRegion region = heap(0, 2);
        refused(
                scene.call(sp1, Operation.DONATE, sent(Operation.DONATE, sp1, region, sp2, sp3)),
                "INVALID_PARAMETERS FFA-5.12.3.1-5",
                28,
                2);
        EndpointAccess first = entry(sp2, DataAccess.READ_WRITE, region);
        EndpointAccess elsewhere = entry(sp3, DataAccess.READ_WRITE, heap(4, 2));
        refused(
                scene.call(sp1, Operation.SHARE, sent(sp1, 0, first, elsewhere)),
                "INVALID_PARAMETERS FFA-5.12.3.1-8",
                32 + 16 + 4,
                64 + 32);
        CompositeRegion nowhere = CompositeRegion.of(range(0x7000_0000, 1));
        refused(
                scene.call(sp1, Operation.SHARE, sent(Operation.SHARE, sp1, nowhere, sp2)),
                "DENIED FFA-11.3.1.2-4",
                48 + 16,
                0x7000_0000);
        long handle = scene.begun(sp1, Operation.LEND, sent(Operation.LEND, sp1, region, sp2));
        MemoryTransaction t = wanted(sp1, handle, sp2);
        MemoryTransaction tag = new MemoryTransaction(t.sender(), t.attributes(), t.flags(), handle, 5, t.endpoints());
        refused(scene.retrieve(sp2, tag), "INVALID_PARAMETERS FFA-5.12.2-3", 16, 5);
        refused(
                scene.relinquish(sp2, handle, RelinquishFlags.NONE, 0x8002, 0x8003),
                "INVALID_PARAMETERS FFA-11.6.1.2-2",
                16 + 2,
                0x8003);
    }

    @Test
    void aRegisterHasNoOffset() {
        CallModel call = scene.reclaim(sp1, 77, 0);

        assertThat(call.rule()).isNotNull();
        assertThat(call.offset()).isEqualTo(-1);
    }

    // ---- composites may stand anywhere behind the array

    private static CompositeRegion overlapping(long address) {
        return CompositeRegion.of(range(address, 2), range(address + 0x1000, 1));
    }

    /** The descriptor with so many bytes between its one entry and the composite. */
    private static byte[] withGap(MemoryTransaction t, int gap) {
        byte[] bytes = t.encoded();
        byte[] wider = Arrays.copyOf(bytes, bytes.length + gap);
        System.arraycopy(bytes, 48, wider, 48 + gap, bytes.length - 48);
        Layouts.u32(MemorySegment.ofArray(wider), 36, 48 + gap);
        return wider;
    }

    private CallModel call(EndpointModel by, Operation operation, byte[] bytes) {
        scene.pair(by).writeTx(0, MemorySegment.ofArray(bytes));
        return scene.call(by, Scene.function(operation), bytes.length, bytes.length);
    }

    @Test
    @Shows("FFA-5.12.3.1-3")
    void theRangeThatOverlapsBehindAGap() {
        MemoryTransaction t = sent(Operation.SHARE, sp1, overlapping(HEAP), sp2);
        refused(
                call(sp1, Operation.SHARE, withGap(t, 24)),
                "INVALID_PARAMETERS FFA-5.12.3.1-3",
                48 + 24 + 16 + 16,
                HEAP + 0x1000);
        long handle = scene.begun(sp1, Operation.LEND, sent(Operation.LEND, sp1, heap(0, 3), sp2));
        MemoryTransaction chosen =
                wanted(sp1, handle, NONE, entry(sp2, DataAccess.NOT_SPECIFIED, overlapping(0x70_0000)));
        refused(
                call(sp2, Operation.RETRIEVE, withGap(chosen, 40)),
                "INVALID_PARAMETERS FFA-5.12.3.1-3",
                48 + 40 + 16 + 16,
                0x70_1000);
    }

    @Test
    @Shows("FFA-5.12.3.1-3")
    void theRangeThatOverlapsInTheSecondComposite() {
        EndpointAccess mine = StreamScene.entry(0x8001, DataAccess.READ_WRITE, heap(0, 3));
        EndpointAccess device = StreamScene.entry(StreamScene.C002, DataAccess.READ_WRITE, heap(0, 3));
        long handle = scene.begun(sp2, Operation.SHARE, sent(sp2, 0, mine, device));
        CompositeRegion right = CompositeRegion.of(range(0x70_0000, 3));

        CallModel call = scene.retrieve(
                sp1, wanted(sp2, handle, NONE, mine.withRegion(right), device.withRegion(overlapping(0x80_0000))));

        // two entries, a composite with one range, one with two
        refused(call, "INVALID_PARAMETERS FFA-5.12.3.1-3", 32 + 2 * 16 + 32 + 16 + 16, 0x80_1000);
    }
}
