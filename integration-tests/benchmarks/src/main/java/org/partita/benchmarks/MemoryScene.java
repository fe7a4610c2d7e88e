package org.partita.benchmarks;

import java.util.List;
import java.util.stream.IntStream;
import org.partita.api.ffa.ConstituentRange;

/** Who gives which memory to whom: the same for what is measured and for what it is compared with. */
final class MemoryScene {
    static final int VM = 1;
    static final int LENDER = 0x8001;
    static final int BORROWER = 0x8002;

    static final int PAGE_SIZE = 4096;
    static final int BLOCK_PAGES = 512;
    static final int GIBIBYTE_PAGES = 1 << 18;

    /** At a multiple of 1 GiB. */
    static final long HEAP = 0x1_0000_0000L;

    static final int HEAP_PAGES = GIBIBYTE_PAGES + 2 * BLOCK_PAGES;
    static final long VM_HEAP = 0x8200_0000L;
    static final int VM_HEAP_PAGES = 64;

    /** What is given. */
    enum Region {
        PAGE(new ConstituentRange(HEAP + PAGE_SIZE, 1)),
        /** 512 pages at a multiple of 2 MiB. */
        BLOCK(new ConstituentRange(HEAP, BLOCK_PAGES)),
        /** 512 pages that begin in the middle of 2 MiB. */
        UNALIGNED(new ConstituentRange(HEAP + 7 * PAGE_SIZE, BLOCK_PAGES)),
        /** 512 pages, no two of which adjoin. */
        SEPARATE(IntStream.range(0, BLOCK_PAGES)
                .mapToObj(i -> new ConstituentRange(HEAP + 2L * i * PAGE_SIZE, 1))
                .toArray(ConstituentRange[]::new)),
        GIBIBYTE(new ConstituentRange(HEAP, GIBIBYTE_PAGES)),
        /** One page of the VM. */
        VM_PAGE(new ConstituentRange(VM_HEAP + PAGE_SIZE, 1));

        @SuppressWarnings("ImmutableEnumChecker") // List.of
        final List<ConstituentRange> ranges;

        Region(ConstituentRange... ranges) {
            this.ranges = List.of(ranges);
        }
    }

    private MemoryScene() {}
}
