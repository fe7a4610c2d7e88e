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
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.ResponseFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

final class RetrieveTest {
    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;

    private long begun(Operation operation, EndpointModel sender, CompositeRegion region, EndpointModel... receivers) {
        return scene.begun(sender, operation, sent(operation, sender, region, receivers));
    }

    private static CompositeRegion unordered() {
        return CompositeRegion.of(range(HEAP + 0x9000, 1), range(HEAP + 0x4000, 2));
    }

    @Shows({"FFA-11.4-9", "FFA-11.5-2", "FFA-11.5-3", "FFA-11.5-4", "FFA-11.5.1-1"})
    @Test
    void theAnswerIsInRxAndTheRegistersHaveItsLength() {
        long handle = begun(Operation.SHARE, sp1, heap(4, 2), sp2);

        CallModel call = scene.retrieve(sp2, wanted(sp1, handle, sp2));

        // header, one entry, one composite with one range
        assertThat(call.registers)
                .hasToString("FFA_MEM_RETRIEVE_RESP x1=0x50 x2=0x50 x3=0x0 x4=0x0 x5=0x0 x6=0x0 x7=0x0");
        assertThat(scene.pair(sp2).rxFull()).isTrue();
        assertThat(scene.pair(sp2).held()).isFalse();
    }

    @Shows({"FFA-11.5.1.1-1", "FFA-11.5.1.1-2", "FFA-11.5.1.1-3", "FFA-11.5.1.1-4", "FFA-11.5.1.1-5", "FFA-11.5.1.1-6"})
    @Shows({"FFA-5.12.1-10", "FFA-5.12.2-4", "FFA-5.12.4-34", "FFA-5.12.3.3-9", "FFA-5.12.3.3-10"})
    @Shows({"FFA-5.12.1-6", "FFA-5.12.4-19", "FFA-5.12.3.2-4", "FFA-11.1.1.2-10", "FFA-11.2.1.2-10", "FFA-11.3.1.2-10"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theAnswerDescribesTheTransactionAndItsRangesInOrder(Operation operation) {
        long handle = begun(operation, sp1, unordered(), sp2);

        MemoryTransaction response = scene.retrieved(sp2, wanted(sp1, handle, sp2));

        assertThat(response.sender()).isEqualTo(0x8001);
        assertThat(response.attributes()).isEqualTo(MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE);
        assertThat(ResponseFlags.decode(response.flags())).isEqualTo(new ResponseFlags(false, operation.type()));
        assertThat(response.handle()).isEqualTo(handle);
        assertThat(response.tag()).isEqualTo(Scene.TAG);
        CompositeRegion at = CompositeRegion.of(range(0x610_9000L, 1), range(0x610_4000L, 2));
        assertThat(response.endpoints())
                .containsExactly(
                        new EndpointAccess(0x8002, DataAccess.READ_WRITE, InstructionAccess.EXECUTE_NEVER, at));
    }

    @Shows({"FFA-11.4.1-1", "FFA-11.4.1.2-8", "FFA-5.4.1-3"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theRegionIsMappedForTheReceiver(Operation operation) {
        long handle = begun(operation, sp1, unordered(), sp2);

        List<ConstituentRange> at = Scene.ranges(scene.retrieved(sp2, wanted(sp1, handle, sp2)));

        Mapping last = mapped(sp2, at.get(1).address() + 0x1000).getFirst();
        assertThat(last.physical()).isEqualTo(0x610_5000L);
        assertThat(last.write()).isTrue();
        assertThat(last.execute()).isFalse();
        assertThat(last.secure()).isTrue();
        assertThat(mapped(sp2, at.get(0).address()))
                .extracting(Mapping::physical)
                .containsExactly(0x610_9000L);
    }

    @Shows({"FFA-11.4.1.2-12", "FFA-5.4.1-4", "FFA-5.10.2-4"})
    @Test
    void aDonationMakesTheReceiverTheOwner() {
        long handle = begun(Operation.DONATE, sp1, heap(4, 2), sp2);
        scene.retrieved(sp2, wanted(sp1, handle, sp2));

        assertThat(scene.state(sp1, 0x610_4000L)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        assertThat(scene.state(sp2, 0x610_4000L)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
        begun(Operation.DONATE, sp2, CompositeRegion.of(range(0x610_4000L, 2)), sp1);
    }

    @Shows({"FFA-11.4.1.2-13", "FFA-11.4.1.2-14", "FFA-11.4.1.2-15", "FFA-2.10-2"})
    @Test
    void statesFollowTypeAndCountOfBorrowers() {
        long lent = begun(Operation.LEND, sp1, heap(4, 1), sp2);
        long lentToTwo = begun(Operation.LEND, sp1, heap(5, 1), sp2, scene.sp3);
        long shared = begun(Operation.SHARE, sp1, heap(6, 1), sp2);
        for (long handle : new long[] {lent, lentToTwo, shared}) {
            scene.retrieved(sp2, wanted(sp1, handle, sp2));
        }

        assertThat(scene.state(sp1, 0x610_4000L)).isEqualTo(AccessState.OWNER_NO_ACCESS);
        assertThat(scene.state(sp2, 0x610_4000L)).isEqualTo(AccessState.NOT_OWNER_EXCLUSIVE);
        assertThat(scene.state(sp1, 0x610_5000L)).isEqualTo(AccessState.OWNER_NO_ACCESS);
        assertThat(scene.state(sp2, 0x610_5000L)).isEqualTo(AccessState.NOT_OWNER_SHARED);
        assertThat(scene.state(scene.sp3, 0x610_5000L)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        assertThat(scene.state(sp1, 0x610_6000L)).isEqualTo(AccessState.OWNER_SHARED);
        assertThat(scene.state(sp2, 0x610_6000L)).isEqualTo(AccessState.NOT_OWNER_SHARED);
    }

    @Shows({"FFA-5.4.1-2", "FFA-11.4.1.2-8"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void normalMemoryOfAVmStaysNormalForAnSp(Operation operation) {
        long handle = begun(operation, vm1, unordered(), sp1);

        List<ConstituentRange> at = Scene.ranges(scene.retrieved(sp1, wanted(vm1, handle, sp1)));

        assertThat(at).extracting(ConstituentRange::pages).containsExactly(1, 2);
        assertThat(mapped(sp1, at.getFirst().address()))
                .extracting(Mapping::secure, Mapping::physical)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(false, 0x8100_9000L));
    }

    @Shows({"FFA-5.12.3.1-1", "FFA-5.10.2-2"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void borrowersInBothWorldsRetrieveTheSameRegion(Operation operation) {
        long handle = begun(operation, vm1, heap(4, 1), scene.vm2, sp1);

        ConstituentRange ofVm = Scene.ranges(scene.retrieved(scene.vm2, wanted(vm1, handle, scene.vm2)))
                .getFirst();
        ConstituentRange ofSp =
                Scene.ranges(scene.retrieved(sp1, wanted(vm1, handle, sp1))).getFirst();

        assertThat(mapped(scene.vm2, ofVm.address()).getFirst().physical()).isEqualTo(0x8100_4000L);
        assertThat(mapped(sp1, ofSp.address()).getFirst().physical()).isEqualTo(0x8100_4000L);
    }

    @Shows({"FFA-5.12.3.2-2", "FFA-5.12.3.3-11"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aReceiverMayChooseTheAddressesAndIsNotToldThem(Operation operation) {
        long handle = begun(operation, sp1, unordered(), sp2);
        CompositeRegion chosen = CompositeRegion.of(range(0x70_0000, 2), range(0x60_0000, 1));

        MemoryTransaction response = scene.retrieved(
                sp2,
                wanted(sp1, handle, RetrieveFlags.of(operation.type()), entry(sp2, DataAccess.READ_WRITE, chosen)));

        assertThat(response.endpoints().getFirst().region()).isNull();
        assertThat(mapped(sp2, 0x70_0000).getFirst().physical()).isEqualTo(0x610_9000L);
        assertThat(mapped(sp2, 0x70_1000).getFirst().physical()).isEqualTo(0x610_4000L);
        assertThat(mapped(sp2, 0x60_0000).getFirst().physical()).isEqualTo(0x610_5000L);
    }

    @Shows({"FFA-5.12.4-25", "FFA-5.12.4-24"})
    @Test
    void rangesAreAlignedAsTheHintSays() {
        for (int n = 0; n <= 15; n++) {
            long handle = begun(Operation.SHARE, sp1, heap(n, 1), sp2);
            RetrieveFlags flags = new RetrieveFlags(false, false, false, null, n);
            List<ConstituentRange> at =
                    Scene.ranges(scene.retrieved(sp2, wanted(sp1, handle, flags, entry(sp2, DataAccess.READ_WRITE))));
            assertThat(at)
                    .singleElement()
                    .satisfies(r -> assertThat(mapped(sp2, r.address())).hasSize(1));
            assertThat(at.getFirst().address() % (4096L << n)).as("hint %s", n).isZero();
        }
    }

    @Shows({"FFA-5.12.4-20", "FFA-5.12.4-21", "FFA-5.12.4-22"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theReceiverMaySayTheType(Operation operation) {
        long handle = begun(operation, sp1, heap(4, 2), sp2);

        MemoryTransaction t =
                wanted(sp1, handle, RetrieveFlags.of(operation.type()), entry(sp2, DataAccess.READ_WRITE));
        assertThat(ResponseFlags.decode(scene.retrieved(sp2, t).flags()).type()).isEqualTo(operation.type());
    }

    @Shows({"FFA-5.12.4-7", "FFA-5.12.4-8", "FFA-5.12.4-30", "FFA-5.12.4-31"})
    @ParameterizedTest
    @EnumSource(names = {"DONATE", "LEND"})
    void theAnswerSaysWhetherTheRegionWasZeroed(Operation operation) {
        for (boolean asks : new boolean[] {false, true}) {
            int page = asks ? 4 : 2;
            EndpointAccess receiver = entry(sp2, Scene.most(operation), heap(page, 1));
            long handle = scene.begun(sp1, operation, sent(sp1, new SendFlags(true, false).encode(), receiver));
            RetrieveFlags flags = new RetrieveFlags(asks, false, false, null, RetrieveFlags.NO_HINT);
            MemoryTransaction t = wanted(sp1, handle, flags, entry(sp2, DataAccess.READ_WRITE));
            assertThat(ResponseFlags.decode(scene.retrieved(sp2, t).flags()).zeroed())
                    .isTrue();
        }
    }
}
