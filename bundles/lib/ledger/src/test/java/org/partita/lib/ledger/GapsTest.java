package org.partita.lib.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Mapping;

class GapsTest {
    private static Mapping mapping(long address, int pages) {
        return new Mapping(
                address,
                address,
                pages,
                true,
                true,
                false,
                true,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE,
                "heap");
    }

    private static boolean free(Gaps gaps, long address, int pages) {
        return gaps.free(List.of(new ConstituentRange(address, pages)));
    }

    /** A Sender that shares a page with its own access kept: the page stands in both lists, once within a longer one. */
    @Test
    void whatIsKeptWithinAMappingDoesNotHideItsRest() {
        List<Mapping> mapped = List.of(mapping(0x10000, 16));
        List<Mapping> kept = List.of(mapping(0x11000, 1), mapping(0x14000, 1));
        assertThat(free(new Gaps(mapped, kept), 0x13000, 1)).isFalse();
        assertThat(free(new Gaps(mapped, kept), 0x1F000, 1)).isFalse();
        assertThat(free(new Gaps(mapped, kept), 0x20000, 1)).isTrue();
        assertThat(free(new Gaps(mapped, kept), 0xF000, 1)).isTrue();
    }

    @Test
    void whatIsKeptAloneIsTaken() {
        assertThat(free(new Gaps(List.of(), List.of(mapping(0x11000, 2))), 0x12000, 1))
                .isFalse();
        assertThat(free(new Gaps(List.of(), List.of(mapping(0x11000, 2))), 0x13000, 1))
                .isTrue();
    }

    private static final int PAGES = 64;

    private static boolean[] pages(List<Mapping> mapped) {
        boolean[] pages = new boolean[PAGES];
        for (Mapping m : mapped) {
            Arrays.fill(pages, (int) (m.address() >> 12), (int) (m.end() >> 12), true);
        }
        return pages;
    }

    private static boolean take(boolean[] pages, ConstituentRange r) {
        int first = (int) (r.address() >> 12);
        for (int i = first; i < first + r.pages(); i++) {
            if (i < PAGES && pages[i]) {
                return false;
            }
        }
        Arrays.fill(pages, Math.min(first, PAGES), Math.min(first + r.pages(), PAGES), true);
        return true;
    }

    private static List<Mapping> mappings(Random random) {
        List<Mapping> mappings = new ArrayList<>();
        for (int at = random.nextInt(6); at < PAGES - 8; at += 1 + random.nextInt(8)) {
            int pages = 1 + random.nextInt(4);
            mappings.add(mapping(at << 12, pages));
            at += pages;
        }
        return mappings;
    }

    private static List<ConstituentRange> ranges(Random random, int pages) {
        List<ConstituentRange> ranges = new ArrayList<>();
        for (int at = random.nextInt(3); at < PAGES - 4; at += 1 + random.nextInt(12)) {
            int n = 1 + random.nextInt(pages);
            ranges.add(new ConstituentRange((long) at << 12, n));
            at += n;
        }
        if (random.nextBoolean()) {
            Collections.shuffle(ranges, random);
        }
        return ranges;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void addressesAreFreeIfNoneOfTheirPagesIsTaken(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<Mapping> mapped = mappings(random);
            List<Mapping> kept = random.nextInt(4) == 0 ? mappings(random) : List.of();
            List<ConstituentRange> asked =
                    ranges(random, 3).stream().limit(1 + random.nextInt(4)).toList();
            if (random.nextInt(6) == 0) {
                asked = List.of(asked.getFirst(), asked.getFirst());
            }
            boolean[] pages = pages(mapped);
            kept.forEach(m -> Arrays.fill(pages, (int) (m.address() >> 12), (int) (m.end() >> 12), true));
            boolean expected = asked.stream().allMatch(r -> take(pages, r));
            assertThat(new Gaps(mapped, kept).free(asked))
                    .as("%s beside %s", asked, mapped)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void placesAreFreeAlignedAndThoseOfThePhysicalAddressesWhereTheyCanBe(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<Mapping> mapped = mappings(random);
            long alignment = 4096L << random.nextInt(4);
            Grant grant = grant(ranges(random, 4));
            List<ConstituentRange> places = new Gaps(mapped, List.of()).place(grant, alignment);

            assertThat(places).hasSameSizeAs(grant.ranges());
            boolean[] pages = pages(mapped);
            for (int i = 0; i < places.size(); i++) {
                ConstituentRange place = places.get(i);
                ConstituentRange physical = grant.ranges().get(i);
                boolean same = physical.address() % alignment == 0 && take(pages.clone(), physical);
                assertThat(place.pages()).isEqualTo(physical.pages());
                assertThat(place.address() % alignment).isZero();
                assertThat(same).as("%s at %s", physical, place).isEqualTo(place.address() == physical.address());
                assertThat(take(pages, place)).as("%s is free", place).isTrue();
            }
        }
    }

    @Test
    void manyRangesThatCannotBeAtTheirPhysicalAddressesAreFoundInOneWalk() {
        int count = 20_000;
        List<Mapping> mapped = new ArrayList<>();
        List<ConstituentRange> ranges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            mapped.add(mapping(0x1_0000L + i * 0x2000L, 1));
            ranges.add(new ConstituentRange(0x1_0000L + i * 0x2000L, 1 + (i & 1)));
        }
        List<ConstituentRange> places = new Gaps(mapped, List.of()).place(grant(ranges), 0x1000);
        assertThat(places).hasSize(count);
        assertThat(new Gaps(mapped, List.of()).free(places)).isTrue();
    }

    @Test
    void beyond48BitsNothingIsFree() {
        Gaps gaps = new Gaps(List.of(), List.of());
        assertThat(free(gaps, (1L << 48) - 0x1000, 1)).isTrue();
        assertThat(free(gaps, (1L << 48) - 0x2000, 3)).isFalse();
        assertThat(free(gaps, 0x7FFF_FFFF_FFFF_F000L, 1)).isFalse();
        assertThat(free(gaps, -0x1000, 1)).isFalse();
    }

    private static Grant grant(List<ConstituentRange> ranges) {
        return new Grant(
                1,
                TransactionType.SHARE,
                0x8001,
                true,
                0,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE,
                true,
                false,
                false,
                ranges,
                List.of());
    }
}
