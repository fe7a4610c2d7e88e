package org.partita.lib.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partita.api.call.ManagerKind;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.Origin;

class LedgerTest {
    private static final int SPM = 0x8000;
    private static final int A = 0x8001;
    private static final int B = 0x8002;
    private static final int C = 0x8003;
    private static final long BASE = 0x600_0000L;

    private final Book book = new Book();
    private final Ledger ledger = new Ledger(book);
    private List<Holding> start = List.of();

    @BeforeEach
    void setUp() {
        ledger.add(
                List.of(
                        new MemoryRange(BASE, 0x10_0000, true, false, "secure"),
                        new MemoryRange(0x8000_0000L, 0x10_0000, false, false, "normal")),
                SPM,
                0);
        for (int id : new int[] {A, B, C}) {
            long at = BASE + (id - A) * 0x1_0000L;
            ledger.allocate(id, List.of(range(at, 16)));
            book.stage(id).map(List.of(mapping(at, at, 16)));
        }
        start = ledger.holdings();
    }

    private static ConstituentRange range(long address, int pages) {
        return new ConstituentRange(address, pages);
    }

    private static Mapping mapping(long address, long physical, int pages) {
        return new Mapping(address, physical, pages, true, true, false, true, false, "heap");
    }

    private static Grant proposal(TransactionType type, List<ConstituentRange> ranges, int... receivers) {
        List<Borrower> borrowers = java.util.Arrays.stream(receivers)
                .mapToObj(id -> Borrower.of(id, DataAccess.READ_WRITE))
                .toList();
        return new Grant(
                0,
                type,
                A,
                true,
                5,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE,
                true,
                false,
                false,
                ranges,
                borrowers);
    }

    private Grant begin(TransactionType type, List<ConstituentRange> ranges, int... receivers) {
        Grant offer = ledger.offer(proposal(type, ranges, receivers), DataAccess.NOT_SPECIFIED);
        assertThat(offer).isNotNull();
        return ledger.accept(offer, ManagerKind.SPMC);
    }

    private Grant retrieve(Grant grant, int id) {
        Borrower.View view = new Borrower.View(
                ledger.place(id, grant, 0x1000),
                DataAccess.READ_WRITE,
                InstructionAccess.EXECUTE_NEVER,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE);
        Grant next = ledger.retrieve(grant, id, view, false);
        assertThat(next).isNotNull();
        return next;
    }

    private AccessState state(long physical, int component) {
        return ledger.holdings().stream()
                .filter(h -> physical >= h.base() && physical < h.base() + h.pages() * 4096)
                .findFirst()
                .orElseThrow()
                .state(component);
    }

    @Test
    void whatIsLentIsCutOutOfTheMiddleAndComesBackWhereItWas() {
        Grant grant = begin(TransactionType.LEND, List.of(range(BASE + 0x3000, 2)), B);

        assertThat(book.pages(A)).hasSize(14).doesNotContainKey(BASE + 0x3000).doesNotContainKey(BASE + 0x4000);
        assertThat(state(BASE + 0x2000, A)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
        assertThat(state(BASE + 0x3000, A)).isEqualTo(AccessState.OWNER_NO_ACCESS);

        assertThat(ledger.reclaim(grant, false)).isTrue();
        assertThat(book.pages(A)).hasSize(16).containsEntry(BASE + 0x4000, BASE + 0x4000);
        assertThat(ledger.holdings()).isEqualTo(start);
        assertThat(ledger.reclaim(grant, false)).as("a second time").isFalse();
    }

    @Test
    void anOfferThatIsWithdrawnLeavesNoTrace() {
        Grant offer = ledger.offer(
                proposal(TransactionType.LEND, List.of(range(BASE + 0x3000, 2)), B), DataAccess.NOT_SPECIFIED);
        assertThat(ledger.offered(A, List.of(range(BASE + 0x3000, 2)))).isSameAs(offer);
        assertThat(ledger.grants()).isEmpty();
        ledger.withdraw(offer);
        assertThat(ledger.holdings()).isEqualTo(start);
        assertThat(book.pages(A)).hasSize(16);
        assertThat(ledger.offered(offer.handle())).isNull();
    }

    @Test
    void nothingIsOfferedTwiceNorByAnybodyElse() {
        begin(TransactionType.SHARE, List.of(range(BASE + 0x3000, 1)), B);
        Grant overlapping = proposal(TransactionType.SHARE, List.of(range(BASE + 0x2000, 2)), B);
        assertThat(ledger.offer(overlapping, DataAccess.NOT_SPECIFIED)).isNull();
        Grant ofB = proposal(TransactionType.SHARE, List.of(range(BASE + 0x1_0000, 1)), C);
        assertThat(ledger.offer(ofB, DataAccess.NOT_SPECIFIED))
                .as("A does not own it")
                .isNull();
        Grant nowhere = proposal(TransactionType.SHARE, List.of(range(BASE + 0xF_F000, 2)), C);
        assertThat(ledger.offer(nowhere, DataAccess.NOT_SPECIFIED))
                .as("beyond the memory")
                .isNull();
    }

    @Test
    void aReceiverGetsTheRegionAtItsPhysicalAddressesOrWhereThereIsRoom() {
        book.stage(B).map(List.of(mapping(BASE + 0x3000, BASE + 0x1_5000, 1)));
        Grant grant = begin(TransactionType.SHARE, List.of(range(BASE + 0x5000, 1), range(BASE + 0x3000, 2)), B);
        List<ConstituentRange> places = ledger.place(B, grant, 0x1000);
        assertThat(places.get(0)).isEqualTo(range(BASE + 0x5000, 1));
        assertThat(places.get(1).pages()).isEqualTo(2);
        assertThat(ledger.free(B, places)).isTrue();
        assertThat(ledger.place(B, grant, 0x20_0000)).allMatch(r -> r.address() % 0x20_0000 == 0);
        retrieve(grant, B);
        assertThat(book.pages(B)).containsEntry(places.get(1).address() + 0x1000, BASE + 0x4000);
    }

    @Test
    void addressesOfWhatWasLentStayTheLenders() {
        begin(TransactionType.LEND, List.of(range(BASE, 1)), B);
        assertThat(ledger.free(A, List.of(range(BASE, 1)))).isFalse();
        assertThat(ledger.free(A, List.of(range(0x1000, 1), range(0x1000, 1))))
                .as("twice")
                .isFalse();
    }

    @Test
    void aChangeThatWasDecidedOnAnOlderStateIsRefused() {
        Grant grant = begin(TransactionType.SHARE, List.of(range(BASE, 1)), B, C);
        Grant afterB = retrieve(grant, B);
        assertThat(ledger.retrieve(grant, C, afterB.borrower(B).mapped(), false))
                .isNull();
        assertThat(ledger.relinquish(grant, List.of(B), false)).isNull();
        assertThat(ledger.reclaim(grant, false)).isFalse();
        assertThat(book.pages(C)).hasSize(16);
        assertThat(ledger.reclaim(afterB, false)).as("B has it").isFalse();
    }

    /** Ranges with the same history are one, those with another are apart. */
    @Test
    void whatWasDonatedSaysByWhichDonation() {
        Grant first = begin(TransactionType.DONATE, List.of(range(BASE + 0x3000, 1), range(BASE + 0x4000, 1)), B);
        assertThat(origins(BASE, 16)).containsOnlyNulls();
        retrieve(first, B);
        Grant second = begin(TransactionType.DONATE, List.of(range(BASE + 0x5000, 1)), B);
        retrieve(second, B);
        Origin byFirst = new Origin.Donation(first.handle(), A);
        Origin bySecond = new Origin.Donation(second.handle(), A);
        assertThat(origins(BASE + 0x3000, 3)).containsExactly(byFirst, bySecond);
        assertThat(origins(BASE + 0x6000, 1)).containsOnlyNulls();

        ledger.forget(B);
        ledger.forget(A);
        assertThat(origins(BASE, 16))
                .as("one range again, of the SPM")
                .hasSize(1)
                .containsOnlyNulls();
    }

    private List<@Nullable Origin> origins(long base, int pages) {
        return ledger.holdings().stream()
                .filter(h -> h.base() < base + pages * 4096L && base < h.base() + h.pages() * 4096)
                .map(Holding::origin)
                .toList();
    }

    @Test
    void aDonationIsCompletedByItsRetrieval() {
        Grant grant = begin(TransactionType.DONATE, List.of(range(BASE, 1)), B);
        retrieve(grant, B);
        assertThat(state(BASE, A)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        assertThat(state(BASE, B)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
        assertThat(ledger.find(grant.handle())).isNull();
        assertThat(ledger.free(A, List.of(range(BASE, 1))))
                .as("the donor's addresses")
                .isTrue();
    }

    @Test
    void handlesSayWhoAllocatedThemAndAreNeverUsedAgain() {
        Grant first = begin(TransactionType.SHARE, List.of(range(BASE, 1)), B);
        ledger.reclaim(first, false);
        Grant offer =
                ledger.offer(proposal(TransactionType.SHARE, List.of(range(BASE, 1)), B), DataAccess.NOT_SPECIFIED);
        Grant second = ledger.accept(offer, ManagerKind.HYPERVISOR);
        assertThat(first.handle()).isPositive();
        assertThat(second.handle()).isNegative();
        assertThat(second.handle() & Long.MAX_VALUE).isNotEqualTo(first.handle());
    }

    @Test
    void zeroingWaitsForTheLastBorrower() {
        Grant grant = retrieve(begin(TransactionType.LEND, List.of(range(BASE, 1)), B, C), B);
        grant = retrieve(grant, C);
        grant = ledger.relinquish(grant, List.of(B), true);
        assertThat(book.zeroed()).isEmpty();
        assertThat(book.pages(B)).hasSize(16);
        ledger.relinquish(grant, List.of(C), false);
        assertThat(book.zeroed()).containsExactly(range(BASE, 1));
    }

    @Test
    void aBorrowerThatIsTerminatedHasNothingAnyMore() {
        Grant grant = retrieve(begin(TransactionType.LEND, List.of(range(BASE, 1)), B), B);
        ledger.terminated(B, ManagerKind.SPMC);
        assertThat(book.pages(B)).isEmpty();
        assertThat(state(BASE, B)).isEqualTo(AccessState.NOT_OWNER_NO_ACCESS);
        Grant now = ledger.find(grant.handle());
        assertThat(now).isNotNull();
        assertThat(ledger.reclaim(now, false)).isTrue();
        assertThat(state(BASE, A)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
    }

    @Test
    void whatALenderThatIsGoneHadLentIsTheManagersWhenItIsRelinquished() {
        Grant grant = retrieve(begin(TransactionType.LEND, List.of(range(BASE, 1)), B), B);
        ledger.forget(A);
        assertThat(state(BASE + 0x1000, SPM)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
        assertThat(state(BASE, B)).isEqualTo(AccessState.NOT_OWNER_EXCLUSIVE);
        Grant now = ledger.find(grant.handle());
        ledger.relinquish(now, List.of(B), false);
        assertThat(ledger.grants()).isEmpty();
        assertThat(state(BASE, SPM)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
        assertThat(book.zeroed()).as("contents of a partition that is gone").contains(range(BASE, 1));
    }

    @Test
    void normalMemoryOfAnSpGoesBackToTheNormalWorld() {
        ledger.allocate(A, List.of(range(0x8000_0000L, 1)));
        ledger.forget(A);
        assertThat(state(0x8000_0000L, 0)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
        assertThat(state(BASE, SPM)).isEqualTo(AccessState.OWNER_EXCLUSIVE);
    }

    @Test
    void whatAManagerInheritsAdjoinsWhatItHas() {
        ledger.forget(C);
        ledger.forget(B);
        ledger.forget(A);
        assertThat(ledger.holdings())
                .containsExactly(
                        new Holding(BASE, 0x100, true, SPM, null), new Holding(0x8000_0000L, 0x100, false, 0, null));
    }

    @Test
    void manyRangesCostNoPairwiseComparison() {
        List<ConstituentRange> odd = new java.util.ArrayList<>();
        for (int i = 15; i > 0; i -= 2) {
            odd.add(range(BASE + i * 0x1000L, 1));
        }
        Grant grant = begin(TransactionType.LEND, odd, B);
        assertThat(grant.ranges()).as("the sender's order").isEqualTo(odd);
        assertThat(book.pages(A)).hasSize(8);
        ledger.reclaim(grant, true);
        assertThat(book.pages(A)).hasSize(16);
        assertThat(ledger.holdings()).isEqualTo(start);
    }

    @Test
    void whatASharerKeepsDoesNotHideWhatIsMappedAroundIt() {
        Grant offer = ledger.offer(
                proposal(TransactionType.SHARE, List.of(range(BASE + 0x3000, 2)), B), DataAccess.READ_WRITE);
        assertThat(offer).isNotNull();
        assertThat(book.stage(A).mappings()).as("joined again").hasSize(1);

        assertThat(ledger.free(A, List.of(range(BASE + 0x8000, 1)))).isFalse();
        assertThat(ledger.free(A, List.of(range(BASE + 0x1000, 1)))).isFalse();
        assertThat(ledger.free(A, List.of(range(BASE + 0x1_0000, 1)))).isTrue();
    }

    @Test
    void aRetrievalWithOtherAccessChangesWhatIsMapped() {
        Grant grant = retrieve(begin(TransactionType.LEND, List.of(range(BASE, 1)), B), B);
        Borrower.View before = grant.borrower(B).mapped();
        Borrower.View less = new Borrower.View(
                before.at(), DataAccess.READ_ONLY, InstructionAccess.EXECUTE_NEVER, before.attributes());

        assertThat(ledger.retrieve(grant, B, less, false)).isNotNull();

        assertThat(book.stage(B).mappings())
                .filteredOn(m -> m.physical() == BASE)
                .singleElement()
                .matches(
                        m -> !m.write() && m.address() == before.at().getFirst().address());
    }
}
