package org.partita.lib.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partita.api.call.ManagerKind;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.TransactionGone;

/** What several contexts do to one transaction at the same time. */
class ContendedLedgerTest {
    private static final int A = 0x8001;
    private static final int B = 0x8002;
    private static final int C = 0x8003;
    private static final long BASE = 0x600_0000L;
    private static final List<ConstituentRange> REGION = List.of(new ConstituentRange(BASE, 4));

    private final Book book = new Book();
    private final Ledger ledger = new Ledger(book);
    private List<Holding> start = List.of();

    @BeforeEach
    void setUp() {
        ledger.add(List.of(new MemoryRange(BASE, 0x10_0000, true, false, "secure")), 0x8000, 0);
        for (int id : new int[] {A, B, C}) {
            long at = BASE + (id - A) * 0x1_0000L;
            ledger.allocate(id, List.of(new ConstituentRange(at, 16)));
            book.stage(id).map(List.of(new Mapping(at, at, 16, true, true, false, true, false, "heap")));
        }
        start = ledger.holdings();
    }

    private Grant offer(TransactionType type, boolean zeroed, int... receivers) {
        List<Borrower> borrowers = Arrays.stream(receivers)
                .mapToObj(id -> Borrower.of(id, DataAccess.READ_WRITE))
                .toList();
        MemoryAttributes attributes = MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE;
        Grant proposal = new Grant(0, type, A, true, 5, attributes, true, zeroed, false, REGION, borrowers);
        Grant offer = ledger.offer(proposal, DataAccess.NOT_SPECIFIED);
        assertThat(offer).isNotNull();
        return offer;
    }

    private Borrower.View view(int receiver, Grant grant) {
        return new Borrower.View(
                ledger.place(receiver, grant, 4096),
                DataAccess.READ_WRITE,
                InstructionAccess.EXECUTE_NEVER,
                grant.attributes());
    }

    private Grant retrieved(Grant grant, int receiver) {
        Grant next = ledger.retrieve(grant, receiver, view(receiver, grant), false);
        assertThat(next).isNotNull();
        return next;
    }

    @Test
    void anOfferThatIsWithdrawnIsNotAcceptedByWhoWasAboutTo() {
        Grant offer = offer(TransactionType.LEND, true, B);
        MemoryChange accepting = ledger.beginAccept(offer, ManagerKind.SPMC);
        accepting.apply(1);

        ledger.withdraw(offer);

        assertThat(ledger.holdings()).isEqualTo(start);
        assertThat(book.pages(A)).hasSize(16);
        assertThatThrownBy(() -> accepting.apply(100)).isInstanceOf(TransactionGone.class);
        assertThatThrownBy(accepting::commit).isInstanceOf(TransactionGone.class);
        assertThat(ledger.grants()).isEmpty();
    }

    @Test
    void twoRelinquishTogetherWhileAThirdIsAboutToRetrieve() {
        Grant grant = ledger.accept(offer(TransactionType.SHARE, false, B, C, 0xC002), ManagerKind.SPMC);
        grant = retrieved(retrieved(grant, C), 0xC002);
        MemoryChange retrieving = ledger.beginRetrieve(grant, B, view(B, grant), false);
        assertThat(retrieving).isNotNull();

        Grant left = ledger.relinquish(grant, List.of(C, 0xC002), false);

        assertThat(left).isNotNull();
        retrieving.apply(100);
        assertThat(retrieving.commit().borrower(B).retrieved()).isEqualTo(1);
    }

    @Test
    void severalReceiversHaveItTogetherOrNone() {
        Grant grant = ledger.accept(offer(TransactionType.SHARE, false, B, C), ManagerKind.SPMC);
        Map<Integer, Borrower.View> views = new LinkedHashMap<>();
        views.put(B, view(B, grant));
        views.put(C, view(C, grant));
        MemoryChange both = ledger.beginRetrieve(grant, views, false);
        assertThat(both).isNotNull();
        assertThat(both.apply(1)).isFalse();
        assertThat(both.apply(1)).isTrue();
        ledger.terminated(C, ManagerKind.SPMC);

        assertThatThrownBy(both::commit).isInstanceOf(TransactionGone.class);

        assertThat(book.pages(B)).hasSize(16);
        assertThat(ledger.reclaim(ledger.grants().getFirst(), false)).isTrue();
    }

    @Test
    void whatCannotBeMappedForOneOfSeveralNobodyHas() {
        Grant grant = ledger.accept(offer(TransactionType.SHARE, false, B, C), ManagerKind.SPMC);
        Map<Integer, Borrower.View> views = new LinkedHashMap<>();
        views.put(B, view(B, grant));
        views.put(C, view(C, grant));
        MemoryChange both = ledger.beginRetrieve(grant, views, false);
        assertThat(both).isNotNull();
        both.apply(100);
        book.fill(C);

        assertThatThrownBy(both::commit).hasMessage("no room for tables");

        assertThat(book.pages(B)).hasSize(16);
        assertThat(book.pages(C)).hasSize(16);
        assertThat(ledger.grants()).containsExactly(grant);
        assertThat(ledger.changing(grant, A)).isFalse();
        assertThat(ledger.reclaim(grant, false)).isTrue();
    }

    @Test
    void whatIsSentToAnEndpointThatHasCrashedItDoesNotRetrieve() {
        ledger.terminated(B, ManagerKind.SPMC);

        Grant grant = ledger.accept(offer(TransactionType.SHARE, false, B, C), ManagerKind.SPMC);

        assertThat(ledger.retrieve(grant, B, view(B, grant), false)).isNull();
        retrieved(grant, C);
    }

    @Test
    void anEndpointThatIsTerminatedGoesOnWithNothing() {
        Grant grant = ledger.accept(offer(TransactionType.SHARE, false, B, C), ManagerKind.SPMC);
        Operations operations = new Operations(ledger, (ranges, secure) -> {
            throw new IllegalStateException("no buffer is wanted");
        });
        Registers call = new Registers();
        call.set(FunctionId.FFA_MEM_RETRIEVE_REQ.id32(), 0);
        MemoryOperation of = operations.begin(ManagerKind.SPMC, B, call);
        assertThat(of).isNotNull();
        MemoryChange late = ledger.beginRetrieve(grant, B, view(B, grant), false);
        operations.terminated(B);

        assertThatThrownBy(() -> of.change(late)).isInstanceOf(TransactionGone.class);

        operations.release(of);
        assertThat(operations.take(of)).isFalse();
        assertThat(ledger.changing(grant, C)).isFalse();
        assertThat(ledger.reclaim(grant, false)).isTrue();
        assertThat(ledger.holdings()).isEqualTo(start);
    }

    @Test
    void anOfferWhoseSenderIsForgottenIsTakenBack() {
        offer(TransactionType.LEND, false, B);
        ledger.forget(A);
        assertThat(ledger.exclusive(0x8000, REGION)).isTrue();
    }
}
