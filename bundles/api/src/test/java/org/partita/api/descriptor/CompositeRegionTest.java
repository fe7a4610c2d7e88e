package org.partita.api.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.DescriptorException;

/** Composite memory region descriptors by themselves (FF-A Tables 5.13, 5.14; 5.12.3.1). */
class CompositeRegionTest {
    private static ConstituentRange range(long address, long pages) {
        return new ConstituentRange(address, (int) pages);
    }

    private static CompositeRegion region(long... addressAndPages) {
        return CompositeRegion.of(LongStream.range(0, addressAndPages.length / 2)
                .mapToObj(i -> range(addressAndPages[(int) (2 * i)], addressAndPages[(int) (2 * i + 1)]))
                .toList());
    }

    private static MemorySegment bytes(String hex) {
        return MemorySegment.ofArray(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @ParameterizedTest(name = "{3} at {2}")
    @CsvSource({
        "03000000 01000000 00000000 00000000 0000104000000000 02000000 00000000, FFA-5.10.1-1, 0, Total page count",
        "00000000 00000000 00000000 00000000, FFA-5.10.1-2, 4, Address range count",
        "02000000 02000000 00000000 00000000 0000104000000000 02000000 00000000, FFA-5.10.1-2, 4, Address range count",
        "02000000 ffffffff 00000000 00000000 0000104000000000 02000000 00000000, FFA-5.10.1-2, 4, Address range count",
        "02000000 01000010 00000000 00000000 0000104000000000 02000000 00000000, FFA-5.10.1-2, 4, Address range count",
        "02000000 01000000 01000000 00000000 0000104000000000 02000000 00000000, FFA-5.10.1-3, 8, Reserved",
        "02000000 01000000 00000000 00000080 0000104000000000 02000000 00000000, FFA-5.10.1-3, 8, Reserved",
        "02000000 01000000 00000000 00000000 0008104000000000 02000000 00000000, FFA-5.10.1-5, 16, Address",
        "02000000 01000000 00000000 00000000 0100104000000000 02000000 00000000, FFA-5.10.1-5, 16, Address",
        "00000000 01000000 00000000 00000000 0000104000000000 00000000 00000000, FFA-5.10.1-6, 24, Page count",
        "00000000 01000000 00000000 00000000 0000000000000000 00000000 00000000, FFA-5.10.1-6, 24, Page count",
        "02000000 01000000 00000000 00000000 00f0ffffffffffff 02000000 00000000, FFA-5.10.1-6, 24, Page count",
        "02000000 01000000 00000000 00000000 0000104000000000 02000000 ff000000, FFA-5.10.1-7, 28, Reserved",
        "02000000 01000000 00000000 00000000 0000104000000000 02000000 00000080, FFA-5.10.1-7, 28, Reserved"
    })
    void brokenBytesNameFieldOffsetAndRequirement(String hex, String requirement, int offset, String field) {
        Broken.at(offset, field, requirement, () -> CompositeRegion.decode(bytes(hex), 0));
        Broken.at(offset + 3, field, requirement, () -> CompositeRegion.decode(bytes("a5a5a5" + hex), 3));
    }

    /** 2^32 - 1 and 3 pages are 2 in 32 bits. */
    @Test
    void sumIsNotTakenModulo32Bits() {
        MemorySegment wrapped = bytes("02000000 02000000 00000000 00000000"
                + "0000000000000000 ffffffff 00000000"
                + "0000000000010000 03000000 00000000");
        Broken.at(0, "Total page count", "FFA-5.10.1-1", () -> CompositeRegion.decode(wrapped, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompositeRegion.of(range(0, 0xFFFF_FFFFL), range(0x1_0000_0000_0000L, 3)))
                .withMessageContaining("Table 5.13");
    }

    @Test
    void mostPagesAndTheLastPageAreInReach() {
        CompositeRegion most = CompositeRegion.of(range(0, 0xFFFF_FFFEL), range(-4096, 1));
        byte[] encoded = new byte[(int) most.size()];
        most.encode(MemorySegment.ofArray(encoded), 0);
        assertThat(CompositeRegion.decode(MemorySegment.ofArray(encoded), 0)).isEqualTo(most);
        assertThat(most.pages()).isEqualTo(0xFFFF_FFFFL);
        assertThatNoException().isThrownBy(most::requireDisjoint);
    }

    @Test
    void regionHasValidRangesOnly() {
        assertThatIllegalArgumentException().isThrownBy(() -> CompositeRegion.of(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> CompositeRegion.of(range(0x1000, 0)));
        assertThatIllegalArgumentException().isThrownBy(() -> CompositeRegion.of(range(0x1001, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> CompositeRegion.of(range(-4096, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> new CompositeRegion(2, List.of(range(0x1000, 1))));
    }

    @Test
    void rangesThatTouchDoNotOverlap() {
        assertThatNoException().isThrownBy(region(0x1000, 1, 0x2000, 2, 0x4000, 1)::requireDisjoint);
        assertThatNoException().isThrownBy(region(0x4000, 1, 0x1000, 1, 0x2000, 2)::requireDisjoint);
        assertThatNoException().isThrownBy(region(0xFFFF_FFFF_0000_0000L, 1, 0, 1)::requireDisjoint);
        assertThatNoException().isThrownBy(region(0x1000, 1)::requireDisjoint);
    }

    @Test
    void rangeThatOverlapsOneBeforeItIsNamed() {
        overlaps(1, region(0x4010_0000, 2, 0x4010_1000, 1));
        overlaps(1, region(0x4010_1000, 1, 0x4010_0000, 2));
        overlaps(1, region(0x1000, 1, 0x1000, 1));
        overlaps(2, region(0x9000, 1, 0x1000, 3, 0x2000, 1));
        overlaps(2, region(0x9000, 1, 0x2000, 1, 0x1000, 9));
        overlaps(2, region(0xFFFF_FFFF_0000_0000L, 2, 0x1000, 1, 0xFFFF_FFFF_0000_1000L, 1));
        // the one that reaches furthest is not the neighbour of the last
        overlaps(1, region(0x1000, 100, 0x2000, 1, 0x9000, 1));
        // more than 2^31 pages
        overlaps(1, region(0, 0x8000_0001L, 0x800_0000_0000L, 1));
    }

    private static void overlaps(int index, CompositeRegion region) {
        long offset = 16 + 16L * index;
        Broken.at(offset, "Address", "FFA-5.12.3.1-3", region::requireDisjoint);
        Broken.at(48 + offset, "Address", "FFA-5.12.3.1-3", () -> region.requireDisjoint(48));
    }

    /** Against a comparison of all pairs. */
    @Test
    void overlapIsFoundInAnyOrder() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            List<ConstituentRange> ranges = new ArrayList<>();
            boolean overlap = false;
            for (int j = 0; j < 6; j++) {
                ConstituentRange next = range(random.nextInt(60) * 4096L, 1 + random.nextInt(4));
                for (ConstituentRange r : ranges) {
                    overlap |= r.address() < next.address() + next.pages() * 4096L
                            && next.address() < r.address() + r.pages() * 4096L;
                }
                ranges.add(next);
            }
            Collections.shuffle(ranges, random);
            CompositeRegion region = CompositeRegion.of(ranges);
            if (overlap) {
                assertThatExceptionOfType(DescriptorException.class).isThrownBy(region::requireDisjoint);
            } else {
                region.requireDisjoint();
            }
        }
    }

    @Test
    void rangesKeepTheirOrder() {
        CompositeRegion region = region(0x4000, 1, 0x1000, 1, 0x2000, 2);
        byte[] encoded = new byte[(int) region.size() + 5];
        Arrays.fill(encoded, (byte) 0xA5);
        region.encode(MemorySegment.ofArray(encoded), 5);
        assertThat(CompositeRegion.decode(MemorySegment.ofArray(encoded), 5).ranges())
                .containsExactly(range(0x4000, 1), range(0x1000, 1), range(0x2000, 2));
    }
}
