package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** The Receiver's RX buffer, and room in its translation regime. */
final class RetrieveBufferTest {
    private final Scene scene = new Scene();
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;

    @Shows("FFA-11.4.1.2-10")
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aFullRxBufferIsBusyAndNothingIsMapped(Operation operation) {
        long handle = scene.begun(sp1, operation, sent(operation, sp1, heap(4, 2), sp2));
        scene.pair(sp2).filled();

        scene.refused(scene.retrieve(sp2, wanted(sp1, handle, sp2)), "BUSY FFA-11.4.1.2-10");
        scene.pair(sp2).releaseRx();
        scene.retrieved(sp2, wanted(sp1, handle, sp2));
    }

    @Shows("FFA-11.4.1.2-10")
    @Test
    void anRxBufferThatIsBeingFilledIsBusyAndStaysTaken() {
        long handle = scene.begun(sp1, Operation.LEND, sent(Operation.LEND, sp1, heap(4, 2), sp2));
        assertThat(scene.pair(sp2).takeRx()).isTrue();

        scene.refused(scene.retrieve(sp2, wanted(sp1, handle, sp2)), "BUSY FFA-11.4.1.2-10");
        assertThat(scene.pair(sp2).held()).isTrue();
    }

    @Shows("FFA-5.12.1-7")
    @Test
    void whatIsWrongWithTheRequestComesBeforeTheRxBuffer() {
        scene.pair(sp2).filled();

        scene.refused(scene.retrieve(sp2, wanted(sp1, 99, sp2)), "INVALID_PARAMETERS FFA-5.12.1-7");
    }

    @Shows("FFA-11.4.1.2-11")
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aDescriptionThatDoesNotFitRxHasNoMemoryAndNothingIsMapped(Operation operation) {
        long handle = scene.begun(sp1, operation, sent(operation, sp1, heap(4, 2), sp2));
        // room for the request, which has no composite
        scene.pair(sp2).shrunkTo(0x4F);

        scene.refused(scene.retrieve(sp2, wanted(sp1, handle, sp2)), "NO_MEMORY FFA-11.4.1.2-11");
        scene.pair(sp2).shrunkTo(0x50);
        scene.retrieved(sp2, wanted(sp1, handle, sp2));
    }

    @Shows({"FFA-11.4.1.2-8", "FFA-5.12.4-27"})
    @Test
    void aRegimeWithoutRoomHasNoMemoryAndAnAlignmentThatCannotBeHadIsDenied() {
        long handle = scene.begun(sp1, Operation.LEND, sent(Operation.LEND, sp1, heap(4, 2), sp2));
        for (long at = 0; at < 1L << 36; at += 0x7FFF_FFFFL) {
            long pages = Math.min(0x7FFF_FFFFL, (1L << 36) - at);
            sp2.regime().add(at << 12, 0x700_0000L, (int) pages, true, true, false);
        }

        refused(wanted(sp1, handle, sp2), "NO_MEMORY FFA-11.4.1.2-8");
        MemoryTransaction aligned =
                wanted(sp1, handle, new RetrieveFlags(false, false, false, null, 1), entry(sp2, DataAccess.READ_WRITE));
        refused(aligned, "DENIED FFA-5.12.4-27");
        assertThat(scene.pair(sp2).held()).isFalse();
        assertThat(scene.platform.ledger().find(handle).unused()).isTrue();
    }

    /** The scene would compare these mappings page by page. */
    private void refused(MemoryTransaction t, String refusal) {
        long size = scene.transmit(sp2, t);
        CallModel call = sp2.call(Scene.function(Operation.RETRIEVE), size, size);
        call.pass(scene.provider);
        Refusal.of(call.refusal()).is(refusal);
    }
}
