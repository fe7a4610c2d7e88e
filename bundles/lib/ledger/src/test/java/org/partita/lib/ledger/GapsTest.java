package org.partita.lib.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.ffa.ConstituentRange;
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
}
