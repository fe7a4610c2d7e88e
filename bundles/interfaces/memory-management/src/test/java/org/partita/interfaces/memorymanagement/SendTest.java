package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.HEAP;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.mapped;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.sent;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Grant;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

final class SendTest {
    private static final int ZERO = new SendFlags(true, false).encode();

    private final Scene scene = new Scene();
    private final EndpointModel vm1 = scene.vm1;
    private final EndpointModel vm2 = scene.vm2;
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;

    @Shows({
        "FFA-11.1-9",
        "FFA-11.1-10",
        "FFA-11.1.1.2-15",
        "FFA-11.2-9",
        "FFA-11.2-10",
        "FFA-11.2.1.2-15",
        "FFA-11.3-9",
        "FFA-11.3-10",
        "FFA-11.3.1.2-15",
        "FFA-5.12.1-4",
        "FFA-5.10.2-4"
    })
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void aTransactionThatBeginsIsAnsweredWithItsHandleAndZeroes(Operation operation) {
        CallModel call = scene.call(sp1, operation, sent(operation, sp1, heap(4, 2), sp2));

        long handle = Scene.handle(call);
        assertThat(call.registers)
                .hasToString(
                        "FFA_SUCCESS x1=0x0 x2=0x" + Long.toHexString(handle) + " x3=0x0 x4=0x0 x5=0x0 x6=0x0 x7=0x0");
        assertThat(call.hops()).isEmpty();
        assertThat(scene.platform.ledger().grants()).extracting(Grant::handle).containsExactly(handle);
        assertThat(scene.pair(sp1).held()).isFalse();
    }

    @Shows({"FFA-11.1-1", "FFA-11.2-1", "FFA-11.3-1"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void the64BitFunctionDoesTheSame(Operation operation) {
        long size = scene.transmit(sp1, sent(operation, sp1, heap(4, 2), sp2));

        Scene.succeeded(scene.call(sp1, Scene.function(operation) | 1 << 30, size, size));
    }

    @Shows({"FFA-11.1.1.2-13", "FFA-11.2.1.2-13", "FFA-11.3.1.2-13", "FFA-5.4.1-4"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theOwnerStaysOwnerAndTheReceiverHasNoAccessYet(Operation operation) {
        scene.begun(sp1, operation, sent(operation, sp1, heap(4, 2), sp2));

        boolean shared = operation == Operation.SHARE;
        assertThat(scene.state(sp1, 0x610_4000L))
                .isEqualTo(shared ? AccessState.OWNER_SHARED : AccessState.OWNER_NO_ACCESS);
        assertThat(scene.state(sp2, 0x610_4000L)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        assertThat(scene.state(sp1, 0x610_3000L)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
        assertThat(scene.state(sp1, 0x610_6000L)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
    }

    @Shows({"FFA-11.1.1.2-9", "FFA-11.2.1.2-9"})
    @ParameterizedTest
    @EnumSource(names = {"DONATE", "LEND"})
    void whatIsGivenAwayIsUnmappedFromTheSenderAndNothingElseIs(Operation operation) {
        scene.begun(sp1, operation, sent(operation, sp1, heap(4, 2), sp2));

        assertThat(mapped(sp1, HEAP + 0x3000)).hasSize(1);
        assertThat(mapped(sp1, HEAP + 0x4000)).isEmpty();
        assertThat(mapped(sp1, HEAP + 0x5000)).isEmpty();
        assertThat(mapped(sp1, HEAP + 0x6000)).hasSize(1);
    }

    @Shows("FFA-5.4.1-5")
    @Test
    void whatIsSharedStaysMappedForItsOwnerAsItWas() {
        var before = mapped(vm1, HEAP + 0x4000);

        scene.begun(vm1, Operation.SHARE, sent(Operation.SHARE, vm1, heap(4, 2), vm2));

        assertThat(mapped(vm1, HEAP + 0x4000)).isEqualTo(before).hasSize(1);
    }

    @Shows({"FFA-5.10.2-2", "FFA-5.10.2-3", "FFA-5.10.2-6"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void theSpmAllocatesTheHandleIfAnyReceiverIsAnSp(Operation operation) {
        long among = scene.begun(vm1, operation, sent(operation, vm1, heap(0, 1), vm2));
        long toSp = scene.begun(vm1, operation, sent(operation, vm1, heap(1, 1), sp1));
        long toBoth = scene.begun(vm1, operation, sent(operation, vm1, heap(2, 1), vm2, sp1));
        long ofSp = scene.begun(sp1, operation, sent(operation, sp1, heap(3, 1), sp2));

        assertThat(among >>> 63).as("by the Hypervisor").isEqualTo(1);
        assertThat(toSp >>> 63).isZero();
        assertThat(toBoth >>> 63).isZero();
        assertThat(ofSp >>> 63).isZero();
    }

    @Shows("FFA-5.10.2-3")
    @Test
    void aDonationBetweenVmsNeverReachesTheSpm() {
        CallModel call = scene.call(vm1, Operation.DONATE, sent(Operation.DONATE, vm1, heap(0, 1), vm2));

        assertThat(Scene.handle(call)).isNegative();
        assertThat(call.hops()).isEmpty();
    }

    @Test
    void noHandleIsUsedTwice() {
        Set<Long> handles = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            long handle = scene.begun(sp1, Operation.SHARE, sent(Operation.SHARE, sp1, heap(i, 1), sp2));
            assertThat(handles.add(handle)).isTrue();
            assertThat(handles.add(scene.begun(vm1, Operation.LEND, sent(Operation.LEND, vm1, heap(i, 1), sp2))))
                    .isTrue();
            if (i % 2 == 0) {
                Scene.succeeded(scene.reclaim(sp1, handle, 0));
            }
        }
    }

    @Shows("FFA-5.12.4-1")
    @ParameterizedTest
    @EnumSource(names = {"DONATE", "LEND"})
    void theRelayerZeroesOnlyWhatTheSenderWantsZeroed(Operation operation) {
        scene.begun(sp1, operation, sent(operation, sp1, heap(0, 1), sp2));
        assertThat(scene.platform.zeroed()).isEmpty();

        scene.begun(sp1, operation, sent(sp1, ZERO, entry(sp2, Scene.most(operation), heap(4, 2))));
        scene.begun(vm1, operation, sent(vm1, ZERO, entry(sp2, Scene.most(operation), heap(4, 2))));
        assertThat(scene.platform.zeroed()).containsExactlyInAnyOrder(range(0x610_4000L, 2), range(0x8100_4000L, 2));
    }

    @Shows({"FFA-5.12.3.1-2", "FFA-11.3.1.2-9"})
    @Test
    void aSharerMayLeaveItselfLessAccessThanItHad() {
        var before = mapped(sp1, HEAP + 0x4000);

        long handle = scene.begun(
                sp1,
                Operation.SHARE,
                sent(
                        sp1,
                        0,
                        entry(sp1, DataAccess.READ_ONLY, heap(4, 2)),
                        entry(sp2, DataAccess.READ_WRITE, heap(4, 2))));
        assertThat(mapped(sp1, HEAP + 0x4000))
                .hasSize(1)
                .noneMatch(m -> m.write())
                .allMatch(m -> m.read());
        assertThat(mapped(sp1, HEAP + 0x6000)).allMatch(m -> m.write());

        Scene.succeeded(scene.reclaim(sp1, handle, 0));
        assertThat(mapped(sp1, HEAP + 0x4000)).isEqualTo(before);
    }

    @Shows({"FFA-5.12.3.1-1", "FFA-5.4.1-11"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void thereMayBeSeveralBorrowersInBothWorlds(Operation operation) {
        long handle = scene.begun(vm1, operation, sent(operation, vm1, heap(0, 1), sp1, vm2, sp2));

        Grant grant = scene.platform.ledger().find(handle);
        assertThat(grant).isNotNull();
        assertThat(grant.borrowers()).extracting(b -> b.id()).containsExactly(0x8001, 2, 0x8002);
    }

    @Shows({"FFA-5.4.1-1", "FFA-5.12.4.1-2"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void rangesFollowTheLargestGranuleOfThoseWhoTakePart(Operation operation) {
        scene.platform.granule(sp2.id(), 14);
        String invalid = "INVALID_PARAMETERS FFA-5.4.1-1";

        scene.refused(scene.call(sp1, operation, sent(operation, sp1, heap(4, 1), sp2)), invalid);
        scene.refused(scene.call(sp1, operation, sent(operation, sp1, heap(2, 4), sp2)), invalid);
        Scene.succeeded(scene.call(sp1, operation, sent(operation, sp1, heap(4, 1), scene.sp3)));
        Scene.succeeded(scene.call(sp1, operation, sent(operation, sp1, heap(8, 4), sp2)));
    }
}
