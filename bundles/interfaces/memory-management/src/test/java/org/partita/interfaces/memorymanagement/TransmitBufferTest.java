package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

/** TX is the Producer's, but for the time of a call that transfers it (FF-A 4.2.2.4). */
final class TransmitBufferTest {
    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;

    private void free(EndpointModel of) {
        assertThat(scene.pair(of).takeTx()).as("free for the next call").isTrue();
        scene.pair(of).returnTx();
        assertThat(scene.pair(of).readWhileFree())
                .as("read by a manager that did not have it")
                .isFalse();
    }

    @Shows({"FFA-4.2.2.4-24", "FFA-4.2.2.4-25", "FFA-4.2.2.4-26", "FFA-4.2.2.4-15", "FFA-4.2.1-12"})
    @Shows({"FFA-4.2.2.4-2", "FFA-4.2.2.4-6", "FFA-4.2.2.1-3", "FFA-4.2.2.1-6"})
    @Shows({"FFA-11.1.1.2-2", "FFA-11.2.1.2-2", "FFA-11.3.1.2-2"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aSendersManagerHasItsTxUntilTheCallCompletes(Operation operation) {
        for (EndpointModel sender : List.of(vm1, sp1)) {
            scene.begun(sender, operation, sent(operation, sender, heap(4, 2), sp2));
            free(sender);

            CallModel ofOther = scene.call(sender, operation, sent(operation, sp2, heap(8, 2), sp2));
            scene.refused(ofOther, "DENIED FFA-" + operation.section() + ".1.2-2");
            free(sender);
        }
        assertThat(scene.ofHypervisor.held()).isFalse();
        assertThat(scene.ofHypervisor.readWhileFree()).isFalse();
    }

    @Shows({"FFA-4.2.2.4-27", "FFA-4.2.2.4-28", "FFA-4.2.2.4-34", "FFA-5.12.1-7", "FFA-11.6.1.2-4"})
    @Test
    void aReceiversManagerHasItsTxUntilTheCallCompletesAndThenItHasRx() {
        long handle = scene.begun(vm1, Operation.LEND, sent(Operation.LEND, vm1, heap(4, 2), sp2));

        scene.refused(scene.retrieve(sp2, wanted(vm1, handle + 1, sp2)), "INVALID_PARAMETERS FFA-5.12.1-7");
        free(sp2);
        assertThat(scene.pair(sp2).rxFull()).isFalse();
        scene.retrieve(sp2, wanted(vm1, handle, sp2));
        free(sp2);
        assertThat(scene.pair(sp2).rxFull()).as("RX is the Receiver's").isTrue();
        Scene.succeeded(scene.relinquish(sp2, handle));
        free(sp2);
        scene.refused(scene.relinquish(sp2, handle), "DENIED FFA-11.6.1.2-4");
        free(sp2);
    }

    @Shows({"FFA-4.2.2.4-29", "FFA-12.2.2.5-3"})
    @Test
    void aSendersManagerHasItsTxUntilAFragmentHasBeenTaken() {
        scene.features.fragments();
        for (EndpointModel sender : List.of(vm1, sp1)) {
            Transmission sending =
                    Transmission.of(scene, sender, Operation.SHARE, sent(Operation.SHARE, sender, heap(4, 2), sp2));
            CallModel asked = sending.first(64);
            long handle = Transmission.handle(asked);

            // the manager can't read it while somebody else has it
            assertThat(scene.pair(sender).takeTx()).isTrue();
            CallModel again = scene.call(sender, Transmission.FRAG_TX, handle & 0xFFFF_FFFFL, handle >>> 32, 8);
            Transmission.requested(again, 64);
            assertThat(scene.pair(sender).held()).isTrue();
            scene.pair(sender).returnTx();

            CallModel refused = scene.call(sender, Transmission.FRAG_TX, handle & 0xFFFF_FFFFL, handle >>> 32, 0);
            scene.refused(refused, "INVALID_PARAMETERS FFA-12.2.2.5-3");
            free(sender);
            CallModel next = sending.next(again, 8);
            Transmission.requested(next, 72);
            free(sender);
            assertThat(Scene.handle(sending.rest(next, 4096))).isEqualTo(handle);
            free(sender);
        }
    }
}
