package org.partita.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.call.ManagerKind;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryRange;
import org.partita.lib.ledger.Host;
import org.partita.lib.ledger.Ledger;
import org.partita.lib.ledger.Stage;

/** What transactions do to translation regimes, update by update. */
class TransactionsOnRegimesTest {
    private static final long PAGE = 4096;
    private static final long BASE = 0x1_0000_0000L;
    private static final int PAGES = 0x2_0000;
    private static final int LENDER = 0x8001;
    private static final int BORROWER = 0x8002;

    private final Counted counted = new Counted();
    private final Ledger ledger = new Ledger(counted);

    /** Regimes, with a count of what updates them. */
    private static final class Counted implements Host {
        private final Map<Integer, Regime> regimes = new HashMap<>();

        /** Replacements of a table. */
        int updates;

        /** Ranges and mappings that were asked for, and entries of the tables that were made of them. */
        int entries;

        Regime regime(int id) {
            return regimes.computeIfAbsent(id, any -> new Regime("test", null));
        }

        @Override
        public Stage stage(int endpoint) {
            Regime regime = regime(endpoint);
            return new Stage() {
                @Override
                public List<Mapping> mappings() {
                    return regime.mappings();
                }

                @Override
                public List<Mapping> exchange(List<ConstituentRange> sorted, UnaryOperator<List<Mapping>> instead) {
                    List<Mapping> was = regime.exchange(sorted, instead);
                    count(sorted.size() + was.size());
                    return was;
                }

                @Override
                public void map(List<Mapping> more) {
                    regime.map(more);
                    count(more.size());
                }

                private void count(int asked) {
                    updates++;
                    entries += asked + regime.mappings().size();
                }
            };
        }

        @Override
        public void zero(List<ConstituentRange> physical, boolean secure) {
            entries += physical.size();
        }
    }

    TransactionsOnRegimesTest() {
        ledger.add(List.of(new MemoryRange(BASE, PAGES * PAGE, true, false, "secure")), 0x8000, 0);
        ledger.allocate(LENDER, List.of(new ConstituentRange(BASE, PAGES)));
        counted.regime(LENDER).set(List.of(new Mapping(BASE, BASE, PAGES, true, true, false, true, false, "heap")));
    }

    private Grant sent(TransactionType type, DataAccess own, List<ConstituentRange> ranges) {
        Grant proposal = new Grant(
                0,
                type,
                LENDER,
                true,
                0,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE,
                true,
                false,
                false,
                ranges,
                List.of(Borrower.of(BORROWER, DataAccess.READ_WRITE)));
        return ledger.accept(known(ledger.offer(proposal, own)), ManagerKind.SPMC);
    }

    private Grant retrieved(Grant grant, DataAccess data) {
        Borrower.View view = new Borrower.View(
                grant.ranges(),
                data,
                InstructionAccess.EXECUTE_NEVER,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE);
        return known(ledger.retrieve(grant, BORROWER, view, false));
    }

    private static <T> T known(T thing) {
        assertThat(thing).isNotNull();
        return thing;
    }

    // ---- somebody else accesses the pages meanwhile

    /** Looks at a page all the time while something happens. */
    private static void neverUnmapped(Regime regime, long address, Runnable happening) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger missed = new AtomicInteger();
        CountDownLatch looking = new CountDownLatch(1);
        Thread other = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                missed.addAndGet(regime.find(address, PAGE) == null ? 1 : 0);
                looking.countDown();
            }
        });
        looking.await();
        try {
            happening.run();
        } finally {
            over.set(true);
            other.join();
        }
        assertThat(missed).as("accesses that would have faulted").hasValue(0);
    }

    @Test
    void whatIsRetrievedAgainIsNeverUnmapped() throws InterruptedException {
        Grant first = retrieved(
                sent(TransactionType.LEND, DataAccess.NOT_SPECIFIED, List.of(new ConstituentRange(BASE, 1))),
                DataAccess.READ_WRITE);
        Regime regime = counted.regime(BORROWER);
        neverUnmapped(regime, BASE, () -> {
            Grant grant = first;
            for (int i = 0; i < 20_000; i++) {
                boolean writes = i % 2 != 0;
                grant = retrieved(grant, writes ? DataAccess.READ_WRITE : DataAccess.READ_ONLY);
                assertThat(known(regime.find(BASE, PAGE)).write()).isEqualTo(writes);
            }
        });
    }

    @Test
    void whatASenderSharesWithLessAccessItNeverLoses() throws InterruptedException {
        Regime regime = counted.regime(LENDER);
        neverUnmapped(regime, BASE, () -> {
            for (int i = 0; i < 5_000; i++) {
                Grant grant = sent(TransactionType.SHARE, DataAccess.READ_ONLY, List.of(new ConstituentRange(BASE, 1)));
                assertThat(known(regime.find(BASE, PAGE)).write()).isFalse();
                assertThat(ledger.reclaim(grant, false)).isTrue();
                assertThat(known(regime.find(BASE, PAGE)).write()).isTrue();
            }
        });
    }

    @Test
    void aRetrievalAgainIsOneUpdate() {
        Grant grant = retrieved(
                sent(TransactionType.LEND, DataAccess.NOT_SPECIFIED, List.of(new ConstituentRange(BASE, 4))),
                DataAccess.READ_WRITE);
        int before = counted.updates;
        grant = retrieved(grant, DataAccess.READ_ONLY);
        assertThat(counted.updates - before).isEqualTo(1);
        retrieved(grant, DataAccess.READ_ONLY);
        assertThat(counted.updates - before).as("nothing changes").isEqualTo(1);
    }

    // ---- costs

    /** Updates and entries of a whole cycle. */
    private List<Integer> cost(TransactionType type, List<ConstituentRange> ranges) {
        int updates = counted.updates;
        int entries = counted.entries;
        Grant grant = sent(type, DataAccess.READ_ONLY, ranges);
        grant = retrieved(grant, DataAccess.READ_WRITE);
        int holdings = ledger.holdings().size();
        grant = retrieved(grant, DataAccess.READ_ONLY);
        grant = known(ledger.relinquish(grant, List.of(BORROWER), type != TransactionType.SHARE));
        grant = known(ledger.relinquish(grant, List.of(BORROWER), false));
        assertThat(ledger.reclaim(grant, true)).isTrue();
        return List.of(counted.updates - updates, counted.entries - entries, holdings);
    }

    /** The same for a page as for 100,000 in one range. */
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void pagesOfARangeCostNothing(TransactionType type) {
        List<Integer> ofOne = cost(type, List.of(new ConstituentRange(BASE + PAGE, 1)));
        assertThat(cost(type, List.of(new ConstituentRange(BASE + PAGE, 100_000))))
                .isEqualTo(ofOne);
    }

    /** As many updates for 512 ranges as for one, with entries in proportion to ranges. */
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void allRangesAreUpdatedTogether(TransactionType type) {
        List<ConstituentRange> ranges = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            ranges.add(new ConstituentRange(BASE + (2 * i + 1) * PAGE, 1));
        }
        List<Integer> ofOne = cost(type, ranges.subList(0, 1));
        List<Integer> ofAll = cost(type, ranges);
        assertThat(ofAll.get(0)).isEqualTo(ofOne.get(0));
        assertThat(ofAll.get(1)).isLessThanOrEqualTo(512 * ofOne.get(1));
    }
}
