package org.partita.it.memory;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.LongConsumer;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.MemoryState;
import org.partita.api.memory.PageStore;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.provider.Attachment;

/** Memory where the real one is, with contents of its own; it tells of each page for which it is asked. */
final class ObservedMemory implements PhysicalMemory {
    private final List<MemoryRange> ranges;
    private final LongConsumer accessed;
    private volatile PageStore pages;
    private volatile MemoryState state;

    /** @param accessed hears the physical address; its caller has not touched the page yet */
    ObservedMemory(PhysicalMemory real, LongConsumer accessed) {
        ranges = real.ranges();
        this.accessed = accessed;
    }

    @Override
    public void attach(Attachment attachment) {
        pages = attachment.pages();
    }

    @Override
    public List<MemoryRange> ranges() {
        return ranges;
    }

    @Override
    public MemorySegment page(long address, boolean secureAccess) {
        if (ranges.stream().noneMatch(r -> r.secure() == secureAccess && r.overlaps(address, 1))) {
            throw new MemoryFault(MemoryFault.Cause.BUS, address, "nothing answers there");
        }
        accessed.accept(address);
        return pages.page(key(address));
    }

    @Override
    public boolean used(long address, boolean secureAccess) {
        return pages.has(key(address));
    }

    /** None that the real one uses. */
    private static long key(long address) {
        return -1 - address / PAGE_SIZE;
    }

    @Override
    public MemoryState exportState() {
        return state;
    }

    @Override
    public Class<MemoryState> stateType() {
        return MemoryState.class;
    }

    @Override
    public void importState(MemoryState from) {
        state = from;
    }
}
