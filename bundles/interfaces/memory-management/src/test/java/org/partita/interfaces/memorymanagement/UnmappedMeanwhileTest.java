package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Refusal;

/** Another context of the caller's unmaps its RX/TX pair while a function is using it: the function has no effect. */
final class UnmappedMeanwhileTest {
    private final Scene scene = new Scene();
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;

    private void mapAgain(EndpointModel e, long physical) {
        assertThat(scene.pair(e).mapped()).isFalse();
        scene.pair(e).mappedAt(physical + 0x3_E000L, physical + 0x3_F000L);
    }

    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aSendIsAborted(Operation operation) {
        scene.transmit(sp1, sent(operation, sp1, heap(2, 3), sp2));
        long size = sent(operation, sp1, heap(2, 3), sp2).size();
        scene.pair(sp1).unmappedAfter(0);

        CallModel call = scene.call(sp1, Scene.function(operation), size, size);

        scene.refused(call, "ABORTED PARTITA-memory-fault");
        mapAgain(sp1, 0x610_0000L);
        scene.begun(sp1, operation, sent(operation, sp1, heap(2, 3), sp2));
    }

    /** After TX has been read, before RX is written. */
    @ParameterizedTest(name = "after {0} accesses")
    @ValueSource(ints = {0, 1})
    void aRetrievalIsAborted(int accesses) {
        long handle = scene.begun(sp1, Operation.LEND, sent(Operation.LEND, sp1, heap(2, 3), sp2));
        long size = scene.transmit(sp2, wanted(sp1, handle, sp2));
        scene.pair(sp2).unmappedAfter(accesses);

        CallModel call = scene.call(sp2, Scene.function(Operation.RETRIEVE), size, size);

        scene.refused(call, "ABORTED PARTITA-memory-fault");
        mapAgain(sp2, 0x620_0000L);
        assertThat(Scene.ranges(scene.retrieved(sp2, wanted(sp1, handle, sp2)))).hasSize(1);
    }

    @Test
    void aFragmentIsAborted() {
        scene.features.fragments();
        List<String> before = scene.state();
        Transmission sending = Transmission.of(scene, sp1, Operation.LEND, sent(Operation.LEND, sp1, heap(2, 3), sp2));
        CallModel first = sending.first(48);
        // the test writes the fragment, the manager does not get it
        scene.pair(sp1).unmappedAfter(1);

        Refusal.of(sending.next(first, 32).refusal()).is("ABORTED PARTITA-memory-fault");

        mapAgain(sp1, 0x610_0000L);
        assertThat(scene.state()).isEqualTo(before);
    }
}
