package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.mapped;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

final class ReclaimTest {
    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;

    private long begun(Operation operation, EndpointModel sender, EndpointModel... receivers) {
        return scene.begun(sender, operation, sent(operation, sender, heap(4, 2), receivers));
    }

    @Shows({"FFA-11.7.1-2", "FFA-11.7.1.2-9", "FFA-11.7-1"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aTransactionThatNobodyRetrievedLeavesNoTrace(Operation operation) {
        for (EndpointModel sender : List.of(sp1, vm1)) {
            List<String> before = scene.state();
            long handle = begun(operation, sender, sp2);

            CallModel call = scene.reclaim(sender, handle, 0);

            assertThat(call.registers).hasToString("FFA_SUCCESS x1=0x0 x2=0x0 x3=0x0 x4=0x0 x5=0x0 x6=0x0 x7=0x0");
            assertThat(scene.state()).isEqualTo(before);
            assertThat(scene.platform.ledger().grants()).isEmpty();
        }
    }

    @Shows({"FFA-11.7.1-1", "FFA-11.7.1.2-9", "FFA-11.7.1.2-6", "FFA-11.7.1.2-7"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void whatBorrowersHaveRelinquishedTheOwnerHasAloneAgain(Operation operation) {
        List<String> before = scene.state();
        long handle = begun(operation, sp1, sp2);
        scene.retrieved(sp2, wanted(sp1, handle, sp2));
        Scene.succeeded(scene.relinquish(sp2, handle));

        Scene.succeeded(scene.reclaim(sp1, handle, 0));

        assertThat(scene.state(sp1, 0x610_4000L)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
        assertThat(scene.state()).isEqualTo(before);
    }

    @Shows({"FFA-5.11.2-17", "FFA-5.11.3-13", "FFA-5.11.4-35", "FFA-11.7.1.2-6"})
    @Test
    void accessAndAttributesAreThoseFromBefore() {
        Mapping own = new Mapping(
                HEAP + 0x4_0000,
                0x650_0000L,
                2,
                true,
                false,
                true,
                true,
                MemoryAttributes.NORMAL_NON_CACHEABLE_OUTER_SHAREABLE,
                "code");
        sp1.owns(own);
        CompositeRegion region = CompositeRegion.of(range(HEAP + 0x4_1000, 1), range(HEAP, 1));
        long handle = scene.begun(sp1, Operation.LEND, sent(sp1, 0, entry(sp2, DataAccess.READ_ONLY, region)));
        assertThat(mapped(sp1, HEAP + 0x4_1000)).isEmpty();

        Scene.succeeded(scene.reclaim(sp1, handle, 0));

        assertThat(mapped(sp1, HEAP + 0x4_1000)).containsExactly(own.part(0x1000, 0x2000));
    }

    @Shows({"FFA-11.7.1.2-8", "FFA-11.7.1.2-6", "FFA-11.4.3-8"})
    @Test
    void whatTheSpmIdentifiedItReclaimsForAVm() {
        long toSp = begun(Operation.LEND, vm1, sp1);
        CallModel call = scene.reclaim(vm1, toSp, 0);
        Scene.succeeded(call);
        assertThat(call.hops()).containsExactly("FFA_MEM_RECLAIM to SPMC");
        assertThat(mapped(vm1, HEAP + 0x4000)).hasSize(1);

        long toVm = begun(Operation.LEND, vm1, scene.vm2);
        CallModel among = scene.reclaim(vm1, toVm, 0);
        Scene.succeeded(among);
        assertThat(among.hops()).isEmpty();
    }

    @Shows({"FFA-11.7.1.2-1", "FFA-11.7-2", "FFA-5.10.2-7", "FFA-5.10.2-5"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theHandleIsOfARegionThatTheCallerOwns(Operation operation) {
        String invalid = "INVALID_PARAMETERS FFA-11.7.1.2-1";
        long handle = begun(operation, vm1, scene.vm2);

        CallModel swapped = scene.call(vm1, Scene.RECLAIM, handle >>> 32, handle & 0xFFFF_FFFFL, 0);
        scene.refused(swapped, invalid);
        scene.refused(scene.reclaim(scene.vm2, handle, 0), invalid);
        scene.refused(scene.reclaim(sp1, handle, 0), invalid);
        scene.refused(scene.reclaim(vm1, 0, 0), invalid);
        scene.refused(scene.reclaim(vm1, handle & Long.MAX_VALUE, 0), invalid);
        Scene.succeeded(scene.reclaim(vm1, handle, 0));
        scene.refused(scene.reclaim(vm1, handle, 0), invalid);
    }

    @Shows({"FFA-11.7.1.2-1", "FFA-11.4.1.2-12"})
    @Test
    void aDonationThatWasRetrievedIsNobodysToReclaim() {
        long handle = begun(Operation.DONATE, sp1, sp2);
        scene.retrieved(sp2, wanted(sp1, handle, sp2));

        scene.refused(scene.reclaim(sp1, handle, 0), "INVALID_PARAMETERS FFA-11.7.1.2-1");
        scene.refused(scene.reclaim(sp2, handle, 0), "INVALID_PARAMETERS FFA-11.7.1.2-1");
    }

    @Shows({"FFA-11.7.1.2-3", "FFA-11.7.1-2", "FFA-5.4.1-12"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void whatABorrowerHasIsNotReclaimed(Operation operation) {
        for (EndpointModel sender : List.of(sp1, vm1)) {
            long handle = begun(operation, sender, sp2, scene.sp3);
            scene.retrieved(sp2, wanted(sender, handle, sp2));

            scene.refused(scene.reclaim(sender, handle, 0), "DENIED FFA-11.7.1.2-3");
            Scene.succeeded(scene.relinquish(sp2, handle));
            Scene.succeeded(scene.reclaim(sender, handle, 0));
        }
    }

    @Shows({"FFA-11.7-5", "FFA-11.7-6", "FFA-11.7-7", "FFA-11.7.1.2-2"})
    @Test
    void flagsAndRegistersThatAreReservedAreZero() {
        for (EndpointModel sender : List.of(sp1, vm1)) {
            long handle = begun(Operation.LEND, sender, sp2);
            scene.refused(scene.reclaim(sender, handle, 2), "INVALID_PARAMETERS FFA-11.7-5");
            scene.refused(scene.reclaim(sender, handle, 4), "INVALID_PARAMETERS FFA-11.7-6");
            scene.refused(scene.reclaim(sender, handle, 1L << 31), "INVALID_PARAMETERS FFA-11.7-6");
            for (int i = 3; i < 7; i++) {
                long[] registers = {handle, 0, 0, 0, 0, 0, 0};
                registers[i] = 1;
                CallModel call = scene.call(sender, Scene.RECLAIM, registers);
                scene.refused(call, "INVALID_PARAMETERS FFA-11.7-7");
            }
        }
    }

    @Shows({"FFA-11.7-3", "FFA-11.7.1.2-4"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theOwnerMayHaveTheRegionZeroedBeforeItGetsIt(Operation operation) {
        for (EndpointModel sender : List.of(sp1, vm1)) {
            Mapping before = mapped(sender, HEAP + 0x4000).getFirst();
            Scene.succeeded(scene.reclaim(sender, begun(operation, sender, sp2), 1));
            assertThat(mapped(sender, HEAP + 0x4000)).containsExactly(before);
        }
        assertThat(scene.platform.zeroed()).containsExactlyInAnyOrder(range(0x610_4000L, 2), range(0x8100_4000L, 2));
    }

    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aRegionThatCannotBeZeroedIsNotReclaimed(Operation operation) {
        for (EndpointModel sender : List.of(sp1, vm1)) {
            long handle = begun(operation, sender, sp2);
            scene.platform.withoutMemoryAt(0x610_4000L).withoutMemoryAt(0x8100_4000L);

            scene.refused(scene.reclaim(sender, handle, 1), "ABORTED PARTITA-memory-fault");
            Scene.succeeded(scene.reclaim(sender, handle, 0));
        }
    }

    @Shows("FFA-11.7-4")
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void anOwnerThatOnlyReadsHasNothingZeroed(Operation operation) {
        sp1.owns(new Mapping(HEAP + 0x4_0000, 0x650_0000L, 1, true, false, false, true, false, "read-only"));
        DataAccess data = operation == Operation.DONATE ? DataAccess.NOT_SPECIFIED : DataAccess.READ_ONLY;
        long handle = scene.begun(sp1, operation, sent(sp1, 0, entry(sp2, data, heap(64, 1))));

        scene.refused(scene.reclaim(sp1, handle, 1), "DENIED FFA-11.7-4");
    }
}
