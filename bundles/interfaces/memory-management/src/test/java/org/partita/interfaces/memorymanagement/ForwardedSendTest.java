package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.mapped;
import static org.partita.interfaces.memorymanagement.Scene.most;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.Layouts;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryOperation;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** A VM sends to SPs: the Hypervisor forwards to the SPM. */
final class ForwardedSendTest {
    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel sp1 = scene.sp1;

    @BeforeEach
    void theVmHasPagesThatAreScattered() {
        vm1.owns(new Mapping(HEAP + 0x4_0000, 0x8900_3000L, 2, true, true, false, false, false, "upper"));
        vm1.owns(new Mapping(HEAP + 0x4_2000, 0x8900_0000L, 2, true, true, false, false, false, "lower"));
    }

    private CompositeRegion scattered() {
        return CompositeRegion.of(range(HEAP + 0x4_1000, 2), range(HEAP + 0x2000, 1), range(HEAP + 0x4_3000, 1));
    }

    /** The call, on its way to the SPM. */
    private CallModel forwarded(Operation operation, MemoryTransaction t) {
        long size = scene.transmit(vm1, t);
        CallModel call = vm1.call(Scene.function(operation), size, size);
        assertThat(call.from(vm1.component()).handle(scene.provider)).isEqualTo(Outcome.FORWARD);
        return call;
    }

    private void completed(CallModel call) {
        int then = call.then();
        MemoryOperation ofHypervisor = call.operation();
        assertThat(ofHypervisor).isNotNull();
        assertThat(call.downTo(ManagerKind.SPMC).handle(scene.provider)).isEqualTo(Outcome.COMPLETE);
        call.from(vm1.component());
        call.operation(ofHypervisor);
        assertThat(scene.provider.resume(call, then)).isEqualTo(Outcome.COMPLETE);
    }

    @Shows({"FFA-11.1.1.2-16", "FFA-11.2.1.2-16", "FFA-11.3.1.2-16"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theSpmAnswersForTheHypervisor(Operation operation) {
        CallModel call = scene.call(vm1, operation, sent(operation, vm1, scattered(), sp1));

        long handle = Scene.handle(call);
        assertThat(handle).isPositive();
        assertThat(call.hops()).containsExactly("FFA_MEM_" + operation + " to SPMC");
        assertThat(scene.ofHypervisor.held()).isFalse();
        assertThat(scene.platform.ledger().grants()).hasSize(1);
        boolean shared = operation == Operation.SHARE;
        assertThat(mapped(vm1, HEAP + 0x4_3000)).hasSize(shared ? 1 : 0);
        assertThat(scene.state(vm1, 0x8900_1000L))
                .isEqualTo(shared ? AccessState.OWNER_SHARED : AccessState.OWNER_NO_ACCESS);
    }

    @Shows({"FFA-11.1.1.2-17", "FFA-11.2.1.2-17", "FFA-11.3.1.2-17"})
    @Shows({"FFA-11.1.1.2-18", "FFA-11.2.1.2-18", "FFA-11.3.1.2-18", "FFA-5.10.1-10", "FFA-5.10.1-11", "FFA-4.2.2.1-4"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void onlyAddressesChangeAndTheirOrderIsKept(Operation operation) {
        int flags = operation == Operation.SHARE ? 0 : new SendFlags(true, false).encode();
        MemoryAttributes attributes = operation == Operation.SHARE
                ? MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE
                : MemoryAttributes.NOT_SPECIFIED;
        EndpointAccess receiver = entry(sp1, most(operation), scattered());

        CallModel call = forwarded(operation, sent(vm1, attributes, flags, receiver));

        CompositeRegion physical = CompositeRegion.of(
                range(0x8900_4000L, 1), range(0x8900_0000L, 1), range(0x8100_2000L, 1), range(0x8900_1000L, 1));
        MemoryTransaction expected = sent(vm1, attributes, flags, receiver.withRegion(physical));
        assertThat(call.registers.function()).isEqualTo(Scene.function(operation));
        assertThat(call.registers.x(1)).isEqualTo(expected.size());
        assertThat(call.registers.x(2)).isEqualTo(expected.size());
        assertThat(call.registers.x(3)).isZero();
        assertThat(MemoryTransaction.decode(scene.ofHypervisor.txContents().asSlice(0, expected.size())))
                .isEqualTo(expected);
        MemoryTransaction given = sent(vm1, attributes, flags, receiver);
        assertThat(MemoryTransaction.decode(scene.platform
                        .pairOf(ManagerKind.HYPERVISOR, vm1.id())
                        .txContents()
                        .asSlice(0, given.size())))
                .as("what the VM has written")
                .isEqualTo(given);
        assertThat(scene.ofHypervisor.takeTx())
                .as("free before the SPM has answered")
                .isFalse();
        completed(call);
        assertThat(scene.ofHypervisor.held()).isFalse();
    }

    @Shows({"FFA-11.2.1.2-17", "FFA-11.3.1.2-17"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void allBorrowersAreForwardedWithTheOneComposite(Operation operation) {
        CompositeRegion region = heap(2, 1);
        EndpointAccess[] entries = {
            entry(scene.vm2, DataAccess.READ_ONLY, region), entry(sp1, DataAccess.READ_WRITE, region)
        };

        forwarded(operation, sent(vm1, 0, entries));

        CompositeRegion physical = CompositeRegion.of(range(0x8100_2000L, 1));
        MemoryTransaction expected = sent(
                vm1, 0, entry(scene.vm2, DataAccess.READ_ONLY, physical), entry(sp1, DataAccess.READ_WRITE, physical));
        assertThat(MemoryTransaction.decode(scene.ofHypervisor.txContents().asSlice(0, expected.size())))
                .isEqualTo(expected);
    }

    @Shows({"FFA-11.1.1.2-18", "FFA-11.2.1.2-18", "FFA-11.3.1.2-18"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aHypervisorWhoseTxIsInUseIsBusyAndTheVmHasWhatItHad(Operation operation) {
        assertThat(scene.ofHypervisor.takeTx()).isTrue();

        CallModel call = scene.call(vm1, operation, sent(operation, vm1, scattered(), sp1));
        scene.refused(call, "BUSY FFA-" + operation.section() + ".1.2-18");
        assertThat(scene.ofHypervisor.held()).isTrue();

        scene.ofHypervisor.returnTx();
        scene.begun(vm1, operation, sent(operation, vm1, scattered(), sp1));
    }

    @Shows({"FFA-11.1.1.2-19", "FFA-11.2.1.2-19", "FFA-11.3.1.2-19"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aHypervisorWhoseTxIsTooSmallHasNoMemory(Operation operation) {
        // the VM needs three ranges, the Hypervisor four
        MemoryTransaction t = sent(operation, vm1, scattered(), sp1);
        scene.ofHypervisor.shrunkTo((int) t.size());
        String refusal = "NO_MEMORY FFA-" + operation.section() + ".1.2-19";

        scene.refused(scene.call(vm1, operation, t), refusal);
        scene.ofHypervisor.unmap();
        scene.refused(scene.call(vm1, operation, t), refusal);
    }

    @Shows({"FFA-11.1.1.2-20", "FFA-11.2.1.2-20", "FFA-11.3.1.2-20", "FFA-5.12.4-6"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void whatTheSpmRefusesTheVmKeeps(Operation operation) {
        List<String> before = scene.state();
        CallModel call = forwarded(operation, sent(operation, vm1, scattered(), sp1));
        MemorySegment flags = MemorySegment.ofArray(new byte[4]);
        Layouts.u32(flags, 0, 4);
        scene.ofHypervisor.writeTx(4, flags);

        completed(call);

        Refusal.of(call.refusal()).is("INVALID_PARAMETERS FFA-5.12.4-6");
        assertThat(scene.state()).isEqualTo(before);
        assertThat(scene.platform.ledger().grants()).isEmpty();
        scene.begun(vm1, operation, sent(operation, vm1, scattered(), sp1));
    }

    @Shows({"FFA-11.1.1.2-20", "FFA-11.2.1.2-20", "FFA-11.3.1.2-20"})
    @Shows({"FFA-11.1.1.2-4", "FFA-11.2.1.2-4", "FFA-11.3.1.2-4"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void pagesThatAreNotTheVmsTheSpmDoesNotTake(Operation operation) {
        List<String> before = scene.state();
        CallModel call = forwarded(operation, sent(operation, vm1, heap(2, 1), sp1));
        MemorySegment address = MemorySegment.ofArray(new byte[8]);
        Layouts.u64(address, 0, 0x8200_0000L);
        scene.ofHypervisor.writeTx(64, address);

        completed(call);

        Refusal.of(call.refusal()).is("DENIED FFA-" + operation.section() + ".1.2-4");
        assertThat(scene.state()).isEqualTo(before);
    }

    @Shows({"FFA-11.1.1.2-4", "FFA-11.2.1.2-4", "FFA-11.3.1.2-4"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void whileACallIsForwardedItsRegionIsNoOtherContexts(Operation operation) {
        CallModel call = forwarded(operation, sent(operation, vm1, heap(2, 1), sp1));

        CallModel second = scene.call(vm1, operation, sent(operation, vm1, heap(2, 1), scene.vm2));
        scene.refused(second, "DENIED FFA-" + operation.section() + ".1.2-4");
        completed(call);
        assertThat(Scene.handle(call)).isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aBufferOfTheHypervisorThatCannotBeReadAbortsTheCall(Operation operation) {
        scene.platform.withoutMemoryAt(0x8000_1000L);

        CallModel call = scene.call(vm1, operation, sent(operation, vm1, scattered(), sp1));
        scene.refused(call, "ABORTED PARTITA-memory-fault");
    }
}
