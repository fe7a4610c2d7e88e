package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.TAG;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.most;
import static org.partita.interfaces.memorymanagement.Scene.other;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.Layouts;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

final class SendRefusalTest {
    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;

    private void refused(EndpointModel by, Operation operation, MemoryTransaction t, String refusal) {
        scene.refused(scene.call(by, operation, t), refusal);
    }

    private static String of(Operation operation, String refusal) {
        return refusal.replace("11.x", operation.section());
    }

    @Shows({"FFA-11.1-3", "FFA-11.1-4", "FFA-11.1-5", "FFA-11.1-6"})
    @Shows({"FFA-11.2-3", "FFA-11.2-4", "FFA-11.2-5", "FFA-11.2-6"})
    @Shows({"FFA-11.3-3", "FFA-11.3-4", "FFA-11.3-5", "FFA-11.3-6"})
    @Shows({"FFA-11.4-3", "FFA-11.4-4", "FFA-11.4-5", "FFA-11.4-6"})
    @ParameterizedTest
    @EnumSource
    void registersBesidesTheLengthsAreZeroAndTheLengthsEqual(Operation operation) {
        long size = scene.transmit(sp1, sent(operation, sp1, heap(4, 2), sp2));
        int function = Scene.function(operation);
        String invalid = of(operation, "INVALID_PARAMETERS FFA-11.x-");

        scene.refused(scene.call(sp1, function, size, size - 1), invalid + 3);
        scene.refused(scene.call(sp1, function, size, size + 1), invalid + 3);
        scene.refused(scene.call(sp1, function, size, size, 0x1000, 1), invalid + 4);
        scene.refused(scene.call(sp1, function, size, size, 0, 1), invalid + 5);
        for (int i = 0; i < 3; i++) {
            long[] registers = {size, size, 0, 0, 0, 0, 0};
            registers[4 + i] = 1;
            scene.refused(scene.call(sp1, function, registers), invalid + 6);
            registers[4 + i] = 1L << 32;
            scene.refused(scene.call(sp1, function | 1 << 30, registers), invalid + 6);
        }
        scene.refused(scene.call(sp1, function | 1 << 30, size, size, 1L << 32), invalid + 4);
    }

    @Shows({"FFA-11.1.1.2-1", "FFA-11.2.1.2-1", "FFA-11.3.1.2-1", "FFA-11.4.1.2-1"})
    @Shows({"FFA-11.1-2", "FFA-11.2-2", "FFA-11.3-2", "FFA-11.4-2"})
    @ParameterizedTest
    @EnumSource
    void theDescriptorFitsABufferThatIsMapped(Operation operation) {
        scene.transmit(sp1, sent(operation, sp1, heap(4, 2), sp2));
        int function = Scene.function(operation);
        String invalid = of(operation, "INVALID_PARAMETERS FFA-11.x.1.2-1");

        scene.refused(scene.call(sp1, function, 0x1001, 0x1001), invalid);
        scene.refused(scene.call(sp1, function, 0xFFFF_FFFFL, 0xFFFF_FFFFL), invalid);
        scene.pair(sp1).unmap();
        scene.refused(scene.call(sp1, function, 0x60, 0x60), invalid);
        scene.refused(scene.call(sp1, function, 0, 0), invalid);
    }

    @Shows("FFA-5.12-1")
    @ParameterizedTest
    @EnumSource
    void aDescriptorWithoutItsHeaderCannotBeRead(Operation operation) {
        scene.transmit(sp1, sent(operation, sp1, heap(4, 2), sp2));

        for (int length : new int[] {0, 1, 31}) {
            CallModel call = scene.call(sp1, Scene.function(operation), length, length);
            scene.refused(call, "INVALID_PARAMETERS FFA-5.12-1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTxBufferInUseIsBusyAndStaysInUse(Operation operation) {
        assertThat(scene.pair(sp1).takeTx()).isTrue();

        refused(sp1, operation, sent(operation, sp1, heap(4, 2), sp2), "BUSY PARTITA-tx-busy");
        assertThat(scene.pair(sp1).held()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aTxBufferThatCannotBeReadAbortsTheCallAndIsGivenBack(Operation operation) {
        scene.platform.withoutMemoryAt(0x610_0000L + 0x3_F000L);

        refused(sp1, operation, sent(operation, sp1, heap(4, 2), sp2), "ABORTED PARTITA-memory-fault");
    }

    @Shows({"FFA-11.1.1.2-2", "FFA-11.2.1.2-2", "FFA-11.3.1.2-2"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void nobodySendsForSomebodyElse(Operation operation) {
        String denied = of(operation, "DENIED FFA-11.x.1.2-2");

        refused(sp1, operation, sent(operation, sp2, heap(4, 2), scene.sp3), denied);
        refused(vm1, operation, sent(operation, scene.vm2, heap(4, 2), sp1), denied);
        MemoryTransaction ofNobody = new MemoryTransaction(
                0x7777, MemoryAttributes.NOT_SPECIFIED, 0, 0, TAG, List.of(entry(sp2, most(operation), heap(4, 2))));
        refused(sp1, operation, ofNobody, denied);
    }

    @Shows({"FFA-11.1.1.2-3", "FFA-11.2.1.2-3", "FFA-11.3.1.2-3"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void anSpGivesNothingToTheNormalWorld(Operation operation) {
        refused(sp1, operation, sent(operation, sp1, heap(4, 2), vm1), of(operation, "DENIED FFA-11.x.1.2-3"));
    }

    @Shows({"FFA-11.1.1.2-4", "FFA-11.2.1.2-4", "FFA-11.3.1.2-4", "FFA-5.4.1-6", "FFA-5.4.1-7"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void onlyWhatTheSenderOwnsAndHasAloneCanBeSent(Operation operation) {
        String denied = of(operation, "DENIED FFA-11.x.1.2-4");

        refused(sp1, operation, sent(operation, sp1, heap(63, 2), sp2), denied);
        refused(sp1, operation, sent(operation, sp1, CompositeRegion.of(range(0, 1)), sp2), denied);
        refused(sp1, operation, sent(operation, sp1, CompositeRegion.of(range(-0x1000L, 1)), sp2), denied);
        refused(
                sp1,
                operation,
                sent(operation, sp1, CompositeRegion.of(range(0x7FFF_FFFF_FFFF_F000L, 1)), sp2),
                denied);
        for (Operation first : List.of(Operation.DONATE, Operation.LEND, Operation.SHARE)) {
            int page = 8 + 2 * first.ordinal();
            scene.begun(sp1, first, sent(first, sp1, heap(page, 1), sp2));
            refused(sp1, operation, sent(operation, sp1, heap(page, 1), scene.sp3), denied);
            refused(sp1, operation, sent(operation, sp1, heap(page - 1, 3), scene.sp3), denied);
        }
    }

    @Shows({"FFA-11.1.1.2-4", "FFA-11.2.1.2-4", "FFA-11.3.1.2-4", "FFA-5.4.1-6", "FFA-5.4.1-12", "FFA-2.10-3"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aBorrowerSendsNothingOnAndTheLenderNothingAgain(Operation operation) {
        String denied = of(operation, "DENIED FFA-11.x.1.2-4");
        long handle = scene.begun(sp1, Operation.LEND, sent(Operation.LEND, sp1, heap(4, 1), sp2));
        ConstituentRange at = scene.retrieved(sp2, Scene.wanted(sp1, handle, sp2))
                .endpoints()
                .getFirst()
                .region()
                .ranges()
                .getFirst();

        refused(sp2, operation, sent(operation, sp2, CompositeRegion.of(at), scene.sp3), denied);
        refused(sp1, operation, sent(operation, sp1, heap(4, 1), scene.sp3), denied);
    }

    @Shows({"FFA-11.1.1.2-4", "FFA-11.2.1.2-4", "FFA-11.3.1.2-4"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void buffersAreSharedWithTheRelayerAndCannotBeSent(Operation operation) {
        String denied = of(operation, "DENIED FFA-11.x.1.2-4");

        for (EndpointModel sender : List.of(sp1, vm1)) {
            refused(sender, operation, sent(operation, sender, heap(62, 1), sp2), denied);
            refused(sender, operation, sent(operation, sender, heap(63, 1), sp2), denied);
            refused(sender, operation, sent(operation, sender, heap(61, 2), sp2), denied);
            Scene.succeeded(scene.call(sender, operation, sent(operation, sender, heap(61, 1), sp2)));
        }
    }

    @Shows({"FFA-11.1.1.2-4", "FFA-11.2.1.2-4", "FFA-11.3.1.2-4"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aRegionLiesInOneSecurityState(Operation operation) {
        sp1.owns(new Mapping(HEAP + 0x4_0000, 0x8800_0000L, 1, true, true, false, false, false, "normal"));

        refused(sp1, operation, sent(operation, sp1, heap(60, 5), sp2), of(operation, "DENIED FFA-11.x.1.2-4"));
        CompositeRegion both = CompositeRegion.of(range(HEAP + 0x4_0000, 1), range(HEAP, 1));
        refused(sp1, operation, sent(operation, sp1, both, sp2), of(operation, "DENIED FFA-11.x.1.2-4"));
        Scene.succeeded(scene.call(sp1, operation, sent(operation, sp1, heap(64, 1), sp2)));
    }

    @Shows({"FFA-5.12.3.1-5", "FFA-5.12.3.1-6", "FFA-11.1.1.2-5"})
    @Test
    void aDonationHasOneReceiverAndARegion() {
        Operation donate = Operation.DONATE;

        refused(sp1, donate, sent(sp1, 0), "INVALID_PARAMETERS FFA-5.12.3.1-5");
        refused(sp1, donate, sent(donate, sp1, heap(4, 2), sp2, scene.sp3), "INVALID_PARAMETERS FFA-5.12.3.1-5");
        refused(sp1, donate, sent(sp1, 0, entry(sp2, most(donate))), "INVALID_PARAMETERS FFA-5.12.3.1-6");
    }

    @Shows({"FFA-5.12.3.1-7", "FFA-5.12.3.1-8"})
    @Shows({"FFA-11.2.1.2-5", "FFA-11.3.1.2-5"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void borrowersHaveOneRegionTogether(Operation operation) {
        DataAccess access = DataAccess.READ_WRITE;
        String invalid = "INVALID_PARAMETERS FFA-5.12.3.1-8";

        refused(sp1, operation, sent(sp1, 0), "INVALID_PARAMETERS FFA-5.12.3.1-7");
        refused(sp1, operation, sent(sp1, 0, entry(sp2, access)), invalid);
        refused(sp1, operation, sent(sp1, 0, entry(sp2, access, heap(4, 2)), entry(scene.sp3, access)), invalid);
        MemoryTransaction two = sent(sp1, 0, entry(sp2, access, heap(4, 2)), entry(scene.sp3, access, heap(6, 2)));
        refused(sp1, operation, two, invalid);
    }

    @Shows({"FFA-5.12.3.1-3", "FFA-5.12.3.1-4", "FFA-5.10.1-1", "FFA-5.12.3.3-2"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void rangesDoNotOverlapAndAreAsLongAsTheCompositeSays(Operation operation) {
        CompositeRegion overlapping = CompositeRegion.of(range(HEAP + 0x5000, 2), range(HEAP + 0x4000, 2));
        refused(sp1, operation, sent(operation, sp1, overlapping, sp2), "INVALID_PARAMETERS FFA-5.12.3.1-3");

        long size = scene.transmit(sp1, sent(operation, sp1, heap(4, 2), sp2));
        MemorySegment three = MemorySegment.ofArray(new byte[4]);
        Layouts.u32(three, 0, 3);
        scene.pair(sp1).writeTx(48, three);
        CallModel call = scene.call(sp1, Scene.function(operation), size, size);
        scene.refused(call, "INVALID_PARAMETERS FFA-5.10.1-1");
    }

    @Shows({"FFA-5.12.3.3-3", "FFA-5.11-1", "FFA-5.12.3.1-1"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void entriesAreForEndpointsThatExistEachOnceAndNotForTheSenderAlone(Operation operation) {
        DataAccess access = most(operation);
        EndpointModel gone = new Scene().platform.sp(0x8099);

        refused(sp1, operation, sent(operation, sp1, heap(4, 2), gone), "INVALID_PARAMETERS FFA-5.12.3.3-3");
        refused(sp1, operation, sent(operation, sp1, heap(4, 2), sp2, sp2), "INVALID_PARAMETERS FFA-5.11-1");
        MemoryTransaction itself = sent(sp1, 0, entry(sp1, access, heap(4, 2)));
        refused(sp1, operation, itself, "INVALID_PARAMETERS FFA-5.12.3.1-1");
    }

    @Shows("FFA-5.12.3.1-1")
    @ParameterizedTest
    @EnumSource(names = {"DONATE", "LEND"})
    void onlyInASharingTheSenderListsItself(Operation operation) {
        MemoryTransaction itself = operation == Operation.DONATE
                ? sent(operation, sp1, heap(4, 2), sp1)
                : sent(operation, sp1, heap(4, 2), sp2, sp1);

        refused(sp1, operation, itself, "INVALID_PARAMETERS FFA-5.12.3.1-1");
    }

    @Shows({"FFA-5.11.1-1", "FFA-5.11.1-2", "FFA-5.11.1-3"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void flagsOfAnEntryAreZero(Operation operation) {
        MemoryTransaction t = sent(sp1, 0, other(sp2, most(operation)).withRegion(heap(4, 2)));

        refused(sp1, operation, t, "INVALID_PARAMETERS FFA-5.11.1-" + (operation.ordinal() + 1));
    }

    @Shows({"FFA-5.12.1-1", "FFA-5.12.1-2", "FFA-5.12.1-3"})
    @Shows({"FFA-11.1.1.2-8", "FFA-11.2.1.2-8", "FFA-11.3.1.2-8"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theHandleIsZero(Operation operation) {
        MemoryTransaction t =
                Scene.wanted(sp1, 1L << 40, RetrieveFlags.of(null), entry(sp2, most(operation), heap(4, 2)));

        refused(sp1, operation, t, "INVALID_PARAMETERS FFA-5.12.1-" + (operation.ordinal() + 1));
    }
}
