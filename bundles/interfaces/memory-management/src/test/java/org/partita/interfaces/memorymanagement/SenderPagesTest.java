package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffa.ConstituentRange;
import org.partita.lib.fixture.RegimeModel;

/** The physical pages behind described ones, page by page and in order. */
class SenderPagesTest {
    private static final long PAGE = 4096;
    private static final int PAGES = 24;

    private static ConstituentRange range(long page, int pages) {
        return new ConstituentRange(page * PAGE, pages);
    }

    private static RegimeModel mapped(long... physical) {
        RegimeModel regime = new RegimeModel();
        for (int i = 0; i < physical.length; i++) {
            regime.add(i * PAGE, physical[i] * PAGE, 1, true, true, false);
        }
        return regime;
    }

    private static List<Long> pages(List<ConstituentRange> ranges) {
        List<Long> pages = new ArrayList<>();
        for (ConstituentRange r : ranges) {
            for (int i = 0; i < r.pages(); i++) {
                pages.add(r.address() / PAGE + i);
            }
        }
        return pages;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void eachPageHasItsPhysicalOneInOrder(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Long> behind = new ArrayList<>();
            for (long i = 0; i < PAGES; i++) {
                behind.add(i);
            }
            // mostly identity mapped
            for (int swaps = random.nextInt(4); swaps > 0; swaps--) {
                Collections.swap(behind, random.nextInt(PAGES), random.nextInt(PAGES));
            }
            List<ConstituentRange> described = new ArrayList<>();
            for (int at = random.nextInt(3); at < PAGES - 3; at += 1 + random.nextInt(4)) {
                int count = 1 + random.nextInt(3);
                described.add(range(at, count));
                at += count;
            }
            RegimeModel regime =
                    mapped(behind.stream().mapToLong(Long::longValue).toArray());

            SenderPages found = SenderPages.translated(regime, List.copyOf(described));

            assertThat(found).isNotNull();
            assertThat(pages(found.physical()))
                    .isEqualTo(pages(described).stream()
                            .map(p -> behind.get(p.intValue()))
                            .toList());
        }
    }

    @Test
    void aRangeWhoseLastPageLiesAtTheAddressOfItsFirstIsNotTheSame() {
        SenderPages found = SenderPages.translated(mapped(0, 5, 1), List.of(range(1, 2)));
        assertThat(found.physical()).containsExactly(range(5, 1), range(1, 1));
    }

    @Test
    void addressesThatAreThePhysicalOnesAreTakenAsTheyAre() {
        RegimeModel regime = new RegimeModel().add(0, 0, 16, true, true, false);
        List<ConstituentRange> described = List.of(range(3, 2), range(9, 1));
        assertThat(SenderPages.translated(regime, described).physical()).isSameAs(described);
    }

    @Test
    void pagesWithoutMappingAreNone() {
        assertThat(SenderPages.translated(mapped(0, 1, 2), List.of(range(2, 2))))
                .isNull();
    }
}
