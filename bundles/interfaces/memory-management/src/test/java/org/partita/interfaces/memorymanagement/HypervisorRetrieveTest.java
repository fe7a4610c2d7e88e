package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.ResponseFlags;
import org.partita.lib.fixture.CallModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** The Hypervisor asks the SPM what a Handle stands for. */
final class HypervisorRetrieveTest {
    private final Scene scene = new Scene();
    private List<String> before = List.of();

    private CallModel asked(MemoryTransaction t) {
        byte[] bytes = new byte[(int) t.size()];
        t.encode(MemorySegment.ofArray(bytes));
        scene.ofHypervisor.writeTx(0, MemorySegment.ofArray(bytes));
        before = scene.state();
        assertThat(scene.ofHypervisor.takeTx()).isTrue();
        CallModel call = CallModel.ofManager(
                        scene.platform,
                        ManagerKind.HYPERVISOR,
                        Scene.function(Operation.RETRIEVE),
                        bytes.length,
                        bytes.length)
                .downTo(ManagerKind.SPMC);
        assertThat(call.handle(scene.provider)).isEqualTo(Outcome.COMPLETE);
        scene.ofHypervisor.returnTx();
        return call;
    }

    private void refused(CallModel call, String refusal) {
        Refusal.of(call.refusal()).is(refusal);
        assertThat(scene.state()).isEqualTo(before);
    }

    private static CompositeRegion region() {
        return CompositeRegion.of(range(HEAP + 0x9000, 1), range(HEAP + 0x4000, 2));
    }

    @Shows({"FFA-11.4.3-4", "FFA-11.4.3-5", "FFA-11.4.3-7", "FFA-11.5.1-3"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theSpmDescribesTheRegionByPhysicalRangesAndChangesNothing(Operation operation) {
        long handle = scene.begun(scene.vm1, operation, sent(operation, scene.vm1, region(), scene.sp1));

        CallModel call = asked(MemoryTransaction.request(handle));

        assertThat(scene.state()).isEqualTo(before);
        assertThat(scene.ofHypervisor.rxFull()).isTrue();
        MemoryTransaction response =
                MemoryTransaction.decode(scene.ofHypervisor.rxContents().asSlice(0, call.registers.x(1)));
        assertThat(response.sender()).isEqualTo(1);
        assertThat(response.handle()).isEqualTo(handle);
        assertThat(ResponseFlags.decode(response.flags()).type()).isEqualTo(operation.type());
        assertThat(response.endpoints())
                .extracting(EndpointAccess::region)
                .containsExactly(CompositeRegion.of(range(0x8100_9000L, 1), range(0x8100_4000L, 2)));
        scene.retrieved(scene.sp1, wanted(scene.vm1, handle, scene.sp1));
    }

    @Shows({"FFA-11.4.3-6", "FFA-5.10.2-5"})
    @Test
    void theHandleConcernsAVmAndWasNotReclaimed() {
        long amongSps =
                scene.begun(scene.sp1, Operation.SHARE, sent(Operation.SHARE, scene.sp1, heap(4, 1), scene.sp2));
        long ofVm = scene.begun(scene.vm1, Operation.LEND, sent(Operation.LEND, scene.vm1, heap(4, 1), scene.sp2));

        refused(asked(MemoryTransaction.request(amongSps)), "INVALID_PARAMETERS FFA-11.4.3-6");
        refused(asked(MemoryTransaction.request(0)), "INVALID_PARAMETERS FFA-11.4.3-6");
        Scene.succeeded(scene.reclaim(scene.vm1, ofVm, 0));
        refused(asked(MemoryTransaction.request(ofVm)), "INVALID_PARAMETERS FFA-11.4.3-6");
    }

    @Shows("FFA-11.4.3-3")
    @Test
    void allFieldsButTheHandleAreZero() {
        long handle = scene.begun(scene.vm1, Operation.LEND, sent(Operation.LEND, scene.vm1, heap(4, 1), scene.sp2));
        MemoryAttributes none = MemoryAttributes.NOT_SPECIFIED;

        for (MemoryTransaction t : List.of(
                new MemoryTransaction(1, none, 0, handle, 0, List.of()),
                new MemoryTransaction(0, MemoryAttributes.DEVICE_GRE, 0, handle, 0, List.of()),
                new MemoryTransaction(0, none, 1, handle, 0, List.of()),
                new MemoryTransaction(0, none, 0, handle, 1, List.of()))) {
            refused(asked(t), "INVALID_PARAMETERS FFA-11.4.3-3");
        }
    }

    @Shows({"FFA-11.4.1.2-10", "FFA-11.4.1.2-11"})
    @Test
    void itsRxIsFreeAndLargeEnough() {
        long handle = scene.begun(scene.vm1, Operation.LEND, sent(Operation.LEND, scene.vm1, heap(4, 1), scene.sp2));
        scene.ofHypervisor.filled();
        refused(asked(MemoryTransaction.request(handle)), "BUSY FFA-11.4.1.2-10");

        scene.ofHypervisor.releaseRx();
        scene.ofHypervisor.shrunkTo(0x4F);
        refused(asked(MemoryTransaction.request(handle)), "NO_MEMORY FFA-11.4.1.2-11");
    }

    @Shows({"FFA-11.4.1.2-2", "FFA-11.4.3-4"})
    @Test
    void withEntriesItIsNoRequestOfItsOwn() {
        long handle = scene.begun(scene.vm1, Operation.LEND, sent(Operation.LEND, scene.vm1, heap(4, 1), scene.sp2));

        MemoryTransaction t = new MemoryTransaction(
                0, MemoryAttributes.NOT_SPECIFIED, 0, handle, 0, List.of(entry(scene.vm1, DataAccess.NOT_SPECIFIED)));
        refused(asked(t), "DENIED FFA-11.4.1.2-2");
    }
}
