package org.partita.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;

/** A translation regime against a mapping for each page. */
class RegimeTest {
    private static final long PAGE = 4096;
    private static final int PAGES = 48;

    private final Regime regime = new Regime("test", null);

    /** By page number of the endpoint's address: what is declared. */
    private final TreeMap<Long, Mapping> pages = new TreeMap<>();

    private final List<ConstituentRange> never = new ArrayList<>();

    private static Mapping mapping(long page, long physical, int count, boolean execute) {
        return new Mapping(page * PAGE, physical * PAGE, count, true, !execute, execute, true, false, "m");
    }

    private void note(Mapping m) {
        for (int i = 0; i < m.pages(); i++) {
            pages.put(m.address() / PAGE + i, m.part(i * PAGE, (i + 1) * PAGE));
        }
    }

    private static boolean holds(List<ConstituentRange> ranges, long physical) {
        return ranges.stream().anyMatch(r -> physical >= r.address() && physical < r.address() + r.pages() * PAGE);
    }

    private void requireLikePages() {
        List<Mapping> mappings = regime.mappings();
        long last = 0;
        int mapped = 0;
        for (Mapping m : mappings) {
            assertThat(m.address()).isGreaterThanOrEqualTo(last);
            last = m.end();
            mapped += m.pages();
        }
        assertThat(mapped).isEqualTo(pages.size());
        for (Map.Entry<Long, Mapping> e : pages.entrySet()) {
            Mapping found = regime.find(e.getKey() * PAGE, PAGE);
            Mapping declared = e.getValue();
            assertThat(found).as("page %d", e.getKey()).isNotNull();
            assertThat(found.physical() + e.getKey() * PAGE - found.address()).isEqualTo(declared.physical());
            assertThat(found.write()).isEqualTo(declared.write());
            assertThat(found.execute()).isEqualTo(declared.execute() && !holds(never, declared.physical()));
        }
    }

    private static List<ConstituentRange> disjoint(Random random) {
        List<ConstituentRange> ranges = new ArrayList<>();
        int at = random.nextInt(8);
        while (at < PAGES) {
            int count = 1 + random.nextInt(4);
            ranges.add(new ConstituentRange(at * PAGE, count));
            at += count + random.nextInt(9);
        }
        return ranges;
    }

    /** What is mapped moves to other addresses: physical pages in the order of addresses, or in another. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void translationsAreThoseOfThePages(long seed) {
        Random random = new Random(seed);
        List<Mapping> start = new ArrayList<>();
        for (int i = 0; i < PAGES; i += 6) {
            long physical = seed % 2 == 0 ? i : PAGES - 6 - i;
            start.add(mapping(i, physical, 6, random.nextInt(3) == 0));
        }
        regime.set(start);
        start.forEach(this::note);
        for (int step = 0; step < 60; step++) {
            List<ConstituentRange> ranges = disjoint(random);
            switch (random.nextInt(4)) {
                case 0 -> {
                    regime.executeNever(ranges);
                    never.addAll(ranges);
                }
                case 1 -> {
                    if (!never.isEmpty()) {
                        List<ConstituentRange> some = List.of(never.get(random.nextInt(never.size())));
                        regime.executeAgain(some);
                        never.remove(some.getFirst());
                    }
                }
                default -> {
                    List<Mapping> taken = regime.unmap(ranges);
                    int count = pages.size();
                    pages.values().removeIf(m -> holds(ranges, m.physical()));
                    assertThat(taken.stream().mapToInt(Mapping::pages).sum()).isEqualTo(count - pages.size());
                    assertThat(taken).allMatch(m -> holds(ranges, m.physical()));
                    requireLikePages();
                    regime.map(random.nextBoolean() ? taken : taken.reversed());
                    taken.forEach(this::note);
                }
            }
            requireLikePages();
        }
    }

    @Test
    void whatWasCutIsOneMappingAgainWhenAllOfItIsBack() {
        Mapping heap = mapping(16, 16, 1024, false);
        regime.set(List.of(heap));
        List<ConstituentRange> ranges = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            ranges.add(new ConstituentRange((16 + 2 * i) * PAGE, 1));
        }
        List<Mapping> taken = regime.unmap(ranges);
        assertThat(taken).hasSize(512);
        assertThat(regime.mappings()).hasSize(512);
        regime.map(taken);
        assertThat(regime.mappings()).containsExactly(heap);
    }

    @Test
    void pagesWithoutMappingAreNotTaken() {
        Mapping heap = mapping(16, 16, 4, true);
        regime.set(List.of(heap));
        assertThat(regime.unmap(List.of(new ConstituentRange(20 * PAGE, 4)))).isEmpty();
        assertThat(regime.mappings()).containsExactly(heap);
    }

    @Test
    void pagesThatTwoBuffersTookAreExecutableAfterBothGaveThemBack() {
        List<ConstituentRange> buffer = List.of(new ConstituentRange(17 * PAGE, 1));
        regime.set(List.of(mapping(16, 16, 4, true)));
        regime.executeNever(buffer);
        regime.executeNever(buffer);
        assertThat(regime.find(17 * PAGE, PAGE).execute()).isFalse();
        assertThat(regime.find(16 * PAGE, PAGE).execute()).isTrue();
        regime.executeAgain(buffer);
        assertThat(regime.find(17 * PAGE, PAGE).execute()).isFalse();
        regime.executeAgain(buffer);
        assertThat(regime.find(17 * PAGE, PAGE).execute()).isTrue();
    }
}
