package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.most;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Shows;

/** Who may be Sender, Receiver and Relayer (FF-A Tables 5.6 to 5.8). */
final class RolesTest {
    private static final int HYPERVISOR = 0;

    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel vm2 = scene.vm2;
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;

    private CallModel sends(Operation operation, EndpointModel from, EndpointModel to) {
        CallModel call = scene.call(from, operation, sent(operation, from, heap(4, 2), to));
        Scene.succeeded(call);
        return call;
    }

    private static List<String> forwarded(Operation operation) {
        return List.of("FFA_MEM_" + operation + " to SPMC");
    }

    @Shows({"FFA-5.5.1-1", "FFA-5.5.1-2", "FFA-5.5.1-10"})
    @Shows({"FFA-11.1.1.2-2", "FFA-11.2.1.2-2", "FFA-11.3.1.2-2"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void endpointsOfBothWorldsSendAndReceiveAndRelayForNobody(Operation operation) {
        for (EndpointModel[] pair : new EndpointModel[][] {{vm1, vm2}, {vm2, vm1}, {sp1, sp2}, {sp2, sp1}}) {
            CallModel call = sends(operation, pair[0], pair[1]);
            scene.retrieved(pair[1], wanted(pair[0], Scene.handle(call), pair[1]));

            CallModel forOther = scene.call(pair[0], operation, sent(operation, pair[1], heap(8, 1), pair[0]));
            scene.refused(forOther, "DENIED FFA-" + operation.section() + ".1.2-2");
        }
    }

    @Shows({"FFA-5.5.1-4", "FFA-5.5.1-5", "FFA-5.5.1-10", "FFA-5.12.3.3-3"})
    @Shows({"FFA-11.1.1.2-2", "FFA-11.2.1.2-2", "FFA-11.3.1.2-2"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void hypervisorAndSpmRelayAndNeitherSendNorReceive(Operation operation) {
        assertThat(sends(operation, vm1, sp1).hops()).isEqualTo(forwarded(operation));
        for (int manager : new int[] {HYPERVISOR, PlatformModel.SPMC_ID}) {
            for (EndpointModel by : List.of(vm2, sp2)) {
                MemoryTransaction to = transaction(by.id(), manager, operation);
                scene.refused(scene.call(by, operation, to), "INVALID_PARAMETERS FFA-5.12.3.3-3");
                MemoryTransaction from = transaction(manager, sp1.id(), operation);
                scene.refused(scene.call(by, operation, from), "DENIED FFA-" + operation.section() + ".1.2-2");
            }
        }
    }

    private static MemoryTransaction transaction(int from, int to, Operation operation) {
        EndpointAccess entry = new EndpointAccess(to, most(operation), InstructionAccess.NOT_SPECIFIED, heap(4, 2));
        return new MemoryTransaction(from, MemoryAttributes.NOT_SPECIFIED, 0, 0, Scene.TAG, List.of(entry));
    }

    @Shows({"FFA-5.5.1-11", "FFA-5.5.1-14", "FFA-5.5.1-16"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theRelayersAreThoseOfTheTable(Operation operation) {
        CallModel amongVms = sends(operation, vm1, vm2);
        assertThat(amongVms.hops()).as("by the Hypervisor alone").isEmpty();
        assertThat(Scene.handle(amongVms)).isNegative();

        CallModel toSp = sends(operation, vm2, sp1);
        assertThat(toSp.hops()).as("by Hypervisor and SPM").isEqualTo(forwarded(operation));
        assertThat(Scene.handle(toSp)).isPositive();

        CallModel amongSps = sends(operation, sp1, sp2);
        assertThat(amongSps.hops()).as("by the SPM alone").isEmpty();
        assertThat(Scene.handle(amongSps)).isPositive();
    }

    @Shows({"FFA-5.5.1-18", "FFA-5.5.1-21", "FFA-5.5.1-23"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void borrowersOfTheTableRelinquishToTheirLender(Operation operation) {
        relinquished(operation, vm1, vm2, List.of());
        relinquished(operation, vm1, sp1, List.of("FFA_MEM_RECLAIM to SPMC"));
        relinquished(operation, sp1, sp2, List.of());
    }

    private void relinquished(Operation operation, EndpointModel lender, EndpointModel borrower, List<String> hops) {
        long handle = Scene.handle(sends(operation, lender, borrower));
        scene.retrieved(borrower, wanted(lender, handle, borrower));

        CallModel relinquish = scene.relinquish(borrower, handle);
        Scene.succeeded(relinquish);
        assertThat(relinquish.hops()).isEmpty();
        CallModel reclaim = scene.reclaim(lender, handle, 0);
        Scene.succeeded(reclaim);
        assertThat(reclaim.hops()).isEqualTo(hops);
    }

    @Shows({"FFA-5.9.2-1", "FFA-11.6.1.2-1"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void nobodyRelinquishesWhatItOwns(Operation operation) {
        for (EndpointModel owner : List.of(vm1, sp1)) {
            long handle = scene.begun(owner, operation, sent(owner, 0, entry(sp2, most(operation), heap(4, 2))));

            scene.refused(scene.relinquish(owner, handle), "INVALID_PARAMETERS FFA-11.6.1.2-1");
        }
    }
}
