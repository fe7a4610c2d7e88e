package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.ManagerKind;
import org.partita.api.ffa.ConstituentRange;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.lib.relayer.BufferPages;

/** Whether a region overlaps buffers, page by page. */
class BuffersTest {
    private static final long PAGE = 4096;
    private static final int PAGES = 40;

    private static List<ConstituentRange> disjoint(Random random) {
        List<ConstituentRange> ranges = new ArrayList<>();
        int at = random.nextInt(16);
        while (at < PAGES) {
            int count = 1 + random.nextInt(3);
            ranges.add(new ConstituentRange(at * PAGE, count));
            at += count + random.nextInt(24);
        }
        Collections.shuffle(ranges, random);
        return ranges;
    }

    private static boolean has(List<ConstituentRange> ranges, long address) {
        return ranges.stream().anyMatch(r -> address >= r.address() && address < r.address() + r.pages() * PAGE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aRegionOverlapsIfAPageOfItIsInABuffer(long seed) {
        Random random = new Random(seed);
        int overlaps = 0;
        for (int round = 0; round < 300; round++) {
            PlatformModel platform = PlatformModel.withHypervisor();
            EndpointModel sp = platform.sp(0x8001);
            List<ConstituentRange> rx = disjoint(random);
            List<ConstituentRange> tx = disjoint(random);
            List<ConstituentRange> region = disjoint(random);
            platform.pairOf(ManagerKind.SPMC, 0x8001).map(rx, tx, true);
            boolean expected = false;
            for (int page = 0; page < PAGES + 4; page++) {
                boolean buffer = has(rx, page * PAGE) || has(tx, page * PAGE);
                expected |= buffer && has(region, page * PAGE);
            }
            overlaps += expected ? 1 : 0;
            assertThat(BufferPages.overlap(platform.pair(ManagerKind.SPMC, sp.id()), region))
                    .as("%s and %s, %s", region, rx, tx)
                    .isEqualTo(expected);
        }
        assertThat(overlaps).isBetween(10, 290);
    }
}
