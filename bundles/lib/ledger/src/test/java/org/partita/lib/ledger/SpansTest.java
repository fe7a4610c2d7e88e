package org.partita.lib.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans against a flag for each address. */
class SpansTest {
    private static final int LENGTH = 200;

    private final Spans spans = new Spans(0);
    private final boolean[] taken = new boolean[LENGTH];

    private boolean free(int base, int end) {
        for (int i = base; i < end; i++) {
            if (taken[i]) {
                return false;
            }
        }
        return true;
    }

    /** The end of the first run of taken addresses in a span, -1 if there is none. */
    private long inTheWay(int base, int end) {
        int i = base;
        while (i < end && !taken[i]) {
            i++;
        }
        if (i == end) {
            return -1;
        }
        while (i < LENGTH && taken[i]) {
            i++;
        }
        return i;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aSpanIsInTheWayIfAnAddressOfItIs(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 400; step++) {
            int base = random.nextInt(LENGTH - 10);
            int end = base + 1 + random.nextInt(9);
            long found = spans.inTheWay(base, end);
            // spans that adjoin may be one or two
            assertThat(found < 0).isEqualTo(inTheWay(base, end) < 0);
            assertThat(found).isLessThanOrEqualTo(inTheWay(base, end));
            if (random.nextInt(4) == 0) {
                assertThat(spans.insert(base, end)).isEqualTo(free(base, end));
                if (free(base, end)) {
                    Arrays.fill(taken, base, end, true);
                }
            }
        }
    }

    @Test
    void spansThatAreJoinedInOrderMayOverlap() {
        spans.join(10, 20);
        spans.join(12, 14);
        spans.join(18, 25);
        spans.join(25, 30);
        spans.join(40, 50);
        assertThat(spans.inTheWay(0, 10)).isEqualTo(-1);
        assertThat(spans.inTheWay(9, 11)).isEqualTo(30);
        assertThat(spans.inTheWay(29, 41)).isEqualTo(30);
        assertThat(spans.inTheWay(30, 40)).isEqualTo(-1);
        assertThat(spans.inTheWay(50, 51)).isEqualTo(-1);
    }
}
