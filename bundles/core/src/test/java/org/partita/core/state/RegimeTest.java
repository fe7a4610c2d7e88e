package org.partita.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
            switch (random.nextInt(5)) {
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
                case 2 -> {
                    List<Mapping> taken = regime.exchange(ranges, was -> {
                        requireLikePages();
                        return writable(was, true).reversed();
                    });
                    writable(taken, true).forEach(this::note);
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

    private static List<Mapping> writable(List<Mapping> mappings, boolean writes) {
        return mappings.stream()
                .map(m -> m.withAccess(m.read(), writes, m.execute()))
                .toList();
    }

    @Test
    void whatIsExchangedIsThereUntilTheUpdateAndInsteadAfterIt() {
        regime.set(List.of(mapping(16, 16, 4, false)));
        List<Mapping> seen = new ArrayList<>();
        List<Mapping> taken = regime.exchange(List.of(new ConstituentRange(17 * PAGE, 2)), was -> {
            seen.addAll(regime.mappings());
            return writable(was, false);
        });
        assertThat(seen).containsExactly(mapping(16, 16, 4, false));
        assertThat(taken).containsExactly(mapping(17, 17, 2, false));
        assertThat(regime.mappings())
                .extracting(m -> m.address() / PAGE, Mapping::pages, Mapping::write)
                .containsExactly(tuple(16L, 1, true), tuple(17L, 2, false), tuple(19L, 1, true));
    }

    @Test
    void whatIsNotMappedIsExchangedForWhatIsMapped() {
        regime.set(List.of(mapping(16, 16, 4, false)));
        Mapping more = mapping(20, 30, 2, false);
        assertThat(regime.exchange(List.of(new ConstituentRange(30 * PAGE, 2)), was -> List.of(more)))
                .isEmpty();
        assertThat(regime.mappings()).containsExactly(mapping(16, 16, 4, false), more);
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
