package org.partita.lib.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partita.api.call.ManagerKind;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryRange;

/** What the ledger refuses or can't do changes nothing. */
class LedgerFaultTest {
    private static final int A = 0x8001;
    private static final int B = 0x8002;
    private static final long BASE = 0x600_0000L;

    private final Book book = new Book();
    private final Ledger ledger = new Ledger(book);
    private List<Holding> start = List.of();

    @BeforeEach
    void aHas16Pages() {
        ledger.add(List.of(new MemoryRange(BASE, 0x10_0000, true, false, "secure")), 0x8000, 0);
        ledger.allocate(A, List.of(range(BASE, 16)));
        book.stage(A).map(List.of(new Mapping(BASE, BASE, 16, true, true, false, true, false, "heap")));
        start = ledger.holdings();
    }

    private static ConstituentRange range(long address, int pages) {
        return new ConstituentRange(address, pages);
    }

    private Grant offer(TransactionType type) {
        Grant proposal = new Grant(
                0,
                type,
                A,
                true,
                5,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE,
                true,
                type != TransactionType.SHARE,
                false,
                List.of(range(BASE, 1)),
                List.of(Borrower.of(B, DataAccess.READ_WRITE)));
        Grant offer = ledger.offer(proposal, DataAccess.NOT_SPECIFIED);
        assertThat(offer).isNotNull();
        return offer;
    }

    @Test
    void beyond63BitsThereIsNoMemory() {
        for (long address : new long[] {0x7FFF_FFFF_FFFF_F000L, Long.MIN_VALUE, -0x1000L}) {
            assertThat(ledger.exists(List.of(range(address, 1)), false)).isFalse();
            assertThat(ledger.exclusive(A, List.of(range(address, 1)))).isFalse();
        }
    }

    @Test
    void aRegionThatCannotBeZeroedIsTheSendersAgainAndHasNoHandle() {
        Grant offer = offer(TransactionType.LEND);
        book.failing = true;

        assertThatThrownBy(() -> ledger.accept(offer, ManagerKind.SPMC)).hasMessage("no memory answers");
        assertThat(ledger.grants()).isEmpty();
        assertThat(ledger.offered(offer.handle())).isNull();
        assertThat(ledger.holdings()).isEqualTo(start);
        assertThat(book.pages(A)).hasSize(16);
    }

    @Test
    void aRegionThatCannotBeZeroedIsStillShared() {
        Grant grant = ledger.accept(offer(TransactionType.SHARE), ManagerKind.SPMC);
        book.failing = true;

        assertThatThrownBy(() -> ledger.reclaim(grant, true)).hasMessage("no memory answers");
        assertThat(book.pages(A)).hasSize(16);
        assertThat(ledger.find(grant.handle())).isSameAs(grant);
    }
}
