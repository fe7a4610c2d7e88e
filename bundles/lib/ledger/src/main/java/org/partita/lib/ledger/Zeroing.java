package org.partita.lib.ledger;

import java.util.List;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.PhysicalMemory;

/** Zeroes a region page by page (FF-A 5.12.4.1); whoever has it mapped was unmapped before. */
final class Zeroing implements Work {
    private final Host host;
    private final List<ConstituentRange> sorted;
    private final boolean secure;
    private int range;
    private int page;

    Zeroing(Host host, List<ConstituentRange> sorted, boolean secure) {
        this.host = host;
        this.sorted = sorted;
        this.secure = secure;
    }

    @Override
    public int apply(int operations) {
        int left = operations;
        while (left > 0 && !done()) {
            ConstituentRange r = sorted.get(range);
            int pages = Integer.compareUnsigned(r.pages() - page, left) < 0 ? r.pages() - page : left;
            host.zero(
                    List.of(new ConstituentRange(r.address() + page * (long) PhysicalMemory.PAGE_SIZE, pages)), secure);
            page += pages;
            left -= pages;
            if (page == r.pages()) {
                page = 0;
                range++;
            }
        }
        return operations - left;
    }

    @Override
    public boolean done() {
        return range == sorted.size();
    }

    /** What was zeroed stays so. */
    @Override
    public void undo() {}
}
