package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.most;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.ffa.Layouts;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

/** Reserved bits and values of a descriptor are refused, and not answered (FF-A Tables 5.13 to 5.19). */
final class DescriptorEncodingTest {
    private final Scene scene = new Scene();
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;

    /** Writes a descriptor of one entry (at 32) with a composite (at 48) of one range (at 64); its length. */
    private long described(Operation operation) {
        if (operation != Operation.RETRIEVE) {
            return scene.transmit(sp1, sent(operation, sp1, heap(4, 2), sp2));
        }
        long handle = scene.begun(sp1, Operation.LEND, sent(Operation.LEND, sp1, heap(4, 2), sp2));
        CompositeRegion chosen = CompositeRegion.of(range(0x70_0000, 2));
        return scene.transmit(
                sp2, wanted(sp1, handle, RetrieveFlags.of(null), entry(sp2, DataAccess.READ_WRITE, chosen)));
    }

    private void refused(Operation operation, long size, String rule) {
        EndpointModel by = operation == Operation.RETRIEVE ? sp2 : sp1;
        scene.refused(scene.call(by, Scene.function(operation), size, size), "INVALID_PARAMETERS " + rule);
    }

    @ParameterizedTest(name = "byte {0} is {1}: {2}")
    @CsvSource({
        "2, 0x6F, FFA-5.11.4-4",
        "2, 0xAF, FFA-5.11.4-4",
        "2, 0x3F, FFA-5.11.4-8",
        "2, 0x30, FFA-5.11.4-8",
        "2, 0x23, FFA-5.11.4-9",
        "2, 0x2B, FFA-5.11.4-11",
        "2, 0x2D, FFA-5.11.4-18",
        "2, 0x13, FFA-5.11.4-21",
        "2, 0x11, FFA-5.11.4-21",
        "3, 0x01, FFA-5.12-4",
        "24, 0x01, FFA-5.12-8",
        "27, 0x80, FFA-5.12-8",
        "34, 0x12, FFA-5.11-3",
        "34, 0x82, FFA-5.11-3",
        "34, 0x0D, FFA-5.11-7",
        "34, 0x03, FFA-5.11-11",
        "35, 0x02, FFA-5.11.1-9",
        "35, 0x80, FFA-5.11.1-9",
        "40, 0x01, FFA-5.11-16",
        "47, 0x80, FFA-5.11-16",
        "52, 0x00, FFA-5.10.1-2",
        "52, 0x04, FFA-5.10.1-2",
        "56, 0x01, FFA-5.10.1-3",
        "63, 0x80, FFA-5.10.1-3",
        "65, 0x08, FFA-5.10.1-5",
        "72, 0x00, FFA-5.10.1-6",
        "76, 0xFF, FFA-5.10.1-7",
        "79, 0x80, FFA-5.10.1-7"
    })
    @Shows({"FFA-5.11.4-4", "FFA-5.11.4-8", "FFA-5.11.4-9", "FFA-5.11.4-11", "FFA-5.11.4-18", "FFA-5.11.4-21"})
    @Shows({"FFA-5.12-4", "FFA-5.12-8", "FFA-5.11-3", "FFA-5.11-7", "FFA-5.11-11", "FFA-5.11.1-9", "FFA-5.11-16"})
    @Shows({"FFA-5.10.1-2", "FFA-5.10.1-3", "FFA-5.10.1-5", "FFA-5.10.1-6", "FFA-5.10.1-7"})
    void reservedBitsAndValuesAreInvalid(int at, String value, String rule) {
        for (Operation operation : Operation.values()) {
            long size = described(operation);
            EndpointModel by = operation == Operation.RETRIEVE ? sp2 : sp1;
            scene.pair(by).writeTx(at, MemorySegment.ofArray(new byte[] {(byte) (int) Integer.decode(value)}));
            refused(operation, size, rule);
        }
    }

    @ParameterizedTest(name = "{1} pages at {0}")
    @CsvSource({"0xFFFFFFFFFFFFF000, 2", "0xFFFFFFFFFFFFF000, 0xFFFFFFFF", "0xFFFFF00000002000, 0xFFFFFFFF"})
    @Shows("FFA-5.10.1-6")
    void aRangeEndsWithinTheAddressSpace(String address, String pages) {
        MemorySegment total = MemorySegment.ofArray(new byte[4]);
        Layouts.u32(total, 0, Integer.parseUnsignedInt(pages.replace("0x", ""), 16));
        MemorySegment range = MemorySegment.ofArray(new byte[16]);
        Layouts.u64(range, 0, Long.parseUnsignedLong(address.substring(2), 16));
        range.asSlice(8).copyFrom(total);
        for (Operation operation : Operation.values()) {
            long size = described(operation);
            EndpointModel by = operation == Operation.RETRIEVE ? sp2 : sp1;
            scene.pair(by).writeTx(48, total);
            scene.pair(by).writeTx(64, range);
            refused(operation, size, "FFA-5.10.1-6");
        }
    }

    @Shows({"FFA-5.10.1-3", "FFA-5.10.1-7", "FFA-5.11-16", "FFA-5.12-4", "FFA-5.12-8"})
    @Test
    void reservedBytesOfAResponseAreZero() {
        long handle = scene.begun(sp1, Operation.LEND, sent(Operation.LEND, sp1, heap(4, 2), sp2));
        byte[] old = new byte[0x1000];
        Arrays.fill(old, (byte) 0xA5);
        assertThat(scene.pair(sp2).takeRx()).isTrue();
        scene.pair(sp2).writeRx(0, MemorySegment.ofArray(old));
        scene.pair(sp2).dropRx();

        CallModel call = scene.retrieve(sp2, wanted(sp1, handle, sp2));

        assertThat(call.registers.x(1)).isEqualTo(80);
        byte[] response = scene.pair(sp2).rxContents().asSlice(0, 80).toArray(ValueLayout.JAVA_BYTE);
        for (int[] reserved : new int[][] {{3, 4}, {24, 28}, {40, 48}, {56, 64}, {76, 80}}) {
            assertThat(Arrays.copyOfRange(response, reserved[0], reserved[1]))
                    .as("from %d", reserved[0])
                    .containsOnly(0);
        }
    }

    @Shows({"FFA-5.11.1-9", "FFA-5.11-3", "FFA-5.11.4-4"})
    @Test
    void reservedBitsOfAResponseAreZero() {
        long handle = scene.begun(sp1, Operation.LEND, sent(Operation.LEND, sp1, heap(4, 2), sp2));

        scene.retrieve(sp2, wanted(sp1, handle, sp2));

        MemorySegment response = scene.pair(sp2).rxContents();
        assertThat(response.get(ValueLayout.JAVA_BYTE, 2) & 0xC0)
                .as("attributes")
                .isZero();
        assertThat(response.get(ValueLayout.JAVA_BYTE, 34) & 0xF0)
                .as("permissions")
                .isZero();
        assertThat(response.get(ValueLayout.JAVA_BYTE, 35)).as("flags").isZero();
    }

    @Shows({"FFA-5.10-1", "FFA-5.12.3.1-6", "FFA-5.12.3.1-8"})
    @ParameterizedTest(name = "{0}")
    @CsvSource({"DONATE, FFA-5.12.3.1-6", "LEND, FFA-5.12.3.1-8", "SHARE, FFA-5.12.3.1-8"})
    void theOwnerDescribesTheRegionAndAfterThatItsHandleIsEnough(Operation operation, String rule) {
        CallModel without = scene.call(sp1, operation, sent(sp1, 0, entry(sp2, most(operation))));
        scene.refused(without, "INVALID_PARAMETERS " + rule);

        long handle = scene.begun(sp1, operation, sent(operation, sp1, heap(4, 2), sp2));
        if (operation != Operation.DONATE) {
            scene.retrieved(sp2, wanted(sp1, handle, sp2));
            Scene.succeeded(scene.relinquish(sp2, handle));
        }
        Scene.succeeded(scene.reclaim(sp1, handle, 0));
    }
}
