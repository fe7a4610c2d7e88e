package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.most;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

final class SendAccessTest {
    private static final int ZERO = new SendFlags(true, false).encode();
    private static final int SLICED = new SendFlags(false, true).encode();

    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;
    private final EndpointModel atEl0 = scene.equipped(scene.platform.spAtEl0(0x8010), 0x640_0000L);

    @BeforeEach
    void somePagesAreReadOnlyOrCannotBeCached() {
        add(sp1, 0x650_0000L);
        add(atEl0, 0x651_0000L);
        add(vm1, 0x8850_0000L);
    }

    private void add(EndpointModel e, long physical) {
        e.owns(new Mapping(HEAP + 0x4_0000, physical, 2, true, false, false, e.secure(), false, "read-only"));
        e.owns(new Mapping(
                HEAP + 0x4_2000,
                physical + 0x2000,
                2,
                true,
                true,
                false,
                e.secure(),
                MemoryAttributes.NORMAL_NON_CACHEABLE_INNER_SHAREABLE,
                "not cached"));
    }

    private void refused(EndpointModel by, Operation operation, MemoryTransaction t, String refusal) {
        scene.refused(scene.call(by, operation, t), refusal);
    }

    private static EndpointAccess executing(EndpointModel e, DataAccess data, InstructionAccess instruction) {
        return new EndpointAccess(e.id(), data, instruction, heap(4, 2));
    }

    @Shows("FFA-5.11.2-2")
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void aLenderSaysWhatDataAccessABorrowerMayHave(Operation operation) {
        MemoryTransaction t = sent(
                sp1,
                0,
                entry(scene.sp3, DataAccess.READ_ONLY, heap(4, 2)),
                entry(sp2, DataAccess.NOT_SPECIFIED, heap(4, 2)));

        refused(sp1, operation, t, "INVALID_PARAMETERS FFA-5.11.2-2");
    }

    @Shows("FFA-5.11.2-11")
    @Test
    void aDonorSaysNothingOfDataAccess() {
        for (DataAccess data : List.of(DataAccess.READ_ONLY, DataAccess.READ_WRITE)) {
            MemoryTransaction t = sent(sp1, 0, entry(sp2, data, heap(4, 2)));
            refused(sp1, Operation.DONATE, t, "INVALID_PARAMETERS FFA-5.11.2-11");
        }
    }

    @Shows({"FFA-5.11.2-1", "FFA-5.11.2-4", "FFA-5.12.3.3-8"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void nobodyGetsMoreDataAccessThanTheSenderHas(Operation operation) {
        for (EndpointModel sender : List.of(sp1, vm1)) {
            CompositeRegion region = CompositeRegion.of(range(HEAP, 1), range(HEAP + 0x4_0000, 1));
            MemoryTransaction more = sent(sender, 0, entry(sp2, DataAccess.READ_WRITE, region));
            refused(sender, operation, more, "DENIED FFA-5.11.2-4");
            MemoryTransaction same = sent(sender, 0, entry(sp2, DataAccess.READ_ONLY, region));
            Scene.succeeded(scene.call(sender, operation, same));
        }
    }

    @Shows({"FFA-5.11.2-4", "FFA-11.3.1.2-9"})
    @Test
    void aSharerGivesItselfNoMoreThanItHas() {
        MemoryTransaction t = sent(
                sp1, 0, entry(sp1, DataAccess.READ_WRITE, heap(64, 1)), entry(sp2, DataAccess.READ_ONLY, heap(64, 1)));

        refused(sp1, Operation.SHARE, t, "DENIED FFA-5.11.2-4");
    }

    @Shows({"FFA-5.11.2-5", "FFA-5.11.4-25"})
    @Test
    void anSpAtEl0IsLimitedByItsStage1() {
        MemoryTransaction more = sent(atEl0, 0, entry(sp2, DataAccess.READ_WRITE, heap(64, 1)));
        refused(atEl0, Operation.SHARE, more, "DENIED FFA-5.11.2-5");

        MemoryTransaction cached = sent(
                atEl0,
                MemoryAttributes.NORMAL_WRITE_BACK_NON_SHAREABLE,
                0,
                entry(sp2, DataAccess.READ_WRITE, heap(66, 1)));
        refused(atEl0, Operation.SHARE, cached, "DENIED FFA-5.11.4-25");
        Scene.succeeded(scene.call(atEl0, Operation.LEND, sent(Operation.LEND, atEl0, heap(4, 2), sp2)));
    }

    @Shows("FFA-5.11.3-3")
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void whatSeveralCanAccessIsNotExecutableSoNothingIsSaid(Operation operation) {
        for (InstructionAccess stated : List.of(InstructionAccess.EXECUTE_NEVER, InstructionAccess.EXECUTABLE)) {
            MemoryTransaction t = sent(
                    sp1,
                    0,
                    entry(scene.sp3, DataAccess.READ_ONLY, heap(4, 2)),
                    executing(sp2, DataAccess.READ_ONLY, stated));
            refused(sp1, operation, t, "INVALID_PARAMETERS FFA-5.11.3-3");
        }
    }

    @Shows("FFA-5.11.3-6")
    @ParameterizedTest
    @EnumSource(names = {"DONATE", "LEND"})
    void theOnlyReceiverSaysItselfWhetherItExecutes(Operation operation) {
        for (InstructionAccess stated : List.of(InstructionAccess.EXECUTE_NEVER, InstructionAccess.EXECUTABLE)) {
            MemoryTransaction t = sent(sp1, 0, executing(sp2, most(operation), stated));
            refused(sp1, operation, t, "INVALID_PARAMETERS FFA-5.11.3-6");
        }
    }

    @Shows({"FFA-5.11.4-24", "FFA-5.11.4-3", "FFA-11.2.1.2-6", "FFA-11.3.1.2-6"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void attributesForSeveralAreNoMoreThanTheSenders(Operation operation) {
        for (EndpointModel sender : List.of(sp1, vm1)) {
            EndpointAccess[] cached = {
                entry(sp2, DataAccess.READ_ONLY, heap(4, 2)), entry(scene.sp3, DataAccess.READ_ONLY, heap(4, 2))
            };
            MemoryTransaction outer = sent(sender, MemoryAttributes.NORMAL_WRITE_BACK_OUTER_SHAREABLE, 0, cached);
            refused(sender, operation, outer, "DENIED FFA-5.11.4-24");

            CompositeRegion both = heap(65, 2);
            EndpointAccess[] mixed = {
                entry(sp2, DataAccess.READ_ONLY, both), entry(scene.sp3, DataAccess.READ_ONLY, both)
            };
            MemoryTransaction inner = sent(sender, MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE, 0, mixed);
            refused(sender, operation, inner, "DENIED FFA-5.11.4-24");
            MemoryTransaction device = sent(sender, MemoryAttributes.DEVICE_GRE, 0, mixed);
            Scene.succeeded(scene.call(sender, operation, device));
        }
    }

    @Shows({"FFA-5.11.4-29", "FFA-11.1.1.2-6"})
    @ParameterizedTest
    @EnumSource(names = {"DONATE", "LEND"})
    void attributesForOneReceiverAreItsOwnAffair(Operation operation) {
        MemoryTransaction t = sent(
                sp1, MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE, 0, entry(sp2, most(operation), heap(4, 2)));

        refused(sp1, operation, t, "INVALID_PARAMETERS FFA-5.11.4-29");
    }

    @Shows({"FFA-5.11.4-2", "FFA-5.11.4-3", "FFA-5.11.4-24"})
    @Test
    void pagesThatAreNotAlikeAllowWhatAllOfThemAllow() {
        sp1.owns(new Mapping(
                HEAP + 0x5_0000,
                0x660_0000L,
                1,
                true,
                true,
                false,
                true,
                MemoryAttributes.NORMAL_WRITE_BACK_NON_SHAREABLE,
                "not shareable"));
        CompositeRegion region = CompositeRegion.of(range(HEAP + 0x4_2000, 1), range(HEAP + 0x5_0000, 1));
        EndpointAccess receiver = entry(sp2, DataAccess.READ_WRITE, region);

        MemoryTransaction shareable = sent(sp1, MemoryAttributes.NORMAL_NON_CACHEABLE_INNER_SHAREABLE, 0, receiver);
        refused(sp1, Operation.SHARE, shareable, "DENIED FFA-5.11.4-24");
        MemoryTransaction cacheable = sent(sp1, MemoryAttributes.NORMAL_WRITE_BACK_NON_SHAREABLE, 0, receiver);
        refused(sp1, Operation.SHARE, cacheable, "DENIED FFA-5.11.4-24");
        MemoryTransaction neither = sent(sp1, MemoryAttributes.NORMAL_NON_CACHEABLE_NON_SHAREABLE, 0, receiver);
        Scene.succeeded(scene.call(sp1, Operation.SHARE, neither));
    }

    @Shows({"FFA-5.12.4-2", "FFA-11.3.1.2-7"})
    @Test
    void whatIsSharedIsNotZeroed() {
        MemoryTransaction t = sent(sp1, ZERO, entry(sp2, DataAccess.READ_WRITE, heap(4, 2)));

        refused(sp1, Operation.SHARE, t, "INVALID_PARAMETERS FFA-5.12.4-2");
    }

    @Shows({"FFA-5.12.4-3", "FFA-11.1.1.2-7", "FFA-11.2.1.2-7"})
    @ParameterizedTest
    @EnumSource(names = {"DONATE", "LEND"})
    void whatTheSenderCannotWriteIsNotZeroedForIt(Operation operation) {
        DataAccess data = operation == Operation.DONATE ? DataAccess.NOT_SPECIFIED : DataAccess.READ_ONLY;
        MemoryTransaction t = sent(sp1, ZERO, entry(sp2, data, heap(64, 1)));

        refused(sp1, operation, t, "DENIED FFA-5.12.4-3");
    }

    @Shows({"FFA-5.12.4-5", "FFA-5.12.4-6"})
    @Shows({"FFA-11.1.1.2-7", "FFA-11.2.1.2-7", "FFA-11.3.1.2-7"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void reservedFlagsAreZeroAndOperationsNotSliced(Operation operation) {
        EndpointAccess receiver = entry(sp2, most(operation), heap(4, 2));

        refused(sp1, operation, sent(sp1, SLICED, receiver), "INVALID_PARAMETERS FFA-5.12.4-5");
        refused(sp1, operation, sent(sp1, 4, receiver), "INVALID_PARAMETERS FFA-5.12.4-6");
        refused(sp1, operation, sent(sp1, 1 << 31, receiver), "INVALID_PARAMETERS FFA-5.12.4-6");
    }

    @ParameterizedTest
    @EnumSource(names = {"DONATE", "LEND"})
    void aRegionThatCannotBeZeroedStaysWhereItWas(Operation operation) {
        scene.platform.withoutMemoryAt(0x610_4000L).withoutMemoryAt(0x8100_4000L);

        for (EndpointModel sender : List.of(sp1, vm1)) {
            MemoryTransaction t = sent(sender, ZERO, entry(sp2, most(operation), heap(4, 2)));
            refused(sender, operation, t, "ABORTED PARTITA-memory-fault");
        }
        assertThat(scene.platform.ledger().grants()).isEmpty();
    }
}
