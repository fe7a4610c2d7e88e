package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;
import static org.partita.interfaces.memorymanagement.Sliced.paused;
import static org.partita.interfaces.memorymanagement.Sliced.resume;
import static org.partita.interfaces.memorymanagement.Transmission.collected;
import static org.partita.interfaces.memorymanagement.Transmission.request;
import static org.partita.interfaces.memorymanagement.Transmission.transmitted;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/**
 * Regions are retrieved with all features of FF-A 12.2 together. The region has four ranges, its description 128 bytes, RX
 * and TX 56.
 */
final class RetrievalWithFeaturesTest {
    private static final long BUFFER = HEAP + 0x2_8000;
    private static final CompositeRegion FOUR = CompositeRegion.of(
            range(HEAP + 0x2000, 1), range(HEAP + 0x8000, 2), range(HEAP + 0x5000, 1), range(HEAP + 0xC000, 1));
    private static final RetrieveFlags SLICED = new RetrieveFlags(false, true, false, null, RetrieveFlags.NO_HINT);

    private final Scene scene = new Scene();
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;
    private long handle;
    private List<String> before = List.of();

    @BeforeEach
    void aRegionIsLent() {
        scene.features.fragments().slices(1).buffers(4);
        handle = scene.begun(sp1, Operation.LEND, sent(Operation.LEND, sp1, FOUR, sp2));
        scene.pair(sp2).shrunkTo(56);
        before = scene.state();
    }

    private Transmission asking() {
        MemoryTransaction t = wanted(sp1, handle, SLICED, entry(sp2, DataAccess.NOT_SPECIFIED));
        return Transmission.of(scene, sp2, Operation.RETRIEVE, t);
    }

    private CallModel first() {
        return Sliced.resumed(scene, sp2, asking().whole(), 3);
    }

    private AccessState state() {
        return scene.state(sp2, 0x610_2000L);
    }

    @Shows({"FFA-12.2.3.3-8", "FFA-12.2.3.3-11", "FFA-12.2.2.2-2", "FFA-12.2.2.3-8", "FFA-12.2.2.3-11"})
    @Test
    void aRequestInFragmentsIsDoneInSlicesAndAnsweredInFragments() {
        Transmission sending = asking();
        CallModel asked = sending.first(32);
        assertThat(Transmission.handle(asked)).isEqualTo(handle);
        assertThat(Scene.mapped(sp2, 0x610_2000L)).isEmpty();

        CallModel call = sending.next(asked, 16);
        for (int i = 0; i < 3; i++) {
            assertThat(paused(call)).isEqualTo(handle);
            call = resume(scene, sp2, handle);
        }

        assertThat(call.registers.x(1)).isEqualTo(128);
        assertThat(call.registers.x(2)).isEqualTo(56);
        assertThat(state()).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        MemoryTransaction description = collected(scene, sp2, handle, call);
        assertThat(Scene.ranges(description)).hasSize(4);
        assertThat(state()).isEqualTo(AccessState.NOT_OWNER_EXCLUSIVE);
    }

    @Shows({"FFA-12.2.2.3-23", "FFA-12.2.2.3-24"})
    @Test
    void whatWasDoneInSlicesIsUndoneWhenTheReceiverAborts() {
        first();
        scene.pair(sp2).releaseRx();

        Scene.succeeded(scene.relinquish(sp2, handle));

        assertThat(scene.state()).isEqualTo(before);
        collected(scene, sp2, handle, first());
    }

    @Test
    void aFirstFragmentThatFindsRxFullUndoesTheRetrieval() {
        CallModel call = asking().whole();
        scene.pair(sp2).filled();
        while (call.status() == null) {
            call = resume(scene, sp2, paused(call));
        }

        Refusal.of(call.refusal()).is("BUSY PARTITA-rx-busy");
        scene.pair(sp2).releaseRx();
        assertThat(scene.state()).isEqualTo(before);
    }

    @Shows({"FFA-11.6.1.2-4", "FFA-12.2.2.4-2", "FFA-12.2.2.5-2", "FFA-12.2.3.5-2"})
    @Test
    void eachStageHasItsFunction() {
        Transmission sending = asking();
        CallModel asked = sending.first(32);
        scene.refused(resume(scene, sp2, handle), "INVALID_PARAMETERS FFA-12.2.3.5-2");
        scene.refused(request(scene, sp2, handle, 32), "INVALID_PARAMETERS FFA-12.2.2.4-2");

        CallModel call = sending.next(asked, 16);
        scene.refused(scene.relinquish(sp2, handle), "DENIED FFA-11.6.1.2-4");
        scene.refused(request(scene, sp2, handle, 56), "INVALID_PARAMETERS FFA-12.2.2.4-2");
        scene.refused(scene.call(sp2, Transmission.FRAG_TX, handle, 0, 16), "INVALID_PARAMETERS FFA-12.2.2.5-2");

        call = Sliced.resumed(scene, sp2, call, 3);
        scene.pair(sp2).releaseRx();
        scene.refused(resume(scene, sp2, handle), "INVALID_PARAMETERS FFA-12.2.3.5-2");
        scene.refused(scene.call(sp2, Transmission.FRAG_TX, handle, 0, 16), "INVALID_PARAMETERS FFA-12.2.2.5-2");
        transmitted(request(scene, sp2, handle, 56), handle);
    }

    @Shows({"FFA-12.2.1.2-2", "FFA-12.2.1.3-9", "FFA-12.2.2.3-7", "FFA-12.2.2.3-8"})
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void requestAndAnswerAreInFragmentsInTheSameBuffer(boolean sliced) {
        long large = 0x100_0000L;
        sp1.owns(new Mapping(large, 0x680_0000L, 1000, true, true, false, true, false, "large"));
        List<ConstituentRange> ranges = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            ranges.add(range(large + i * 0x2000L, 1));
        }
        MemoryTransaction lent = sent(sp1, 0, entry(sp2, DataAccess.READ_WRITE, CompositeRegion.of(ranges)));
        long of = Scene.handle(
                Transmission.of(scene, sp1, Operation.LEND, lent).in(BUFFER, 2).whole());
        scene.features.slices(200);
        scene.pair(sp2).unmap();
        MemoryTransaction t =
                wanted(sp1, of, sliced ? SLICED : RetrieveFlags.of(null), entry(sp2, DataAccess.NOT_SPECIFIED));
        Transmission sending =
                Transmission.of(scene, sp2, Operation.RETRIEVE, t).in(BUFFER, 1);

        CallModel call = sending.next(sending.first(40), 8);
        call = sliced ? Sliced.resumed(scene, sp2, call, 2) : call;

        assertThat(call.registers.function()).isEqualTo(0x84000075);
        assertThat(call.registers.x(1)).isEqualTo(64 + 500 * 16);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(Transmission.page(scene, sp2, BUFFER), 0, (int) call.registers.x(2));
        while (all.size() < 8064) {
            assertThat(scene.platform.operations().mapped(List.of(range(0x622_8000L, 1))))
                    .isTrue();
            call = request(scene, sp2, of, all.size());
            transmitted(call, of);
            all.write(Transmission.page(scene, sp2, BUFFER), 0, (int) call.registers.x(3));
        }
        assertThat(scene.platform.operations().all()).isEmpty();
        MemoryTransaction description = MemoryTransaction.decode(MemorySegment.ofArray(all.toByteArray()));
        assertThat(Scene.ranges(description)).hasSize(500);
    }

    @Test
    void aReceiverThatIsTerminatedAtAnyStageHasNothing() {
        for (int stage = 0; stage < 5; stage++) {
            Transmission sending = asking();
            CallModel call = sending.first(32);
            if (stage > 0) {
                call = sending.next(call, 16);
            }
            if (stage > 1) {
                call = resume(scene, sp2, paused(call));
            }
            if (stage > 2) {
                call = Sliced.resumed(scene, sp2, call, 2);
            }
            if (stage > 3) {
                scene.pair(sp2).releaseRx();
                transmitted(request(scene, sp2, handle, 56), handle);
            }
            scene.platform.operations().terminated(sp2.id());
            scene.pair(sp2).releaseRx();
            assertThat(scene.state()).as("stage %d", stage).isEqualTo(before);
        }
    }

    @Shows("FFA-12.2.3.3-9")
    @Test
    void anotherRegionIsRetrievedAtEachStage() {
        List<Long> others = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            others.add(scene.begun(scene.sp3, Operation.LEND, sent(Operation.LEND, scene.sp3, heap(i, 1), sp2)));
        }
        Transmission sending = asking();
        CallModel call = sending.first(32);
        another(others.get(0));
        call = sending.next(call, 16);
        another(others.get(1));
        call = Sliced.resumed(scene, sp2, call, 3);
        scene.pair(sp2).releaseRx();
        another(others.get(2));
        transmitted(request(scene, sp2, handle, 56), handle);
        scene.pair(sp2).releaseRx();
        another(others.get(3));
        transmitted(request(scene, sp2, handle, 112), handle);

        assertThat(state()).isEqualTo(AccessState.NOT_OWNER_EXCLUSIVE);
        assertThat(sp2.regime().mappings().stream().mapToInt(Mapping::pages).sum())
                .isEqualTo(64 + 5 + 4);
    }

    private void another(long other) {
        MemoryTransaction description =
                collected(scene, sp2, other, scene.retrieve(sp2, wanted(scene.sp3, other, sp2)));
        assertThat(description.handle()).isEqualTo(other);
    }
}
