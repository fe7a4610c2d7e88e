package org.partita.lib.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Origin;

/** Extents against an owner and a transaction for each page. */
class ExtentsTest {
    private static final long PAGE = 4096;
    private static final int NOTHING = -1;
    private static final int PAGES = 64;

    private final Extents extents = new Extents();
    private final int[] owners = new int[PAGES];
    private final @Nullable Origin[] origins = new Origin[PAGES];
    private final @Nullable Entry[] entries = new Entry[PAGES];
    private final List<Entry> underWay = new ArrayList<>();
    private int begun;

    ExtentsTest() {
        Arrays.fill(owners, NOTHING);
    }

    private void add(int first, int pages) {
        extents.add(first * PAGE, pages * PAGE, new Extents.Content(true, 0, null));
        Arrays.fill(owners, first, first + pages, 0);
    }

    private static ConstituentRange range(int first, int pages) {
        return new ConstituentRange(first * PAGE, pages);
    }

    private static IntStream pages(List<ConstituentRange> ranges) {
        return ranges.stream()
                .flatMapToInt(r -> IntStream.range(0, r.pages()).map(i -> (int) (r.address() / PAGE) + i));
    }

    /** Some pages that suit, in ranges that may adjoin. */
    private static List<ConstituentRange> some(Random random, IntPredicate suits) {
        List<ConstituentRange> ranges = new ArrayList<>();
        int at = random.nextInt(12);
        while (at < PAGES) {
            int pages = 0;
            int most = 1 + random.nextInt(4);
            while (pages < most && at + pages < PAGES && suits.test(at + pages)) {
                pages++;
            }
            if (pages > 0) {
                ranges.add(range(at, pages));
            }
            at += pages + random.nextInt(12) + (pages == 0 ? 1 : 0);
        }
        return random.nextInt(3) == 0 ? ranges.reversed() : ranges;
    }

    private void own(List<ConstituentRange> ranges, int owner, @Nullable Origin origin) {
        extents.own(ranges, owner, origin);
        pages(ranges).filter(p -> owners[p] != NOTHING).forEach(p -> {
            owners[p] = owner;
            origins[p] = origin;
        });
    }

    private void grant(Entry entry) {
        extents.grant(entry);
        pages(entry.sorted).forEach(p -> entries[p] = entry);
    }

    private void release(Entry entry) {
        extents.release(entry);
        pages(entry.sorted).forEach(p -> entries[p] = null);
    }

    /** Few, so that neighbours have the same one often. */
    private static @Nullable Origin origin(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Origin.Donation(1, 2);
            case 1 -> new Origin.Donation(2, 2);
            case 2 -> new Origin.FatalError(2);
            default -> null;
        };
    }

    private static Entry entry(int sender, List<ConstituentRange> ranges) {
        return new Entry(
                new Grant(
                        1,
                        TransactionType.SHARE,
                        sender,
                        true,
                        0,
                        MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE,
                        true,
                        false,
                        false,
                        ranges,
                        List.of()),
                1);
    }

    private void step(Random random) {
        int owner = random.nextInt(3);
        if (!underWay.isEmpty() && random.nextInt(3) == 0) {
            Entry ended = underWay.remove(random.nextInt(underWay.size()));
            release(ended);
            if (random.nextBoolean()) {
                own(ended.sorted, owner, origin(random));
            }
        } else if (random.nextBoolean()) {
            List<ConstituentRange> ranges = some(random, p -> owners[p] == owner && entries[p] == null);
            if (!ranges.isEmpty()) {
                Entry entry = entry(owner, ranges);
                underWay.add(entry);
                begun++;
                grant(entry);
            }
        } else {
            own(some(random, p -> entries[p] == null), owner, origin(random));
        }
    }

    private void requireLikePages() {
        List<Holding> holdings = extents.holdings();
        int held = 0;
        for (Holding h : holdings) {
            for (int i = 0; i < h.pages(); i++) {
                int page = (int) (h.base() / PAGE) + i;
                Entry entry = entries[page];
                assertThat(h.owner()).as("owner of page %d", page).isEqualTo(owners[page]);
                assertThat(h.origin()).as("origin of page %d", page).isEqualTo(origins[page]);
                assertThat(h.grant()).as("grant of page %d", page).isSameAs(entry == null ? null : entry.grant);
                held++;
            }
        }
        assertThat(held)
                .isEqualTo((int) Arrays.stream(owners).filter(o -> o != NOTHING).count());
        for (int i = 1; i < holdings.size(); i++) {
            Holding before = holdings.get(i - 1);
            Holding after = holdings.get(i);
            long end = before.base() + before.pages() * PAGE;
            assertThat(after.base()).isGreaterThanOrEqualTo(end);
            boolean alike = after.owner() == before.owner()
                    && after.grant() == before.grant()
                    && Objects.equals(after.origin(), before.origin());
            assertThat(after.base() == end && alike)
                    .as("%s and %s belong together", before, after)
                    .isFalse();
        }
    }

    private boolean owned(int page, int owner) {
        return page < PAGES && owners[page] == owner;
    }

    private boolean granted(int page) {
        return page < PAGES && entries[page] != null;
    }

    private void requireAnswersOf(List<ConstituentRange> asked) {
        for (int owner = 0; owner < 3; owner++) {
            int by = owner;
            assertThat(extents.all(asked, c -> c.owner() == by))
                    .as("%s of %d", asked, by)
                    .isEqualTo(!asked.isEmpty() && pages(asked).allMatch(p -> owned(p, by)));
        }
        assertThat(extents.granted(asked))
                .as("%s", asked)
                .isEqualTo(pages(asked).anyMatch(this::granted));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void ownersAndTransactionsAreThoseOfThePages(long seed) {
        Random random = new Random(seed);
        add(30, 30);
        add(2, 20);
        for (int round = 0; round < 100; round++) {
            step(random);
            requireLikePages();
            requireAnswersOf(some(random, p -> true));
            for (int i = 0; i < 20; i++) {
                requireAnswersOf(List.of(range(random.nextInt(PAGES), 1 + random.nextInt(8))));
            }
        }
        assertThat(begun).isGreaterThan(10);
        underWay.forEach(this::release);
        requireLikePages();
        assertThat(extents.granted(List.of(range(0, PAGES)))).isFalse();
    }

    @Test
    void whatIsHandedOverIsOneExtentWithWhatTheHeirHad() {
        add(0, 16);
        own(List.of(range(3, 2), range(9, 1)), 1, new Origin.Donation(1, 2));
        extents.hand(c -> c.owner() == 1, c -> c.owned(0, null));
        assertThat(extents.holdings()).containsExactly(new Holding(0, 16, true, 0, null));
    }

    @Test
    void nothingIsNoMemory() {
        add(0, 16);
        assertThat(extents.all(List.of(), c -> true)).isFalse();
        assertThat(extents.granted(List.of())).isFalse();
    }
}
