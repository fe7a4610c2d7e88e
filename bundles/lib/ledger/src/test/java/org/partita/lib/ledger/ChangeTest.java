package org.partita.lib.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.lib.ledger.Kind.A;
import static org.partita.lib.ledger.Kind.B;
import static org.partita.lib.ledger.Kind.BASE;
import static org.partita.lib.ledger.Kind.C;
import static org.partita.lib.ledger.Kind.REGION;
import static org.partita.lib.ledger.Kind.known;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.ManagerKind;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.TransactionGone;

/** Changes of the ledger in steps (FF-A 12.2.3.3). */
class ChangeTest {
    private static int steps(MemoryChange change, int operations) {
        int steps = 1;
        while (!change.apply(operations)) {
            steps++;
        }
        return steps;
    }

    @ParameterizedTest
    @EnumSource
    void stepByStepIsAsAtOnce(Kind kind) {
        Kind.World whole = kind.new World();
        MemoryChange atOnce = whole.begin();
        assertThat(atOnce.apply(Integer.MAX_VALUE)).isTrue();
        Grant expected = atOnce.commit();
        for (int operations = 1; operations < 8; operations++) {
            Kind.World world = kind.new World();
            MemoryChange change = world.begin();

            int steps = steps(change, operations);
            Grant grant = change.commit();

            assertThat(steps)
                    .as("steps of %d", operations)
                    .isEqualTo(Math.max(1, (kind.operations + operations - 1) / operations));
            assertThat(grant).isEqualTo(expected);
            assertThat(world.state()).isEqualTo(whole.state());
            assertThat(world.zeroed()).isEqualTo(whole.zeroed());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsUndoneAfterAnyStepIsAsBefore(Kind kind) {
        for (int k = 0; k <= kind.operations; k++) {
            Kind.World world = kind.new World();
            List<String> before = kind.new World().state();
            MemoryChange change = world.begin();
            for (int i = 0; i < k; i++) {
                change.apply(1);
            }

            change.undo();
            change.undo();

            if (kind.name().startsWith("ACCEPTANCE")) {
                // the offer is withdrawn
                assertThat(world.state()).isEqualTo(Kind.OFFER_OF_A_LOAN.new World().state());
                assertThat(world.ledger.offered(world.grant.handle())).isNull();
                continue;
            }
            assertThat(world.state()).as("after %d steps", k).isEqualTo(before);
            MemoryChange again = world.begin();
            steps(again, 2);
            again.commit();
            assertThat(world.state()).isNotEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCEPTANCE_ZEROED", "RELINQUISHMENT_ZEROED", "RECLAIM_ZEROED", "RECLAIM_OF_A_SHARE_ZEROED"})
    void whatCannotBeZeroedIsAsBefore(Kind kind) {
        for (int k = 0; k < 3; k++) {
            Kind.World world = kind.new World();
            List<String> before = world.state();
            MemoryChange change = world.begin();
            int first = kind.operations - 6 - (kind.name().startsWith("RECLAIM") ? 3 : 0);
            for (int i = 0; i < first + k; i++) {
                assertThat(change.apply(1)).isFalse();
            }
            assertThat(world.zeroed()).hasSize(k);
            world.book.failing = true;

            assertThatThrownBy(() -> change.apply(1)).hasMessage("no memory answers");

            boolean offered = kind == Kind.ACCEPTANCE_ZEROED;
            assertThat(world.state()).isEqualTo(offered ? Kind.OFFER_OF_A_LOAN.new World().state() : before);
        }
    }

    @Test
    void whatIsOverIsNotGoneOnWith() {
        Kind.World world = Kind.RETRIEVAL.new World();
        MemoryChange change = world.begin();
        change.apply(100);
        change.commit();
        List<String> state = world.state();

        assertThatThrownBy(() -> change.apply(1)).isInstanceOf(TransactionGone.class);
        assertThatThrownBy(change::commit).isInstanceOf(TransactionGone.class);
        change.undo();
        assertThat(world.state()).isEqualTo(state);
    }

    // ---- who gets access has it at the end (FF-A Table 5.2)

    @ParameterizedTest
    @EnumSource(
            names = {
                "RETRIEVAL",
                "RETRIEVAL_OF_A_DONATION",
                "RETRIEVAL_ONCE_MORE_WITH_OTHER_ACCESS",
                "RECLAIM",
                "RECLAIM_ZEROED",
                "RECLAIM_OF_A_SHARE_WITH_LESS_ACCESS"
            })
    void whoGetsAccessHasItWhenAllIsDone(Kind kind) {
        Kind.World world = kind.new World();
        List<String> before = world.state();
        MemoryChange change = world.begin();

        for (boolean done = false; !done; ) {
            done = change.apply(1);
            assertThat(world.state()).isEqualTo(before);
        }

        change.commit();
        assertThat(world.state()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"RETRIEVAL", "RETRIEVAL_OF_A_DONATION"})
    void whatCannotBeMappedIsAsBefore(Kind kind) {
        Kind.World world = kind.new World();
        List<String> before = world.state();
        MemoryChange change = world.begin();
        change.apply(100);
        world.book.fill(B);

        assertThatThrownBy(change::commit).hasMessage("no room for tables");

        assertThat(world.state()).isEqualTo(before);
        assertThatThrownBy(change::commit).isInstanceOf(TransactionGone.class);
        assertThat(world.ledger.reclaim(world.grant, false)).isTrue();
    }

    /** A Borrower that asked for zeroes after it, but never had access, leaves nothing that had to be zeroed. */
    @Test
    void whoIsTerminatedWhileItRetrievesLeavesWhatTheOwnerHad() {
        Kind.World world = Kind.RETRIEVAL.new World();
        MemoryChange change =
                known(world.ledger.beginRetrieve(world.grant, B, world.view(B, DataAccess.READ_WRITE), true));
        change.apply(100);
        assertThat(world.book.pages(B)).hasSize(16);

        world.ledger.terminated(B, ManagerKind.SPMC);

        assertThatThrownBy(change::commit).isInstanceOf(TransactionGone.class);
        assertThat(world.zeroed()).isEmpty();
        Grant now = known(world.ledger.find(world.grant.handle()));
        assertThat(now.zeroAfter()).isFalse();
        assertThat(world.ledger.reclaim(now, false)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"RELINQUISHMENT, 0, 0", "RELINQUISHMENT_ZEROED, 0, 6", "RELINQUISHMENT_ZEROED, 2, 6"})
    void whoIsTerminatedWhileItRelinquishesHasItZeroedIfItAskedForThat(Kind kind, int applied, int zeroed) {
        Kind.World world = kind.new World();
        MemoryChange change = world.begin();
        change.apply(applied);

        world.ledger.terminated(B, ManagerKind.SPMC);

        assertThatThrownBy(change::commit).isInstanceOf(TransactionGone.class);
        assertThat(world.zeroed()).hasSize(zeroed);
        assertThat(world.book.pages(B)).isEmpty();
        assertThat(world.ledger.reclaim(known(world.ledger.find(world.grant.handle())), false))
                .isTrue();
    }

    // ---- two at the same time

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_ANY,
            names = {"RETRIEVAL.*", "RELINQUISHMENT.*", "RECLAIM.*"})
    void nobodyElseChangesWhatIsBeingChanged(Kind kind) {
        Kind.World world = kind.new World();
        MemoryChange change = world.begin();
        change.apply(1);

        List<Integer> by = kind == Kind.RELINQUISHMENT_OF_BOTH ? List.of(B, C) : List.of(B);
        assertThat(world.ledger.changing(world.grant, A)).isTrue();
        assertThat(world.ledger.changing(world.grant, B)).isTrue();
        assertThat(world.ledger.beginReclaim(world.grant, false)).isNull();
        assertThat(world.ledger.beginRelinquish(world.grant, by, false)).isNull();
        Borrower.View view = world.view(B, DataAccess.READ_WRITE);
        assertThat(world.ledger.beginRetrieve(world.grant, B, view, false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoReceiversRetrieveAtTheSameTime(boolean undone) {
        Kind.World world = Kind.RETRIEVAL.new World();
        MemoryChange ofB = world.begin();
        MemoryChange ofC =
                known(world.ledger.beginRetrieve(world.grant, C, world.view(C, DataAccess.READ_WRITE), false));
        ofB.apply(2);
        ofC.apply(3);
        ofC.commit();
        ofB.apply(1);
        if (undone) {
            ofB.undo();
        } else {
            ofB.commit();
        }

        Grant now = known(world.ledger.find(world.grant.handle()));
        assertThat(known(now.borrower(C)).retrieved()).isEqualTo(1);
        assertThat(known(now.borrower(B)).retrieved()).isEqualTo(undone ? 0 : 1);
        assertThat(world.book.pages(C)).hasSize(22);
        assertThat(world.book.pages(B)).hasSize(undone ? 16 : 22);
    }

    @Test
    void addressesThatAreBeingMappedAreNobodyElses() {
        Kind.World world = Kind.RETRIEVAL.new World();
        Borrower.View view = world.view(B, DataAccess.READ_WRITE);
        MemoryChange change = known(world.ledger.beginRetrieve(world.grant, B, view, false));

        assertThat(world.ledger.free(B, view.at())).isFalse();
        change.apply(1);
        assertThat(world.ledger.free(B, view.at())).isFalse();
        change.undo();
        assertThat(world.ledger.free(B, view.at())).isTrue();
    }

    @Test
    void theLastOfTwoThatRelinquishAtTheSameTimeHasItZeroed() {
        Kind.World world = Kind.RELINQUISHMENT_OF_ONE_OF_TWO.new World();
        MemoryChange ofB = known(world.ledger.beginRelinquish(world.grant, List.of(B), true));
        MemoryChange ofC = known(world.ledger.beginRelinquish(world.grant, List.of(C), false));
        assertThat(ofB.apply(3)).isTrue();
        assertThat(ofC.apply(3)).isTrue();

        ofB.commit();
        assertThat(world.zeroed()).isEmpty();
        ofC.commit();
        assertThat(world.zeroed()).hasSize(6);
    }

    @Test
    void theLastOfTwoWhoseRegionCannotBeZeroedHasItStill() {
        Kind.World world = Kind.RELINQUISHMENT_OF_ONE_OF_TWO.new World();
        MemoryChange ofB = known(world.ledger.beginRelinquish(world.grant, List.of(B), true));
        MemoryChange ofC = known(world.ledger.beginRelinquish(world.grant, List.of(C), false));
        ofB.apply(3);
        ofC.apply(3);
        ofB.commit();
        world.book.failing = true;

        assertThatThrownBy(ofC::commit).hasMessage("no memory answers");
        assertThat(known(known(world.ledger.find(world.grant.handle())).borrower(C))
                        .retrieved())
                .isEqualTo(1);
        assertThat(world.book.pages(C)).hasSize(22);
    }

    /** Who retrieves it has not mapped it (FF-A Table 5.2), so that it can be zeroed (5.12.4.1, Table 5.21 bit 2). */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatSomebodyIsAboutToRetrieveIsZeroedBefore(boolean undone) {
        Kind.World world = Kind.RELINQUISHMENT.new World();
        MemoryChange ofC =
                known(world.ledger.beginRetrieve(world.grant, C, world.view(C, DataAccess.READ_WRITE), false));
        ofC.apply(1);
        world.grant = known(world.ledger.relinquish(world.grant, List.of(B), true));
        assertThat(world.book.pages(C)).hasSize(16);
        assertThat(world.zeroed()).hasSize(6);

        if (undone) {
            ofC.undo();
            assertThat(world.book.pages(C)).hasSize(16);
            assertThat(world.zeroed()).hasSize(6);
        } else {
            ofC.apply(2);
            world.grant = ofC.commit();
            assertThat(world.zeroed()).hasSize(6);
            known(world.ledger.relinquish(world.grant, List.of(C), false));
            assertThat(world.zeroed()).hasSize(12);
        }
    }

    @Test
    void whatIsBeingZeroedNobodyRetrieves() {
        Kind.World world = Kind.RELINQUISHMENT_ZEROED.new World();
        MemoryChange ofB = world.begin();
        ofB.apply(4);

        assertThat(world.zeroed()).hasSize(1);
        Borrower.View view = world.view(C, DataAccess.READ_WRITE);
        assertThat(world.ledger.beginRetrieve(world.grant, C, view, false)).isNull();
        assertThat(world.ledger.changing(world.grant, C)).isTrue();
    }

    // ---- whoever takes part is terminated meanwhile

    @Test
    void aReceiverThatIsTerminatedBeforeAnOfferIsAcceptedGetsNothing() {
        Kind.World world = Kind.ACCEPTANCE_ZEROED.new World();
        MemoryChange change = world.begin();
        change.apply(1);
        world.ledger.terminated(B, ManagerKind.SPMC);
        change.apply(100);

        Grant grant = change.commit();

        assertThat(grant.borrower(B)).isNull();
        assertThat(grant.borrower(C)).isNotNull();
        assertThat(world.ledger.reclaim(grant, false)).isTrue();
    }

    @Test
    void whatNobodyRetrievesAfterItsOwnerIsGoneIsTheManagers() {
        Kind.World world = Kind.RETRIEVAL.new World();
        MemoryChange change = world.begin();
        change.apply(1);

        world.ledger.forget(A);

        assertThat(world.ledger.grants()).isEmpty();
        assertThat(world.ledger.exclusive(0x8000, REGION)).isTrue();
        assertThat(world.zeroed()).contains(BASE + 0x1000);
        List<String> state = world.state();
        assertThatThrownBy(() -> change.apply(100)).isInstanceOf(TransactionGone.class);
        change.undo();
        assertThat(world.state()).isEqualTo(state);
    }

    @Test
    void whoWasAboutToRelinquishWhenTheOwnerWentHasTheRegionStill() {
        Kind.World world = Kind.RELINQUISHMENT.new World();
        MemoryChange change = world.begin();
        change.apply(1);

        world.ledger.forget(A);

        assertThatThrownBy(change::commit).isInstanceOf(TransactionGone.class);
        Grant grant = world.ledger.grants().getFirst();
        known(world.ledger.relinquish(grant, List.of(B), false));
        assertThat(world.ledger.grants()).isEmpty();
        assertThat(world.ledger.exclusive(0x8000, REGION)).isTrue();
    }

    // ---- Handles that are known before

    @Test
    void aReservedHandleIsTheTransactionsAndNobodyElses() {
        Kind.World world = Kind.OFFER_OF_A_LOAN.new World();
        long reserved = world.ledger.reserve(ManagerKind.SPMC);
        Grant offer = known(world.ledger.offer(world.grant.identified(reserved), DataAccess.NOT_SPECIFIED));
        assertThat(world.ledger.reserved(offer)).isEqualTo(reserved);
        assertThat(world.ledger.find(reserved)).isNull();
        assertThat(world.ledger.reserve(ManagerKind.SPMC)).isNotEqualTo(reserved);
        assertThat(world.ledger.reserve(ManagerKind.HYPERVISOR)).isNegative();

        assertThat(world.ledger.accept(offer, ManagerKind.HYPERVISOR).handle()).isEqualTo(reserved);
        assertThat(world.ledger.find(reserved)).isNotNull();
    }
}
