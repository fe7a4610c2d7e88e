package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.most;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;
import static org.partita.interfaces.memorymanagement.Sliced.paused;
import static org.partita.interfaces.memorymanagement.Sliced.resume;
import static org.partita.interfaces.memorymanagement.Sliced.resumed;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.memory.MemoryOperation;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** Memory management in time slices (FF-A 12.2.3), here of one translation table operation. */
final class TimeSlicingTest {
    private static final int SLICED = new SendFlags(false, true).encode();
    private static final int ZEROED_AND_SLICED = new SendFlags(true, true).encode();

    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel vm2 = scene.vm2;
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;
    private final EndpointModel[][] pairs = {{vm1, vm2}, {sp1, sp2}};

    @BeforeEach
    void slicesHaveOneOperation() {
        scene.features.slices(1);
    }

    /** Without contents, which are zeroed page by page or all at once, and stay so if the operation is aborted. */
    private static List<String> states(Scene of) {
        return of.state().stream().filter(s -> !s.startsWith("zeroed")).toList();
    }

    @Shows({"FFA-12.2.3.1-1", "FFA-12.2.3.2-1", "FFA-12.2.3.3-11", "FFA-12.2.3.3-12", "FFA-12.2.3.3-13"})
    @Shows({"FFA-12.2.3.3-3", "FFA-12.2.3.3-4", "FFA-12.2.3.3-5", "FFA-12.2.3.4-2", "FFA-12.2.3.4-3"})
    @Shows({"FFA-5.12.4-4", "FFA-5.12.4-12"})
    @ParameterizedTest
    @EnumSource
    void threeOperationsAreThreeSlices(Sliced function) {
        for (EndpointModel[] each : pairs) {
            Scene whole = new Scene();
            EndpointModel owner = (EndpointModel) whole.platform.endpoint(each[0].id());
            EndpointModel receiver = (EndpointModel) whole.platform.endpoint(each[1].id());
            CallModel atOnce =
                    function.called(whole, owner, receiver, function.prepared(whole, owner, receiver), false);
            Scene here = new Scene();
            here.features.slices(1);
            owner = (EndpointModel) here.platform.endpoint(each[0].id());
            receiver = (EndpointModel) here.platform.endpoint(each[1].id());
            EndpointModel caller = function.caller(owner, receiver);
            long handle = function.prepared(here, owner, receiver);

            CallModel first = function.called(here, owner, receiver, handle, true);
            long by = paused(first);
            CallModel last = resumed(here, caller, first, 2);

            assertThat(by).isEqualTo(function.sends() ? Scene.handle(last) : handle);
            assertThat(last.registers.function()).isEqualTo(atOnce.registers.function());
            for (int n = 1; n < 8; n++) {
                assertThat(last.registers.x(n)).isEqualTo(atOnce.registers.x(n));
            }
            assertThat(states(here)).isEqualTo(states(whole));
            assertThat(here.platform.operations().all()).isEmpty();
        }
    }

    @Shows({"FFA-12.2.3.3-3", "FFA-12.2.3.3-4", "FFA-12.2.3.3-5", "FFA-5.12.4-4", "FFA-5.12.4-12"})
    @ParameterizedTest
    @EnumSource
    void whoDoesNotAskForSlicesIsNotPaused(Sliced function) {
        for (EndpointModel[] each : pairs) {
            CallModel call =
                    function.called(scene, each[0], each[1], function.prepared(scene, each[0], each[1]), false);
            assertThat(call.refusal()).isEqualTo("null without a rule");
            assertThat(call.registers.function()).isIn(0x84000061, 0x84000075);
        }
    }

    @Shows("FFA-12.2.3.3-7")
    @ParameterizedTest
    @EnumSource
    void whatIsDoneWithinASliceIsNotPaused(Sliced function) {
        scene.features.slices(3);
        for (EndpointModel[] each : pairs) {
            CallModel call = function.called(scene, each[0], each[1], function.prepared(scene, each[0], each[1]), true);
            assertThat(call.refusal()).isEqualTo("null without a rule");
            assertThat(call.registers.function()).isIn(0x84000061, 0x84000075);
        }
        scene.features.slices(2);
        Scene other = new Scene();
        other.features.slices(2);
        long handle = function.prepared(other, other.sp1, other.sp2);
        CallModel call = function.called(other, other.sp1, other.sp2, handle, true);
        resumed(other, function.caller(other.sp1, other.sp2), call, 1);
    }

    @Shows({"FFA-12.2.3.3-6", "FFA-5.12.4-5", "FFA-5.12.4-13", "FFA-11.6-15", "FFA-11.7-5"})
    @ParameterizedTest
    @EnumSource
    void withoutTheFeatureTheFlagIsInvalid(Sliced function) {
        scene.features.without(MemoryFeature.TIME_SLICING);
        for (EndpointModel[] each : pairs) {
            long handle = function.prepared(scene, each[0], each[1]);

            CallModel call = function.called(scene, each[0], each[1], handle, true);
            scene.refused(call, "INVALID_PARAMETERS " + flag(function));
        }
    }

    private static String flag(Sliced function) {
        return switch (function) {
            case DONATE, LEND, SHARE -> "FFA-5.12.4-5";
            case RETRIEVE_REQ -> "FFA-5.12.4-13";
            case RELINQUISH -> "FFA-11.6-15";
            case RECLAIM -> "FFA-11.7-5";
        };
    }

    @Shows({"FFA-12.2.3.3-2", "FFA-5.12.4-5", "FFA-5.12.4-13", "FFA-11.6-15", "FFA-11.7-5"})
    @Shows("FFA-12.2.3.5-2")
    @ParameterizedTest
    @EnumSource
    void anEndpointAtSEl0HasNoSlices(Sliced function) {
        EndpointModel low = scene.equipped(scene.platform.spAtEl0(0x8004), 0x640_0000L);
        EndpointModel high = scene.equipped(scene.platform.spAtEl0(0x8005), 0x650_0000L);
        long handle = function.prepared(scene, low, high);

        scene.refused(function.called(scene, low, high, handle, true), "INVALID_PARAMETERS " + flag(function));
        CallModel resume = resume(scene, low, handle == 0 ? 1 : handle);
        Refusal.of(resume.refusal()).is("INVALID_PARAMETERS FFA-12.2.3.5-2");
    }

    // ---- FFA_MEM_OP_RESUME

    @Shows({"FFA-12.2.3.5-2", "FFA-12.2.3.5-7", "FFA-12.2.3.5-8", "FFA-12.2.3.4-2"})
    @Test
    void theHandleIsThatOfAPausedOperationOfTheCaller() {
        String refusal = "INVALID_PARAMETERS FFA-12.2.3.5-2";
        long other = Sliced.RETRIEVE_REQ.prepared(scene, sp2, scene.sp3);
        for (EndpointModel[] each : pairs) {
            CallModel first = Sliced.LEND.called(scene, each[0], each[1], 0, true);
            long handle = paused(first);

            for (EndpointModel stranger : new EndpointModel[] {vm1, vm2, sp1, sp2, scene.sp3}) {
                scene.refused(resume(scene, stranger, 0xDEAD), refusal);
                scene.refused(resume(scene, stranger, 0), refusal);
                scene.refused(resume(scene, stranger, other), refusal);
                scene.refused(resume(scene, stranger, handle ^ 1L << 32), refusal);
                if (stranger != each[0]) {
                    scene.refused(resume(scene, stranger, handle), refusal);
                }
            }
            Scene.handle(resumed(scene, each[0], first, 2));
            scene.refused(resume(scene, each[0], handle), refusal);
        }
    }

    @Shows("FFA-12.2.3.5-3")
    @ParameterizedTest
    @CsvSource({"3, 1", "4, 1", "5, 2", "6, 0x80000000", "7, 1"})
    void theOtherRegistersAreZero(int register, long value) {
        CallModel first = Sliced.LEND.called(scene, sp1, sp2, 0, true);
        long[] more = new long[register - 2];
        more[register - 3] = value;

        scene.refused(resume(scene, sp1, paused(first), more), "INVALID_PARAMETERS FFA-12.2.3.5-3");
        Scene.handle(resumed(scene, sp1, first, 2));
    }

    @Shows("FFA-12.2.3.3-10")
    @ParameterizedTest
    @EnumSource
    void anOtherContextOnAnOtherPeMayResume(Sliced function) {
        for (EndpointModel[] each : pairs) {
            each[0].contexts(2);
            each[1].contexts(2);
        }
        long handle = function.prepared(scene, sp1, sp2);
        EndpointModel caller = function.caller(sp1, sp2);
        assertThat(caller.context(1)).isNotNull().extracting(c -> c.pe()).isEqualTo(1);

        long paused = paused(function.called(scene, sp1, sp2, handle, true));
        CallModel second = scene.made(caller.callOn(1, Transmission.RESUME, paused));
        assertThat(paused(second)).isEqualTo(paused);
        CallModel third = scene.made(caller.callOn(0, Transmission.RESUME, paused));
        assertThat(third.registers.function()).isIn(0x84000061, 0x84000075);
    }

    // ---- meanwhile

    @Shows({"FFA-12.2.3.3-9", "FFA-12.2.3.3-13"})
    @ParameterizedTest
    @EnumSource
    void otherFunctionsGoOnWhileOneIsPaused(Sliced function) {
        for (EndpointModel[] each : pairs) {
            long handle = function.prepared(scene, each[0], each[1]);
            EndpointModel caller = function.caller(each[0], each[1]);
            CallModel first = function.called(scene, each[0], each[1], handle, true);

            for (EndpointModel[] way : new EndpointModel[][] {each, {each[1], each[0]}}) {
                long other = scene.begun(way[0], Operation.LEND, sent(Operation.LEND, way[0], heap(40, 2), way[1]));
                scene.retrieved(way[1], wanted(way[0], other, way[1]));
                Scene.succeeded(scene.relinquish(way[1], other));
                Scene.succeeded(scene.reclaim(way[0], other, 0));
            }
            CallModel last = resumed(scene, caller, first, 2);
            assertThat(last.registers.function()).isIn(0x84000061, 0x84000075);
            scene.pair(each[1]).releaseRx();
        }
    }

    @Shows("FFA-12.2.3.3-9")
    @Test
    void twoPausedOperationsAreResumedInAnyOrder() {
        CallModel a = scene.call(sp1, Operation.LEND, many(sp1, 2, sp2));
        CallModel b = scene.call(sp1, Operation.LEND, many(sp1, 20, sp2));
        assertThat(paused(a)).isNotEqualTo(paused(b));

        long second = Scene.handle(resumed(scene, sp1, b, 2));
        long first = Scene.handle(resumed(scene, sp1, a, 2));
        assertThat(ranges(second).getFirst().address()).isEqualTo(0x610_0000L + 20 * 0x1000);
        assertThat(ranges(first).getFirst().address()).isEqualTo(0x610_0000L + 2 * 0x1000);
    }

    private List<ConstituentRange> ranges(long handle) {
        Grant grant = scene.platform.ledger().find(handle);
        assertThat(grant).isNotNull();
        return grant.ranges();
    }

    /** Three ranges of a page each. */
    private static MemoryTransaction many(EndpointModel sender, int page, EndpointModel receiver) {
        CompositeRegion region = CompositeRegion.of(
                Scene.range(Scene.HEAP + page * 0x1000L, 1),
                Scene.range(Scene.HEAP + (page + 2) * 0x1000L, 1),
                Scene.range(Scene.HEAP + (page + 4) * 0x1000L, 1));
        return sent(sender, SLICED, entry(receiver, most(Operation.LEND), region));
    }

    @Shows({"FFA-12.2.3.3-9", "FFA-11.2.1.2-4"})
    @Test
    void aRegionThatIsBeingLentIsNotTheSendersAnyMore() {
        CallModel first = Sliced.LEND.called(scene, sp1, sp2, 0, true);

        CallModel again = scene.call(sp1, Operation.LEND, sent(Operation.LEND, sp1, heap(6, 1), scene.sp3));
        scene.refused(again, "DENIED FFA-11.2.1.2-4");
        Scene.handle(resumed(scene, sp1, first, 2));
    }

    @Test
    void aRegionIsNotChangedByOthersWhileItIsRetrieved() {
        long handle = Sliced.RETRIEVE_REQ.prepared(scene, sp1, sp2);
        CallModel first = Sliced.RETRIEVE_REQ.called(scene, sp1, sp2, handle, true);

        scene.refused(scene.reclaim(sp1, handle, 0), "DENIED PARTITA-paused");
        scene.refused(scene.reclaim(sp1, handle, 2), "DENIED PARTITA-paused");
        scene.refused(scene.retrieve(sp2, wanted(sp1, handle, sp2)), "DENIED PARTITA-paused");
        assertThat(scene.state(sp2, 0x610_2000L)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        resumed(scene, sp2, first, 2);
        assertThat(scene.state(sp2, 0x610_2000L)).isEqualTo(AccessState.NOT_OWNER_EXCLUSIVE);
    }

    @Test
    void aRegionIsNotChangedByOthersWhileItIsRelinquishedOrReclaimed() {
        long handle = Sliced.RELINQUISH.prepared(scene, sp1, sp2);
        CallModel first = Sliced.RELINQUISH.called(scene, sp1, sp2, handle, true);
        scene.refused(scene.relinquish(sp2, handle), "DENIED PARTITA-paused");
        scene.refused(
                scene.relinquish(sp2, handle, new RelinquishFlags(false, true), sp2.id()), "DENIED PARTITA-paused");
        scene.refused(scene.retrieve(sp2, wanted(sp1, handle, sp2)), "DENIED PARTITA-paused");
        resumed(scene, sp2, first, 2);

        first = Sliced.RECLAIM.called(scene, sp1, sp2, handle, true);
        scene.refused(scene.retrieve(sp2, wanted(sp1, handle, sp2)), "DENIED PARTITA-paused");
        scene.refused(scene.reclaim(sp1, handle, 0), "DENIED PARTITA-paused");
        Scene.succeeded(resumed(scene, sp1, first, 2));
    }

    @Test
    void eachBorrowerHasItsOwnPause() {
        MemoryTransaction t = sent(
                sp1,
                0,
                entry(sp2, DataAccess.READ_WRITE, Sliced.REGION),
                entry(scene.sp3, DataAccess.READ_WRITE, Sliced.REGION));
        long handle = scene.begun(sp1, Operation.LEND, t);
        CallModel second = Sliced.RETRIEVE_REQ.called(scene, sp1, sp2, handle, true);
        CallModel third = Sliced.RETRIEVE_REQ.called(scene, sp1, scene.sp3, handle, true);

        resumed(scene, scene.sp3, third, 2);
        resumed(scene, sp2, second, 2);
        assertThat(scene.state(sp2, 0x610_2000L)).isEqualTo(AccessState.NOT_OWNER_SHARED);
        assertThat(scene.state(scene.sp3, 0x610_2000L)).isEqualTo(AccessState.NOT_OWNER_SHARED);
    }

    @Test
    void aCallerHasAFewPausedOperations() {
        CallModel last = null;
        for (int i = 0; i < 16; i++) {
            last = scene.call(sp1, Operation.LEND, pages(i * 3));
            paused(last);
        }
        scene.refused(scene.call(sp1, Operation.LEND, pages(50)), "NO_MEMORY PARTITA-operations");
        assertThat(last).isNotNull();
        Scene.handle(resumed(scene, sp1, last, 1));
        paused(scene.call(sp1, Operation.LEND, pages(50)));
    }

    /** Two ranges. */
    private MemoryTransaction pages(int page) {
        return sent(
                sp1,
                SLICED,
                entry(
                        sp2,
                        DataAccess.READ_WRITE,
                        CompositeRegion.of(
                                Scene.range(Scene.HEAP + page * 0x1000L, 1),
                                Scene.range(Scene.HEAP + (page + 1) * 0x1000L, 1))));
    }

    // ---- aborts

    @Shows({"FFA-12.2.3.3-14", "FFA-12.2.3.3-15", "FFA-12.2.3.5-2"})
    @ParameterizedTest
    @ValueSource(longs = {0x2000, 0x4000, 0x6000})
    void anOperationThatCannotGoOnIsUndone(long page) {
        for (EndpointModel[] each : pairs) {
            List<String> before = states(scene);
            scene.platform.withoutMemoryAt((each[0] == vm1 ? 0x8100_0000L : 0x610_0000L) + page);
            MemoryTransaction t =
                    sent(each[0], ZEROED_AND_SLICED, entry(each[1], DataAccess.READ_WRITE, Sliced.REGION));
            CallModel call = scene.call(each[0], Operation.LEND, t);
            long handle = paused(call);
            while (call.status() == null) {
                call = resume(scene, each[0], handle);
            }

            assertThat(states(scene)).isEqualTo(before);
            Refusal.of(call.refusal()).is("ABORTED FFA-12.2.3.3-14");
            scene.refused(resume(scene, each[0], handle), "INVALID_PARAMETERS FFA-12.2.3.5-2");
            Scene.handle(Sliced.LEND.called(scene, each[0], each[1], 0, false));
        }
    }

    @Shows({"FFA-12.2.3.3-15", "FFA-11.4.1.2-10"})
    @Test
    void aDescriptionThatFindsRxFullUndoesTheRetrieval() {
        long handle = Sliced.RETRIEVE_REQ.prepared(scene, sp1, sp2);
        List<String> before = scene.state();
        CallModel first = Sliced.RETRIEVE_REQ.called(scene, sp1, sp2, handle, true);
        scene.pair(sp2).filled();

        CallModel last = resumed(scene, sp2, first, 2);
        scene.pair(sp2).releaseRx();
        assertThat(scene.state()).isEqualTo(before);
        Refusal.of(last.refusal()).is("BUSY FFA-11.4.1.2-10");
        resumed(scene, sp2, Sliced.RETRIEVE_REQ.called(scene, sp1, sp2, handle, true), 2);
    }

    @ParameterizedTest
    @EnumSource
    void aCallerThatIsTerminatedWhileItsOperationIsPausedLeavesNothing(Sliced function) {
        for (EndpointModel[] each : pairs) {
            EndpointModel caller = function.caller(each[0], each[1]);
            for (int slices = 1; slices < 3; slices++) {
                Scene here = new Scene();
                here.features.slices(1);
                EndpointModel owner = (EndpointModel) here.platform.endpoint(each[0].id());
                EndpointModel receiver = (EndpointModel) here.platform.endpoint(each[1].id());
                long handle = function.prepared(here, owner, receiver);
                int callers = caller.id();
                List<String> before = states(here);
                CallModel call = function.called(here, owner, receiver, handle, true);
                if (slices == 2) {
                    call = resume(here, function.caller(owner, receiver), paused(call));
                }
                paused(call);

                here.platform.operations().terminated(callers);
                assertThat(states(here)).isEqualTo(before);
                here.platform.ledger().terminated(callers, caller.manager());
                assertThat(receiver.regime().mappings().stream()
                                .mapToInt(Mapping::pages)
                                .sum())
                        .as("who is terminated has access to nothing (FF-A 5.4.1 rules 8, 9)")
                        .isEqualTo(receiver.id() == callers ? 0 : 64);
                if (function == Sliced.RELINQUISH || function == Sliced.RETRIEVE_REQ) {
                    Scene.succeeded(here.reclaim(owner, handle, 0));
                }
            }
        }
    }

    @Test
    void nothingIsHeldWhileAnOperationIsPaused() {
        Sliced.LEND.called(scene, vm1, vm2, 0, true);

        assertThat(scene.pair(vm1).held()).isFalse();
        assertThat(scene.platform.operations().all())
                .extracting(MemoryOperation::stage)
                .containsExactly(MemoryOperation.Stage.PAUSED);
    }
}
