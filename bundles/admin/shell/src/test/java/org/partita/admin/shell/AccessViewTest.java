package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.partita.admin.shell.view.AccessView;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;

class AccessViewTest {
    private static final long PAGE = 0x1000;

    private static Mapping mapping(long address, long physical, int pages, boolean write) {
        return new Mapping(address, physical, pages, true, write, false, true, false, "heap");
    }

    @Test
    void eachRangeHasItsOwnAccessAndWhoShouldHaveNoneIsShownToo() {
        Holding four = new Holding(0x600_0000L, 4, true, 0x8001, null);
        Map<Integer, List<Mapping>> regimes = Map.of(
                0x8001,
                List.of(mapping(0x10_0000, 0x600_0000L, 1, true), mapping(0x20_0000, 0x600_2000L, 2, false)),
                0x8002,
                List.of(mapping(0x30_0000, 0x600_3000L, 1, true)),
                0x8003,
                List.of(mapping(0x40_0000, 0x700_0000L, 1, true)));

        String shown = AccessView.of(List.of(four), regimes, 0x600_0000L, 0x600_0000L + 4 * PAGE)
                .toString();

        assertThat(shown)
                .containsPattern("0x6000000 +1 +0x8001 +Owner-EA +rw- +0x100000 ")
                .containsPattern("0x6001000 +1 +0x8001 +Owner-EA +none +- ")
                .containsPattern("0x6002000 +2 +0x8001 +Owner-EA +r-- +0x200000 ")
                .containsPattern("0x6003000 +1 +0x8002 +!Owner-NA +rw- +0x300000 ")
                .doesNotContain("0x8003");
    }
}
