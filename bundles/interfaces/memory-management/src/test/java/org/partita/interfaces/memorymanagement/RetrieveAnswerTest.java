package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.mapped;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.ranges;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.FunctionId;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

/** What a Receiver has to say, and which addresses, access and flags it is answered. */
final class RetrieveAnswerTest {
    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;

    private long begun(Operation operation) {
        return scene.begun(sp1, operation, sent(operation, sp1, heap(4, 2), sp2));
    }

    @Shows({"FFA-11.4.1.1-1", "FFA-5.12.1-7", "FFA-11.4.1.2-2", "FFA-5.12.2-3"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void withoutHandleOwnerOrTagNothingIsRetrieved(Operation operation) {
        long handle = begun(operation);

        refused(request(0x8001, 0, Scene.TAG), "INVALID_PARAMETERS FFA-5.12.1-7");
        refused(request(0, handle, Scene.TAG), "DENIED FFA-11.4.1.2-2");
        refused(request(0x8001, handle, 0), "INVALID_PARAMETERS FFA-5.12.2-3");
        scene.retrieved(sp2, request(0x8001, handle, Scene.TAG));
    }

    private MemoryTransaction request(int owner, long handle, long tag) {
        return new MemoryTransaction(
                owner, MemoryAttributes.NOT_SPECIFIED, 0, handle, tag, List.of(entry(sp2, DataAccess.NOT_SPECIFIED)));
    }

    private void refused(MemoryTransaction t, String refusal) {
        scene.refused(scene.retrieve(sp2, t), refusal);
    }

    @Shows("FFA-11.4-1")
    @ParameterizedTest
    @CsvSource({"0x84000074", "0xC4000074"})
    void bothFunctionIdentifiersRetrieve(String function) {
        long handle = begun(Operation.LEND);
        long size = scene.transmit(sp2, wanted(sp1, handle, sp2));

        CallModel call = scene.call(sp2, Long.decode(function).intValue(), size, size);

        assertThat(FunctionId.of(call.registers.function())).isEqualTo(FunctionId.FFA_MEM_RETRIEVE_RESP);
        assertThat(scene.platform.ledger().find(handle).unused()).isFalse();
    }

    @Shows("FFA-5.11-15")
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void withoutAnOffsetAccessIsToTheRegionOfTheHandle(Operation operation) {
        long other = scene.begun(sp1, operation, sent(operation, sp1, heap(8, 1), sp2));
        long handle = begun(operation);

        MemoryTransaction response =
                scene.retrieved(sp2, wanted(sp1, handle, RetrieveFlags.of(null), entry(sp2, DataAccess.READ_ONLY)));

        assertThat(mapped(sp2, ranges(response).getFirst().address()))
                .extracting(Mapping::physical, Mapping::write)
                .containsExactly(tuple(0x610_4000L, false));
        assertThat(scene.platform.ledger().find(other).unused()).isTrue();
    }

    // ---- flags of the answer

    @Shows({"FFA-5.12.4-33", "FFA-5.12.4-35"})
    @ParameterizedTest
    @EnumSource(names = {"DONATE", "LEND"})
    void theAnswerRepeatsNeitherWhatHappensLaterNorTheAlignment(Operation operation) {
        long handle = begun(operation);
        RetrieveFlags flags = new RetrieveFlags(false, false, true, null, 4);

        MemoryTransaction response =
                scene.retrieved(sp2, wanted(sp1, handle, flags, entry(sp2, DataAccess.READ_WRITE)));

        assertThat(flags.encode()).isEqualTo(0x284);
        assertThat(response.flags()).isEqualTo(operation.type().encode() << 3);
    }

    @Shows("FFA-5.12.4-32")
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void whatTheSenderOnlyReadsIsNotAnsweredAsZeroed(Operation operation) {
        sp1.owns(new Mapping(HEAP + 0x4_0000, 0x650_0000L, 1, true, false, false, true, false, "read-only"));
        DataAccess data = operation == Operation.DONATE ? DataAccess.NOT_SPECIFIED : DataAccess.READ_ONLY;
        long handle = scene.begun(sp1, operation, sent(sp1, 0, entry(sp2, data, heap(64, 1))));

        MemoryTransaction response = scene.retrieved(sp2, wanted(sp1, handle, sp2));

        assertThat(response.flags() & 1).isZero();
        assertThat(scene.platform.zeroed()).isEmpty();
    }

    // ---- access

    @Shows({"FFA-5.4-1", "FFA-5.11.3-11"})
    @ParameterizedTest
    @CsvSource({
        "READ_ONLY, EXECUTE_NEVER, true",
        "READ_WRITE, EXECUTE_NEVER, true",
        "READ_ONLY, EXECUTABLE, true",
        "READ_WRITE, EXECUTABLE, false"
    })
    void thereAreFourCombinationsOfAccess(DataAccess data, InstructionAccess instruction, boolean possible) {
        long handle = begun(Operation.LEND);
        assertThat(mapped(sp2, 0x610_4000L)).as("no access").isEmpty();
        MemoryTransaction t =
                wanted(sp1, handle, RetrieveFlags.of(null), new EndpointAccess(0x8002, data, instruction, null));
        if (!possible) {
            refused(t, "DENIED FFA-5.11.3-11");
            return;
        }

        long at = ranges(scene.retrieved(sp2, t)).getFirst().address();

        assertThat(mapped(sp2, at).getFirst())
                .returns(true, Mapping::read)
                .returns(data == DataAccess.READ_WRITE, Mapping::write)
                .returns(instruction == InstructionAccess.EXECUTABLE, Mapping::execute);
    }

    // ---- addresses

    @Shows({"FFA-5.10.1-8", "FFA-5.10.1-9"})
    @Test
    void addressesAreThoseThatTheSendersManagerTranslates() {
        EndpointModel atEl0 = scene.equipped(scene.platform.spAtEl0(0x8010), 0x640_0000L);

        for (EndpointModel sender : List.of(vm1, sp1, atEl0)) {
            Mapping here = mapped(sender, HEAP + 0x4000).getFirst();
            long handle = scene.begun(sender, Operation.SHARE, sent(Operation.SHARE, sender, heap(4, 1), sp2));

            Grant grant = scene.platform.ledger().find(handle);
            assertThat(grant.type()).isEqualTo(TransactionType.SHARE);
            assertThat(here.physical()).isNotEqualTo(HEAP + 0x4000);
            assertThat(grant.ranges()).containsExactly(range(here.physical(), 1));
            long at = ranges(scene.retrieved(sp2, wanted(sender, handle, sp2)))
                    .getFirst()
                    .address();
            assertThat(mapped(sp2, at)).extracting(Mapping::physical).containsExactly(here.physical());
        }
    }

    @Shows({"FFA-5.10.1-8", "FFA-5.10.1-9"})
    @Test
    void addressesThatAReceiverChoosesAreItsOwn() {
        EndpointModel atEl0 = scene.equipped(scene.platform.spAtEl0(0x8010), 0x640_0000L);

        for (EndpointModel receiver : List.of(scene.vm2, sp2, atEl0)) {
            long handle = scene.begun(vm1, Operation.SHARE, sent(Operation.SHARE, vm1, heap(4, 1), receiver));
            CompositeRegion chosen = CompositeRegion.of(range(0x70_0000, 1));
            RetrieveFlags flags = RetrieveFlags.of(null);
            scene.retrieved(receiver, wanted(vm1, handle, flags, entry(receiver, DataAccess.READ_ONLY, chosen)));

            assertThat(mapped(receiver, 0x70_0000))
                    .extracting(Mapping::physical)
                    .containsExactly(0x8100_4000L);
            Scene.succeeded(scene.relinquish(receiver, handle));
            Scene.succeeded(scene.reclaim(vm1, handle, 0));
        }
    }
}
