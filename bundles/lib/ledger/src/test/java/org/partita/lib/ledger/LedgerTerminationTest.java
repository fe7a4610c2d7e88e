package org.partita.lib.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partita.api.call.ManagerKind;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.Origin;

/** Who has the memory of an endpoint that a fatal error has ended (FF-A 5.4.1 rules 8 to 10). */
class LedgerTerminationTest {
    private static final int NORMAL_WORLD = 0;
    private static final int VM = 1;
    private static final int SPM = 0x8000;
    private static final int SP = 0x8001;
    private static final int B = 0x8002;
    private static final int C = 0x8003;
    private static final long SECURE = 0x600_0000L;
    private static final long NORMAL = 0x8000_0000L;
    private static final int PAGE = 0x1000;

    private final Book book = new Book();
    private final Ledger ledger = new Ledger(book);
    private List<Holding> start = List.of();

    @BeforeEach
    void setUp() {
        ledger.add(
                List.of(
                        new MemoryRange(SECURE, 0x10_0000, true, false, "secure"),
                        new MemoryRange(NORMAL, 0x10_0000, false, false, "normal")),
                SPM,
                NORMAL_WORLD);
        start = ledger.holdings();
        equip(SP, SECURE);
        equip(VM, NORMAL);
    }

    private void equip(int id, long at) {
        ledger.allocate(id, List.of(new ConstituentRange(at, 4)));
        book.stage(id).map(List.of(new Mapping(at, at, 4, true, true, false, at == SECURE, false, "heap")));
    }

    private Grant sent(TransactionType type, int sender, long page, int... receivers) {
        List<Borrower> borrowers = Arrays.stream(receivers)
                .mapToObj(id -> Borrower.of(id, DataAccess.READ_WRITE))
                .toList();
        Grant proposal = new Grant(
                0,
                type,
                sender,
                page < NORMAL,
                0,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE,
                true,
                false,
                false,
                List.of(new ConstituentRange(page, 1)),
                borrowers);
        Grant offer = ledger.offer(proposal, DataAccess.NOT_SPECIFIED);
        assertThat(offer).isNotNull();
        return ledger.accept(offer, ManagerKind.SPMC);
    }

    private Grant retrieved(Grant grant, int by) {
        Borrower.View view = new Borrower.View(
                ledger.place(by, grant, PAGE),
                DataAccess.READ_WRITE,
                InstructionAccess.EXECUTE_NEVER,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE);
        Grant now = ledger.retrieve(grant, by, view, false);
        assertThat(now).isNotNull();
        return now;
    }

    /** States of components for a page. */
    private String states(long page, int... components) {
        Holding there = at(page);
        return String.join(
                ", ",
                Arrays.stream(components)
                        .mapToObj(id -> there.state(id).acronym())
                        .toList());
    }

    private Holding at(long page) {
        return ledger.holdings().stream()
                .filter(h -> page >= h.base() && page < h.base() + h.pages() * PAGE)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatAnEndpointHadSaysWhoseFatalErrorMovedIt() {
        Grant loan = retrieved(sent(TransactionType.LEND, VM, NORMAL, B), B);
        ledger.terminated(SP, ManagerKind.SPMC);
        ledger.terminated(VM, ManagerKind.HYPERVISOR);
        assertThat(at(SECURE).origin()).isEqualTo(new Origin.FatalError(SP));
        assertThat(at(SECURE).pages()).isEqualTo(4);
        assertThat(at(NORMAL).origin()).isEqualTo(new Origin.FatalError(VM));
        assertThat(at(NORMAL + 5 * PAGE).origin())
                .as("of pages that it did not have")
                .isNull();
        ledger.relinquish(ledger.find(loan.handle()), List.of(B), false);
        assertThat(at(NORMAL).origin()).isEqualTo(new Origin.FatalError(VM));
        assertThat(at(NORMAL).pages()).isEqualTo(4);
    }

    @Test
    void theNextOneWasSetUpWithItsMemory() {
        ledger.terminated(VM, ManagerKind.HYPERVISOR);
        ledger.allocate(B, List.of(new ConstituentRange(NORMAL, 2)));
        assertThat(at(NORMAL).origin()).isNull();
        assertThat(at(NORMAL + 2 * PAGE).origin()).isEqualTo(new Origin.FatalError(VM));
        ledger.forget(VM);
        assertThat(at(NORMAL + 2 * PAGE).origin()).isNull();
    }

    @Test
    void theSpmHasTheAccessOfAnSpWhichStaysTheOwner() {
        ledger.terminated(SP, ManagerKind.SPMC);
        assertThat(states(SECURE, SP, SPM)).isEqualTo("Owner-NA, !Owner-EA");
        assertThat(book.pages(SP)).isEmpty();
        assertThat(ledger.exclusive(SP, List.of(new ConstituentRange(SECURE, 1))))
                .as("it could send it")
                .isFalse();
    }

    @Test
    void theHypervisorOwnsWhatAVmHad() {
        ledger.terminated(VM, ManagerKind.HYPERVISOR);
        assertThat(states(NORMAL, VM, NORMAL_WORLD)).isEqualTo("!Owner-NA, Owner-EA");
        assertThat(book.pages(VM)).isEmpty();
    }

    @Test
    void theSpmOwnsWhatAnOsKernelHadUntilThereIsAnother() {
        sent(TransactionType.SHARE, NORMAL_WORLD, NORMAL + 8 * PAGE, B);
        ledger.terminated(NORMAL_WORLD, ManagerKind.SPMD);
        assertThat(states(NORMAL + 8 * PAGE, NORMAL_WORLD, SPM)).isEqualTo("!Owner-NA, Owner-EA");
        ledger.forget(NORMAL_WORLD);
        assertThat(states(NORMAL + 8 * PAGE, NORMAL_WORLD, SPM)).isEqualTo("Owner-EA, !Owner-NA");
    }

    @Test
    void aBorrowerOfAnSpKeepsARegionUntilItRelinquishesIt() {
        Grant grant = retrieved(sent(TransactionType.SHARE, SP, SECURE, B, C), B);
        ledger.terminated(SP, ManagerKind.SPMC);
        assertThat(states(SECURE, SP, SPM, B, C)).isEqualTo("Owner-NA, !Owner-SA, !Owner-SA, !Owner-NA");
        assertThat(book.pages(B)).hasSize(1);
        Grant now = ledger.find(grant.handle());
        assertThat(now).isNotNull();
        assertThat(now.borrower(C)).as("nobody retrieves it any more").isNull();

        ledger.relinquish(now, List.of(B), false);

        assertThat(ledger.grants()).isEmpty();
        assertThat(states(SECURE, SP, SPM, B)).isEqualTo("Owner-NA, !Owner-EA, !Owner-NA");
        assertThat(book.zeroed()).contains(new ConstituentRange(SECURE, 1));
    }

    @Test
    void aBorrowerThatHasRelinquishedDoesNotGetItBackFromAnOwnerThatIsGone() {
        Grant grant = retrieved(retrieved(sent(TransactionType.SHARE, SP, SECURE, B, C), B), C);
        ledger.terminated(SP, ManagerKind.SPMC);
        Grant now = ledger.relinquish(ledger.find(grant.handle()), List.of(B), false);
        assertThat(now).isNotNull();
        assertThat(now.borrower(B)).isNull();
        assertThat(now.borrower(C)).isNotNull();
    }

    @Test
    void aBorrowerOfAVmKeepsARegionThatTheHypervisorOwns() {
        Grant grant = retrieved(sent(TransactionType.LEND, VM, NORMAL, B), B);
        ledger.terminated(VM, ManagerKind.HYPERVISOR);
        assertThat(states(NORMAL, VM, NORMAL_WORLD, B)).isEqualTo("!Owner-NA, Owner-NA, !Owner-EA");
        ledger.relinquish(ledger.find(grant.handle()), List.of(B), false);
        assertThat(states(NORMAL, VM, NORMAL_WORLD, B)).isEqualTo("!Owner-NA, Owner-EA, !Owner-NA");
        assertThat(book.zeroed()).contains(new ConstituentRange(NORMAL, 1));
    }

    @Test
    void whatNobodyHasRetrievedIsOverAtOnce() {
        Grant donation = sent(TransactionType.DONATE, SP, SECURE, B);
        Grant loan = sent(TransactionType.LEND, VM, NORMAL, B, C);
        ledger.terminated(SP, ManagerKind.SPMC);
        ledger.terminated(VM, ManagerKind.HYPERVISOR);
        assertThat(ledger.find(donation.handle())).isNull();
        assertThat(ledger.find(loan.handle())).isNull();
        assertThat(states(SECURE, SP, SPM)).isEqualTo("Owner-NA, !Owner-EA");
        assertThat(states(NORMAL, VM, NORMAL_WORLD)).isEqualTo("!Owner-NA, Owner-EA");
        assertThat(book.zeroed()).contains(new ConstituentRange(SECURE, 1), new ConstituentRange(NORMAL, 1));
    }

    @Test
    void whenBothSidesOfALoanAreGoneItIsOver() {
        retrieved(sent(TransactionType.LEND, SP, SECURE, B), B);
        ledger.terminated(SP, ManagerKind.SPMC);
        ledger.terminated(B, ManagerKind.SPMC);
        assertThat(ledger.grants()).isEmpty();
        assertThat(states(SECURE, SP, SPM, B)).isEqualTo("Owner-NA, !Owner-EA, !Owner-NA");
    }

    @Test
    void whatIsBeingSentIsHandedOverWhenTheEndpointIsForgotten() {
        Grant offer = ledger.offer(
                new Grant(
                        0,
                        TransactionType.LEND,
                        VM,
                        false,
                        0,
                        MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE,
                        true,
                        false,
                        false,
                        List.of(new ConstituentRange(NORMAL, 1)),
                        List.of(Borrower.of(B, DataAccess.READ_WRITE))),
                DataAccess.NOT_SPECIFIED);
        assertThat(offer).isNotNull();
        ledger.terminated(VM, ManagerKind.HYPERVISOR);
        ledger.accept(offer, ManagerKind.SPMC);
        assertThat(states(NORMAL, VM, NORMAL_WORLD)).isEqualTo("Owner-NA, !Owner-NA");
        ledger.forget(VM);
        assertThat(states(NORMAL, VM, NORMAL_WORLD)).isEqualTo("!Owner-NA, Owner-EA");
    }

    @Test
    void afterItIsForgottenTheNextOneHasTheMemory() {
        ledger.terminated(SP, ManagerKind.SPMC);
        ledger.terminated(VM, ManagerKind.HYPERVISOR);
        ledger.forget(SP);
        ledger.forget(VM);
        assertThat(ledger.holdings()).isEqualTo(start);
        equip(SP, SECURE);
        assertThat(states(SECURE, SP, SPM)).isEqualTo("Owner-EA, !Owner-NA");
    }
}
