package org.partita.interfaces.memorymanagement;

import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.other;
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
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

final class RetrieveRefusalTest {
    private static final RetrieveFlags NONE = RetrieveFlags.of(null);

    private final Scene scene = new Scene();
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;
    private final EndpointModel sp3 = scene.sp3;

    private long begun(Operation operation, EndpointModel... receivers) {
        return scene.begun(sp1, operation, sent(operation, sp1, heap(4, 2), receivers));
    }

    private void refused(EndpointModel by, MemoryTransaction t, String refusal) {
        scene.refused(scene.retrieve(by, t), refusal);
    }

    @Shows({"FFA-11.4.1.2-2", "FFA-5.12.1-9"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theSenderIsTheOwner(Operation operation) {
        long handle = begun(operation, sp2);

        refused(sp2, wanted(sp3, handle, sp2), "DENIED FFA-11.4.1.2-2");
        refused(sp2, wanted(sp2, handle, sp2), "DENIED FFA-11.4.1.2-2");
    }

    @Shows({"FFA-5.12.1-7", "FFA-5.12.1-8", "FFA-11.4.1.2-5", "FFA-5.10.2-5"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theHandleIsKnownAndOfARegionForTheCaller(Operation operation) {
        long handle = begun(operation, sp2);

        refused(sp2, wanted(sp1, handle + 1, sp2), "INVALID_PARAMETERS FFA-5.12.1-7");
        refused(sp2, wanted(sp1, 0, sp2), "INVALID_PARAMETERS FFA-5.12.1-7");
        refused(sp2, wanted(sp1, handle | 1L << 63, sp2), "INVALID_PARAMETERS FFA-5.12.1-7");
        refused(sp3, wanted(sp1, handle, sp3), "INVALID_PARAMETERS FFA-5.12.1-8");
        refused(sp1, wanted(sp1, handle, sp1), "INVALID_PARAMETERS FFA-5.12.1-8");
        Scene.succeeded(scene.reclaim(sp1, handle, 0));
        refused(sp2, wanted(sp1, handle, sp2), "INVALID_PARAMETERS FFA-5.12.1-7");
    }

    @Shows({"FFA-5.12.1-7", "FFA-11.4.1.2-12"})
    @Test
    void aDonationIsRetrievedOnce() {
        long handle = begun(Operation.DONATE, sp2);
        scene.retrieved(sp2, wanted(sp1, handle, sp2));

        refused(sp2, wanted(sp1, handle, sp2), "INVALID_PARAMETERS FFA-5.12.1-7");
    }

    @Shows({"FFA-5.12.2-1", "FFA-5.12.2-3", "FFA-11.4.1.2-6"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theTagIsTheSendersInAll64Bits(Operation operation) {
        long handle = begun(operation, sp2);

        for (long wrong : new long[] {1, 1L << 63}) {
            MemoryTransaction t = new MemoryTransaction(
                    0x8001,
                    MemoryAttributes.NOT_SPECIFIED,
                    0,
                    handle,
                    Scene.TAG ^ wrong,
                    List.of(entry(sp2, DataAccess.READ_WRITE)));
            refused(sp2, t, "INVALID_PARAMETERS FFA-5.12.2-3");
        }
    }

    @Shows({"FFA-5.12.3.3-4", "FFA-5.12.3.3-5", "FFA-5.12.3.2-7", "FFA-5.11-1", "FFA-11.4.1.2-7"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void thereIsOneEntryForTheCallerAndOthersForBorrowersOnly(Operation operation) {
        long handle = begun(operation, sp2, sp3);
        EndpointAccess own = entry(sp2, DataAccess.READ_WRITE);

        refused(sp2, wanted(sp1, handle, NONE), "INVALID_PARAMETERS FFA-5.12.3.3-4");
        MemoryTransaction withoutOwn = wanted(sp1, handle, NONE, other(sp3, DataAccess.READ_WRITE));
        refused(sp2, withoutOwn, "INVALID_PARAMETERS FFA-5.12.3.3-4");
        long readOnly = readOnly(operation);
        int zeroAfter = operation == Operation.LEND ? 4 : 0;
        refused(sp2, wanted(sp1, readOnly, RetrieveFlags.decode(zeroAfter)), "INVALID_PARAMETERS FFA-5.12.3.3-4");
        MemoryTransaction stranger = wanted(sp1, handle, NONE, own, other(scene.vm1, DataAccess.READ_WRITE));
        refused(sp2, stranger, "INVALID_PARAMETERS FFA-5.12.3.3-5");
        refused(sp2, wanted(sp1, handle, NONE, own, own), "INVALID_PARAMETERS FFA-5.11-1");
        EndpointAccess placed = other(sp3, DataAccess.READ_WRITE).withRegion(CompositeRegion.of(range(0x70_0000, 2)));
        refused(sp2, wanted(sp1, handle, NONE, own, placed), "INVALID_PARAMETERS FFA-5.12.3.2-7");
    }

    @Shows({"FFA-5.11.1-4", "FFA-5.11.1-7"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void flagsOfAnEntrySayForWhomTheRegionIsRetrieved(Operation operation) {
        long handle = begun(operation, sp2, sp3);
        EndpointAccess own = entry(sp2, DataAccess.READ_WRITE);

        MemoryTransaction notForItself = wanted(sp1, handle, NONE, other(sp2, DataAccess.READ_WRITE));
        refused(sp2, notForItself, "INVALID_PARAMETERS FFA-5.11.1-7");
        MemoryTransaction forOther = wanted(sp1, handle, NONE, own, entry(sp3, DataAccess.READ_WRITE));
        refused(sp2, forOther, "INVALID_PARAMETERS FFA-5.11.1-4");
    }

    @Shows("FFA-5.11.1-7")
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theOnlyReceiverRetrievesForItself(Operation operation) {
        long handle = begun(operation, sp2);

        MemoryTransaction t = wanted(sp1, handle, NONE, other(sp2, DataAccess.READ_WRITE));
        refused(sp2, t, "INVALID_PARAMETERS FFA-5.11.1-7");
    }

    @Shows({"FFA-5.12.3.3-7", "FFA-5.12.3.1-3", "FFA-5.12.3.2-2", "FFA-5.12.4-26"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void chosenAddressesAreAsManyAsThePagesFreeAndTheCallersAffairAlone(Operation operation) {
        long handle = begun(operation, sp2);

        refused(sp2, chosen(handle, NONE, range(0x70_0000, 1)), "INVALID_PARAMETERS FFA-5.12.3.3-7");
        refused(sp2, chosen(handle, NONE, range(0x70_0000, 3)), "INVALID_PARAMETERS FFA-5.12.3.3-7");
        MemoryTransaction twice = chosen(handle, NONE, range(0x70_0000, 1), range(0x70_0000, 1));
        refused(sp2, twice, "INVALID_PARAMETERS FFA-5.12.3.1-3");
        refused(sp2, chosen(handle, NONE, range(HEAP + 0x1000, 2)), "INVALID_PARAMETERS FFA-5.12.3.2-2");
        refused(sp2, chosen(handle, NONE, range(HEAP - 0x1000, 2)), "INVALID_PARAMETERS FFA-5.12.3.2-2");
        refused(sp2, chosen(handle, NONE, range(1L << 48, 2)), "INVALID_PARAMETERS FFA-5.12.3.2-2");
        refused(sp2, chosen(handle, NONE, range(-0x2000L, 2)), "INVALID_PARAMETERS FFA-5.12.3.2-2");
        RetrieveFlags hint = new RetrieveFlags(false, false, false, null, 0);
        refused(sp2, chosen(handle, hint, range(0x70_0000, 2)), "INVALID_PARAMETERS FFA-5.12.4-26");
    }

    private MemoryTransaction chosen(long handle, RetrieveFlags flags, org.partita.api.ffa.ConstituentRange... ranges) {
        return wanted(sp1, handle, flags, entry(sp2, DataAccess.NOT_SPECIFIED, CompositeRegion.of(ranges)));
    }

    @Shows("FFA-5.12.3.2-2")
    @Test
    void addressesOfWhatTheCallerHasLentAreNotFree() {
        scene.begun(sp2, Operation.LEND, sent(Operation.LEND, sp2, heap(4, 2), sp3));
        long handle = begun(Operation.LEND, sp2);

        refused(sp2, chosen(handle, NONE, range(HEAP + 0x4000, 2)), "INVALID_PARAMETERS FFA-5.12.3.2-2");
    }

    @Shows({"FFA-5.12.4-24", "FFA-5.12.4-28", "FFA-5.12.4-29", "FFA-5.12.4-13", "FFA-11.4.1.2-4"})
    @Test
    void reservedFlagsAndValuesAreRefused() {
        long handle = begun(Operation.LEND, sp2);

        for (int flags : new int[] {1 << 5, 1 << 8}) {
            refused(sp2, flagged(handle, flags), "INVALID_PARAMETERS FFA-5.12.4-24");
        }
        refused(sp2, flagged(handle, 1 << 10), "INVALID_PARAMETERS FFA-5.12.4-29");
        refused(sp2, flagged(handle, 1 << 31), "INVALID_PARAMETERS FFA-5.12.4-29");
        refused(sp2, flagged(handle, 2), "INVALID_PARAMETERS FFA-5.12.4-13");
    }

    private MemoryTransaction flagged(long handle, int flags) {
        return flagged(handle, flags, DataAccess.NOT_SPECIFIED);
    }

    private MemoryTransaction flagged(long handle, int flags, DataAccess data) {
        return new MemoryTransaction(
                0x8001, MemoryAttributes.NOT_SPECIFIED, flags, handle, Scene.TAG, List.of(entry(sp2, data)));
    }

    @Shows({"FFA-5.12.4-23", "FFA-5.12.4-20", "FFA-5.12.4-21", "FFA-5.12.4-22"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theTypeIsTheTransactions(Operation operation) {
        long handle = begun(operation, sp2);

        for (TransactionType type : TransactionType.values()) {
            if (type != operation.type()) {
                MemoryTransaction t = flagged(handle, type.encode() << 3);
                refused(sp2, t, "INVALID_PARAMETERS FFA-5.12.4-23");
            }
        }
    }

    @Shows({"FFA-5.12.4-9", "FFA-5.12.4-18"})
    @Test
    void whatIsSharedIsNeitherZeroedBeforeNorAfter() {
        long handle = begun(Operation.SHARE, sp2);

        refused(sp2, flagged(handle, 1), "INVALID_PARAMETERS FFA-5.12.4-9");
        refused(sp2, flagged(handle, 4), "INVALID_PARAMETERS FFA-5.12.4-18");
    }

    @Shows({"FFA-5.12.4-8", "FFA-5.12.4-10", "FFA-5.12.4-17"})
    @ParameterizedTest
    @EnumSource(names = {"DONATE", "LEND"})
    void zeroingIsNotAskedForWhereItWasNotDoneOrNobodyMayWrite(Operation operation) {
        long handle = begun(operation, sp2);
        refused(sp2, flagged(handle, 1), "DENIED FFA-5.12.4-8");
        refused(sp2, flagged(handle, 4, DataAccess.READ_ONLY), "DENIED FFA-5.12.4-17");

        long readOnly = readOnly(operation);
        refused(sp2, flagged(readOnly, 1), "DENIED FFA-5.12.4-10");
        refused(sp2, flagged(readOnly, 4), "DENIED FFA-5.12.4-17");
    }

    private long readOnly(Operation operation) {
        sp1.owns(new Mapping(HEAP + 0x4_0000, 0x650_0000L, 2, true, false, false, true, false, "read-only"));
        DataAccess data = operation == Operation.DONATE ? DataAccess.NOT_SPECIFIED : DataAccess.READ_ONLY;
        return scene.begun(sp1, operation, sent(sp1, 0, entry(sp2, data, heap(64, 2))));
    }
}
