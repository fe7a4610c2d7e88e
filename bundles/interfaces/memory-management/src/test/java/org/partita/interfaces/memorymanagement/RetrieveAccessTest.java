package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.mapped;
import static org.partita.interfaces.memorymanagement.Scene.other;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

final class RetrieveAccessTest {
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

    private MemoryTransaction flagged(long handle, int flags, DataAccess data) {
        return new MemoryTransaction(
                0x8001, MemoryAttributes.NOT_SPECIFIED, flags, handle, Scene.TAG, List.of(entry(sp2, data)));
    }

    private long readOnly(Operation operation) {
        sp1.owns(new Mapping(HEAP + 0x4_0000, 0x650_0000L, 2, true, false, false, true, false, "read-only"));
        DataAccess data = operation == Operation.DONATE ? DataAccess.NOT_SPECIFIED : DataAccess.READ_ONLY;
        return scene.begun(sp1, operation, sent(sp1, 0, entry(sp2, data, heap(64, 2))));
    }

    @Shows({"FFA-5.11.2-9", "FFA-5.11.2-15", "FFA-5.11.2-1"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theReceiverGetsNoMoreDataAccessThanItMay(Operation operation) {
        long handle = readOnly(operation);

        String rule = operation == Operation.DONATE ? "FFA-5.11.2-15" : "FFA-5.11.2-9";
        refused(sp2, flagged(handle, 0, DataAccess.READ_WRITE), "DENIED " + rule);
        assertThat(scene.retrieved(sp2, flagged(handle, 0, DataAccess.NOT_SPECIFIED))
                        .endpoints()
                        .getFirst()
                        .data())
                .isEqualTo(DataAccess.READ_ONLY);
    }

    @Shows({"FFA-5.11.2-10", "FFA-5.11.3-4"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void accessOfOthersIsWhatTheLenderSaidAndNobodyExecutes(Operation operation) {
        long handle = begun(operation, sp2, sp3);
        EndpointAccess own = entry(sp2, DataAccess.READ_WRITE);

        MemoryTransaction less = wanted(sp1, handle, NONE, own, other(sp3, DataAccess.READ_ONLY));
        refused(sp2, less, "DENIED FFA-5.11.2-10");
        for (InstructionAccess stated : List.of(InstructionAccess.EXECUTE_NEVER, InstructionAccess.EXECUTABLE)) {
            EndpointAccess executing = new EndpointAccess(0x8002, DataAccess.READ_ONLY, stated, null);
            refused(sp2, wanted(sp1, handle, NONE, executing), "INVALID_PARAMETERS FFA-5.11.3-4");
            EndpointAccess neighbour = new EndpointAccess(0x8003, DataAccess.READ_WRITE, stated, true, null);
            refused(sp2, wanted(sp1, handle, NONE, own, neighbour), "INVALID_PARAMETERS FFA-5.11.3-4");
        }
    }

    @Shows({"FFA-5.11.3-11", "FFA-5.11.3-1"})
    @ParameterizedTest
    @EnumSource(names = {"DONATE", "LEND"})
    void onlyNormalMemoryThatIsNotWrittenIsExecuted(Operation operation) {
        long handle = begun(operation, sp2);

        EndpointAccess writing = new EndpointAccess(0x8002, DataAccess.READ_WRITE, InstructionAccess.EXECUTABLE, null);
        refused(sp2, wanted(sp1, handle, NONE, writing), "DENIED FFA-5.11.3-11");
        EndpointAccess reading = new EndpointAccess(0x8002, DataAccess.READ_ONLY, InstructionAccess.EXECUTABLE, null);
        MemoryTransaction device =
                new MemoryTransaction(0x8001, MemoryAttributes.DEVICE_NGNRE, 0, handle, Scene.TAG, List.of(reading));
        refused(sp2, device, "DENIED FFA-5.11.3-11");
    }

    @Shows({"FFA-5.11.4-28", "FFA-5.11.4-33", "FFA-5.11.4-3", "FFA-11.4.1.2-3"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void attributesAreNoMoreThanTheSenders(Operation operation) {
        long handle = begun(operation, sp2);
        MemoryTransaction t = new MemoryTransaction(
                0x8001,
                MemoryAttributes.NORMAL_WRITE_BACK_OUTER_SHAREABLE,
                0,
                handle,
                Scene.TAG,
                List.of(entry(sp2, DataAccess.READ_WRITE)));

        refused(sp2, t, "DENIED " + (operation == Operation.SHARE ? "FFA-5.11.4-28" : "FFA-5.11.4-33"));
    }

    @Shows({"FFA-5.11.2-7", "FFA-5.11.2-16", "FFA-5.11.3-10", "FFA-5.11.3-12"})
    @ParameterizedTest
    @EnumSource(names = {"DONATE", "LEND"})
    void theOnlyReceiverMayExecuteWhatItDoesNotWrite(Operation operation) {
        long handle = begun(operation, sp2);
        EndpointAccess own = new EndpointAccess(0x8002, DataAccess.READ_ONLY, InstructionAccess.EXECUTABLE, null);

        MemoryTransaction response = scene.retrieved(sp2, wanted(sp1, handle, RetrieveFlags.of(null), own));

        assertThat(response.endpoints().getFirst())
                .returns(DataAccess.READ_ONLY, EndpointAccess::data)
                .returns(InstructionAccess.EXECUTABLE, EndpointAccess::instruction);
        assertThat(mapped(sp2, Scene.ranges(response).getFirst().address()).getFirst())
                .returns(false, Mapping::write)
                .returns(true, Mapping::execute);
    }

    @Shows({"FFA-5.11.3-2", "FFA-5.11.3-5"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void whatSeveralCanAccessIsExecuteNever(Operation operation) {
        long handle = begun(operation, sp2, scene.sp3);

        MemoryTransaction response = scene.retrieved(sp2, wanted(sp1, handle, sp2));

        assertThat(response.endpoints().getFirst().instruction()).isEqualTo(InstructionAccess.EXECUTE_NEVER);
        assertThat(mapped(sp2, Scene.ranges(response).getFirst().address())).noneMatch(Mapping::execute);
    }

    @Shows({"FFA-5.11.4-22", "FFA-5.11.4-27", "FFA-5.11.4-34", "FFA-5.11.4-1"})
    @Test
    void theReceiverHasTheAttributesThatTheAnswerSays() {
        MemoryAttributes limit = MemoryAttributes.NORMAL_NON_CACHEABLE_INNER_SHAREABLE;
        EndpointAccess[] entries = {
            entry(sp2, DataAccess.READ_WRITE, heap(4, 1)), entry(scene.sp3, DataAccess.READ_WRITE, heap(4, 1))
        };
        long handle = scene.begun(sp1, Operation.SHARE, sent(sp1, limit, 0, entries));

        MemoryTransaction unspecified = scene.retrieved(sp2, wanted(sp1, handle, sp2));
        MemoryTransaction device = scene.retrieved(
                scene.sp3,
                new MemoryTransaction(
                        0x8001,
                        MemoryAttributes.DEVICE_GRE,
                        0,
                        handle,
                        Scene.TAG,
                        List.of(entry(scene.sp3, DataAccess.READ_WRITE))));

        assertThat(unspecified.attributes()).isEqualTo(limit);
        assertThat(mapped(sp2, Scene.ranges(unspecified).getFirst().address())
                        .getFirst()
                        .attributes())
                .isEqualTo(limit);
        assertThat(device.attributes()).isEqualTo(MemoryAttributes.DEVICE_GRE);
        assertThat(mapped(scene.sp3, Scene.ranges(device).getFirst().address())
                        .getFirst()
                        .attributes())
                .isEqualTo(MemoryAttributes.DEVICE_GRE);
    }

    @Shows({"FFA-5.11.1-5", "FFA-5.11.1-6", "FFA-5.11.2-8"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void aBorrowerMayListTheOthersWithTheirAccess(Operation operation) {
        long handle = scene.begun(
                sp1,
                operation,
                sent(
                        sp1,
                        0,
                        entry(sp2, DataAccess.READ_WRITE, heap(4, 1)),
                        entry(scene.sp3, DataAccess.READ_ONLY, heap(4, 1))));

        MemoryTransaction response = scene.retrieved(
                sp2,
                wanted(
                        sp1,
                        handle,
                        RetrieveFlags.of(null),
                        other(scene.sp3, DataAccess.READ_ONLY),
                        entry(sp2, DataAccess.READ_ONLY)));

        assertThat(response.endpoints()).extracting(EndpointAccess::endpoint).contains(0x8002);
        assertThat(scene.state(scene.sp3, 0x610_4000L)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        assertThat(mapped(sp2, Scene.ranges(response).getFirst().address())).noneMatch(Mapping::write);
    }
}
