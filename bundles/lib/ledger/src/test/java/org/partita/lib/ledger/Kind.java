package org.partita.lib.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.ManagerKind;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.MemoryRange;

/** Each kind of change, of a region of three ranges with six pages, which A sends to B and C. */
enum Kind {
    OFFER_OF_A_LOAN(TransactionType.LEND, 3),
    OFFER_OF_A_DONATION(TransactionType.DONATE, 3),
    OFFER_OF_A_SHARE(TransactionType.SHARE, 0),
    OFFER_OF_A_SHARE_WITH_LESS_ACCESS(TransactionType.SHARE, 3),
    ACCEPTANCE(TransactionType.LEND, 0),
    ACCEPTANCE_ZEROED(TransactionType.LEND, 6),
    RETRIEVAL(TransactionType.LEND, 3),
    RETRIEVAL_OF_A_DONATION(TransactionType.DONATE, 3),
    RETRIEVAL_ONCE_MORE(TransactionType.LEND, 0),
    RETRIEVAL_ONCE_MORE_WITH_OTHER_ACCESS(TransactionType.LEND, 3),
    RELINQUISHMENT(TransactionType.LEND, 3),
    RELINQUISHMENT_ZEROED(TransactionType.LEND, 9),
    RELINQUISHMENT_OF_ONE_OF_TWO(TransactionType.LEND, 3),
    RELINQUISHMENT_OF_BOTH(TransactionType.LEND, 6),
    RECLAIM(TransactionType.LEND, 3),
    /** Unmaps nothing, but looks; zeroes; maps. */
    RECLAIM_ZEROED(TransactionType.LEND, 12),
    RECLAIM_OF_A_SHARE(TransactionType.SHARE, 0),
    RECLAIM_OF_A_SHARE_ZEROED(TransactionType.SHARE, 12),
    RECLAIM_OF_A_SHARE_WITH_LESS_ACCESS(TransactionType.SHARE, 3),
    RECLAIM_OF_A_SHARE_WITH_LESS_ACCESS_ZEROED(TransactionType.SHARE, 12);

    static final int A = 0x8001;
    static final int B = 0x8002;
    static final int C = 0x8003;
    static final long BASE = 0x600_0000L;
    static final List<ConstituentRange> REGION =
            List.of(range(BASE + 0x8000, 2), range(BASE + 0x1000, 1), range(BASE + 0x4000, 3));

    final TransactionType type;
    /** Translation table operations that it takes: ranges mapped or unmapped, pages zeroed. */
    final int operations;

    Kind(TransactionType type, int operations) {
        this.type = type;
        this.operations = operations;
    }

    /** Three endpoints with 16 pages each, and what has happened before the change. */
    final class World {
        final Book book = new Book();
        final Ledger ledger = new Ledger(book);
        Grant grant = proposal();

        World() {
            ledger.add(List.of(new MemoryRange(BASE, 0x10_0000, true, false, "secure")), 0x8000, 0);
            for (int id : new int[] {A, B, C}) {
                long at = BASE + (id - A) * 0x1_0000L;
                ledger.allocate(id, List.of(range(at, 16)));
                book.stage(id).map(List.of(new Mapping(at, at, 16, true, true, false, true, false, "heap")));
            }
            if (name().startsWith("OFFER")) {
                return;
            }
            grant = known(ledger.offer(proposal(), own()));
            if (name().startsWith("ACCEPTANCE")) {
                return;
            }
            grant = ledger.accept(grant, ManagerKind.SPMC);
            if (name().startsWith("RELINQUISHMENT") || name().contains("ONCE_MORE")) {
                retrieve(B);
            }
            if (name().contains("TWO") || name().contains("BOTH")) {
                retrieve(C);
            }
        }

        private Grant proposal() {
            List<Borrower> borrowers = new ArrayList<>(List.of(Borrower.of(B, DataAccess.READ_WRITE)));
            if (type != TransactionType.DONATE) {
                borrowers.add(Borrower.of(C, DataAccess.READ_WRITE));
            }
            return new Grant(
                    0,
                    type,
                    A,
                    true,
                    5,
                    MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE,
                    true,
                    name().equals("ACCEPTANCE_ZEROED"),
                    false,
                    REGION,
                    borrowers);
        }

        private DataAccess own() {
            return name().contains("LESS_ACCESS") ? DataAccess.READ_ONLY : DataAccess.NOT_SPECIFIED;
        }

        Grant retrieve(int id) {
            grant = known(ledger.retrieve(grant, id, view(id, DataAccess.READ_WRITE), false));
            return grant;
        }

        Borrower.View view(int id, DataAccess data) {
            Borrower b = grant.borrower(id);
            assertThat(b).isNotNull();
            List<ConstituentRange> at = b.retrieved() > 0 ? b.mapped().at() : ledger.place(id, grant, 0x1000);
            return new Borrower.View(
                    at, data, InstructionAccess.EXECUTE_NEVER, MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE);
        }

        MemoryChange begin() {
            boolean zeroed = name().endsWith("ZEROED");
            return known(
                    switch (Kind.this) {
                        case OFFER_OF_A_LOAN,
                                OFFER_OF_A_DONATION,
                                OFFER_OF_A_SHARE,
                                OFFER_OF_A_SHARE_WITH_LESS_ACCESS -> ledger.beginOffer(grant, own());
                        case ACCEPTANCE, ACCEPTANCE_ZEROED -> ledger.beginAccept(grant, ManagerKind.SPMC);
                        case RETRIEVAL, RETRIEVAL_OF_A_DONATION, RETRIEVAL_ONCE_MORE ->
                            ledger.beginRetrieve(grant, B, view(B, DataAccess.READ_WRITE), false);
                        case RETRIEVAL_ONCE_MORE_WITH_OTHER_ACCESS ->
                            ledger.beginRetrieve(grant, B, view(B, DataAccess.READ_ONLY), false);
                        case RELINQUISHMENT, RELINQUISHMENT_ZEROED, RELINQUISHMENT_OF_ONE_OF_TWO ->
                            ledger.beginRelinquish(grant, List.of(B), zeroed);
                        case RELINQUISHMENT_OF_BOTH -> ledger.beginRelinquish(grant, List.of(B, C), false);
                        default -> ledger.beginReclaim(grant, zeroed);
                    });
        }

        /** What can be seen of it, but contents. */
        List<String> state() {
            List<String> all = new ArrayList<>();
            ledger.holdings().forEach(h -> all.add(h.toString()));
            ledger.grants().forEach(g -> all.add(g.toString()));
            for (int id : new int[] {A, B, C}) {
                book.stage(id).mappings().forEach(m -> all.add(id + ": " + m));
            }
            return all;
        }

        /** Pages that were zeroed, in order. */
        List<Long> zeroed() {
            List<Long> pages = new ArrayList<>();
            for (ConstituentRange r : book.zeroed()) {
                for (int i = 0; i < r.pages(); i++) {
                    pages.add(r.address() + i * 0x1000L);
                }
            }
            Collections.sort(pages);
            return pages;
        }
    }

    static ConstituentRange range(long address, int pages) {
        return new ConstituentRange(address, pages);
    }

    static <T> T known(@Nullable T thing) {
        assertThat(thing).isNotNull();
        return thing;
    }
}
