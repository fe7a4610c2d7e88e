package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.mapped;
import static org.partita.interfaces.memorymanagement.Scene.ranges;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.memory.AccessState;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

/** Transactions that are given up, and what is given back (FF-A 5.6.2, 5.7.2, 5.8.2, 5.9.2). */
final class LifeCycleTest {
    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;

    private long begun(Operation operation, EndpointModel sender) {
        return scene.begun(sender, operation, sent(operation, sender, heap(4, 2), sp2));
    }

    private AccessState state(EndpointModel sender) {
        return scene.state(sender, mapped(sender, HEAP + 0x4000).getFirst().physical());
    }

    @Shows({"FFA-5.6.2-5", "FFA-5.7.2-5", "FFA-5.8.2-5", "FFA-5.12.1-7"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theOwnerGivesATransactionUpBeforeAnybodyHasRetrievedTheRegion(Operation operation) {
        for (EndpointModel sender : List.of(sp1, vm1)) {
            long handle = begun(operation, sender);

            Scene.succeeded(scene.reclaim(sender, handle, 0));

            assertThat(state(sender)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
            CallModel late = scene.retrieve(sp2, wanted(sender, handle, sp2));
            scene.refused(late, "INVALID_PARAMETERS FFA-5.12.1-7");
        }
    }

    @Shows({"FFA-5.9.2-3", "FFA-5.9.2-5", "FFA-5.9.2-7", "FFA-11.7.1.2-3"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void aBorrowerTakesBackWhatItRelinquishedUntilTheLenderReclaims(Operation operation) {
        for (EndpointModel sender : List.of(sp1, vm1)) {
            long handle = begun(operation, sender);
            scene.retrieved(sp2, wanted(sender, handle, sp2));
            Scene.succeeded(scene.relinquish(sp2, handle));
            long at = ranges(scene.retrieved(sp2, wanted(sender, handle, sp2)))
                    .getFirst()
                    .address();

            assertThat(mapped(sp2, at)).hasSize(1);
            scene.refused(scene.reclaim(sender, handle, 0), "DENIED FFA-11.7.1.2-3");
            Scene.succeeded(scene.relinquish(sp2, handle));
            Scene.succeeded(scene.reclaim(sender, handle, 0));
            assertThat(state(sender)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
        }
    }
}
