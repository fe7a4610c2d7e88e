package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.mapped;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.ranges;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.ffa.Layouts;
import org.partita.api.memory.AccessState;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

final class RelinquishTest {
    private static final RelinquishFlags ZERO = new RelinquishFlags(true, false);

    private final Scene scene = new Scene();
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;
    private final EndpointModel sp3 = scene.sp3;

    private long begun(Operation operation, EndpointModel... receivers) {
        return scene.begun(sp1, operation, sent(operation, sp1, heap(4, 2), receivers));
    }

    private long retrieved(Operation operation) {
        long handle = begun(operation, sp2, sp3);
        scene.retrieved(sp2, wanted(sp1, handle, sp2));
        return handle;
    }

    @Shows({"FFA-11.6-5", "FFA-11.6.1.2-5", "FFA-11.6.1-3", "FFA-11.6.1-1", "FFA-11.6-1"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void aBorrowerLosesTheRegionAndTheOwnerDoesNotHaveItYet(Operation operation) {
        long handle = begun(operation, sp2);
        long at = ranges(scene.retrieved(sp2, wanted(sp1, handle, sp2)))
                .getFirst()
                .address();

        CallModel call = scene.relinquish(sp2, handle);

        assertThat(call.registers).hasToString("FFA_SUCCESS x1=0x0 x2=0x0 x3=0x0 x4=0x0 x5=0x0 x6=0x0 x7=0x0");
        assertThat(mapped(sp2, at)).isEmpty();
        assertThat(scene.state(sp2, 0x610_4000L)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        assertThat(scene.state(sp1, 0x610_4000L)).isNotEqualTo(AccessState.OWNER_EXCLUSIVE);
        assertThat(scene.pair(sp2).held()).isFalse();
        assertThat(scene.platform.zeroed()).isEmpty();
    }

    @Shows("FFA-11.6.1.2-5")
    @Test
    void aVmRelinquishesToItsHypervisorWhatTheSpmIdentified() {
        long handle =
                scene.begun(scene.vm1, Operation.LEND, sent(Operation.LEND, scene.vm1, heap(4, 2), scene.vm2, sp1));
        scene.retrieved(scene.vm2, wanted(scene.vm1, handle, scene.vm2));

        CallModel call = scene.relinquish(scene.vm2, handle);

        Scene.succeeded(call);
        assertThat(call.hops()).isEmpty();
    }

    @Shows("FFA-11.6-2")
    @Test
    void allParameterRegistersAreZero() {
        for (int i = 0; i < 7; i++) {
            long[] registers = new long[7];
            registers[i] = 1;
            scene.refused(scene.call(sp2, Scene.RELINQUISH, registers), "INVALID_PARAMETERS FFA-11.6-2");
        }
    }

    @Shows({"FFA-11.6-9", "FFA-11.6.1-1"})
    @Test
    void theDescriptorIsInATxBufferThatIsMapped() {
        scene.pair(sp2).unmap();

        scene.refused(scene.call(sp2, Scene.RELINQUISH), "INVALID_PARAMETERS FFA-11.6-9");
    }

    @Shows("FFA-11.6-6")
    @Test
    void aTxBufferInUseIsDeniedSinceBusyIsNotAmongTheStatusCodes() {
        long handle = retrieved(Operation.LEND);
        assertThat(scene.pair(sp2).takeTx()).isTrue();

        scene.refused(scene.relinquish(sp2, handle), "DENIED FFA-11.6-6");
        assertThat(scene.pair(sp2).held()).isTrue();
    }

    @Shows("FFA-11.6.1.2-1")
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void theHandleIsOfARegionForTheCaller(Operation operation) {
        long handle = retrieved(operation);
        String invalid = "INVALID_PARAMETERS FFA-11.6.1.2-1";

        scene.refused(scene.relinquish(sp2, handle + 1), invalid);
        scene.refused(scene.relinquish(sp1, handle), invalid);
        scene.refused(scene.relinquish(scene.vm1, handle), invalid);
    }

    @Shows({"FFA-11.6.1.2-2", "FFA-11.6.1-3"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void aBorrowerRelinquishesForItselfOnce(Operation operation) {
        long handle = retrieved(operation);
        scene.retrieved(sp3, wanted(sp1, handle, sp3));

        for (int[] ids : new int[][] {{0x8003}, {0x8002, 0x8003}, {0x8002, 0x8002}, {0x9999}}) {
            CallModel call = scene.relinquish(sp2, handle, RelinquishFlags.NONE, ids);
            scene.refused(call, "INVALID_PARAMETERS FFA-11.6.1.2-2");
        }
    }

    @Shows({"FFA-11.6.1.2-3", "FFA-11.6-10"})
    @Test
    void theCountIsNotZeroAndFitsTheBuffer() {
        long handle = retrieved(Operation.LEND);

        scene.refused(scene.relinquish(sp2, handle, RelinquishFlags.NONE), "INVALID_PARAMETERS FFA-11.6.1.2-3");
        MemorySegment count = MemorySegment.ofArray(new byte[4]);
        Layouts.u32(count, 0, (0x1000 - 16) / 2 + 1);
        scene.pair(sp2).writeTx(12, count);
        scene.refused(scene.call(sp2, Scene.RELINQUISH), "INVALID_PARAMETERS FFA-11.6-10");
    }

    @Shows("FFA-11.6.1.2-4")
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void whatWasNotRetrievedIsNotRelinquished(Operation operation) {
        long handle = begun(operation, sp2);

        scene.refused(scene.relinquish(sp2, handle), "DENIED FFA-11.6.1.2-4");
    }

    @Shows({"FFA-11.6-13", "FFA-11.6-15", "FFA-11.6-16", "FFA-11.6.1.2-2"})
    @Test
    void flagsThatAreReservedOrDoNotApplyAreInvalid() {
        long shared = retrieved(Operation.SHARE);

        scene.refused(scene.relinquish(sp2, shared, ZERO, 0x8002), "INVALID_PARAMETERS FFA-11.6-13");
        RelinquishFlags sliced = new RelinquishFlags(false, true);
        scene.refused(scene.relinquish(sp2, shared, sliced, 0x8002), "INVALID_PARAMETERS FFA-11.6-15");
        MemorySegment flags = MemorySegment.ofArray(new byte[4]);
        Layouts.u32(flags, 0, 4);
        scene.pair(sp2).writeTx(8, flags);
        scene.refused(scene.call(sp2, Scene.RELINQUISH), "INVALID_PARAMETERS FFA-11.6-16");
    }

    @Shows("FFA-11.6-14")
    @Test
    void aBorrowerThatOnlyReadsHasNothingZeroed() {
        long handle = begun(Operation.LEND, sp2);
        scene.retrieved(sp2, wanted(sp1, handle, RetrieveFlags.of(null), entry(sp2, DataAccess.READ_ONLY)));

        scene.refused(scene.relinquish(sp2, handle, ZERO, 0x8002), "DENIED FFA-11.6-14");
    }

    @Shows({"FFA-11.6-11", "FFA-11.6.1.2-8", "FFA-5.12.4-16"})
    @Test
    void theRegionIsZeroedIfTheBorrowerSaysSoWhenItLeaves() {
        long handle = begun(Operation.LEND, sp2);
        scene.retrieved(sp2, wanted(sp1, handle, sp2));

        Scene.succeeded(scene.relinquish(sp2, handle, ZERO, 0x8002));

        assertThat(scene.platform.zeroed()).containsExactly(range(0x610_4000L, 2));
    }

    @Shows("FFA-5.12.4-14")
    @Test
    void theRegionIsZeroedIfTheBorrowerSaidSoWhenItRetrievedIt() {
        long handle = begun(Operation.LEND, sp2);
        RetrieveFlags after = new RetrieveFlags(false, false, true, null, RetrieveFlags.NO_HINT);
        scene.retrieved(sp2, wanted(sp1, handle, after, entry(sp2, DataAccess.READ_WRITE)));
        assertThat(scene.platform.zeroed()).isEmpty();

        Scene.succeeded(scene.relinquish(sp2, handle));

        assertThat(scene.platform.zeroed()).containsExactly(range(0x610_4000L, 2));
    }

    @Shows("FFA-11.6-12")
    @Test
    void withSeveralBorrowersZeroingWaitsForTheLast() {
        long handle = begun(Operation.LEND, sp2, sp3);
        scene.retrieved(sp2, wanted(sp1, handle, sp2));
        scene.retrieved(sp3, wanted(sp1, handle, sp3));

        Scene.succeeded(scene.relinquish(sp2, handle, ZERO, 0x8002));
        assertThat(scene.platform.zeroed()).isEmpty();
        Scene.succeeded(scene.relinquish(sp3, handle));
        assertThat(scene.platform.zeroed()).containsExactly(range(0x610_4000L, 2));
    }

    @Shows("FFA-5.12.4-15")
    @ParameterizedTest(name = "it leaves first: {0}")
    @ValueSource(booleans = {true, false})
    void withSeveralBorrowersOneThatSaidSoWhenItRetrievedItIsEnough(boolean first) {
        long handle = begun(Operation.LEND, sp2, sp3);
        RetrieveFlags after = new RetrieveFlags(false, false, true, null, RetrieveFlags.NO_HINT);
        scene.retrieved(sp2, wanted(sp1, handle, after, entry(sp2, DataAccess.READ_WRITE)));
        scene.retrieved(sp3, wanted(sp1, handle, sp3));

        Scene.succeeded(scene.relinquish(first ? sp2 : sp3, handle));
        assertThat(scene.platform.zeroed()).as("one has it mapped still").isEmpty();
        Scene.succeeded(scene.relinquish(first ? sp3 : sp2, handle));
        assertThat(scene.platform.zeroed()).containsExactly(range(0x610_4000L, 2));
    }
}
