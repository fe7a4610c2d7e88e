package org.partita.core.execution;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.MemoryState;
import org.partita.api.memory.PhysicalMemory;

/** Physical memory of these ranges. */
public final class FakeMemory implements PhysicalMemory {
    private final List<MemoryRange> ranges;
    private final Map<Long, MemorySegment> pages = new HashMap<>();

    public FakeMemory(MemoryRange... ranges) {
        this.ranges = List.of(ranges);
    }

    @Override
    public List<MemoryRange> ranges() {
        return ranges;
    }

    @Override
    public MemorySegment page(long address, boolean secureAccess) {
        if (ranges.stream().noneMatch(r -> r.contains(address, 1) && r.secure() == secureAccess)) {
            throw new MemoryFault(MemoryFault.Cause.BUS, address, "nothing there");
        }
        return pages.computeIfAbsent(address / PAGE_SIZE, n -> MemorySegment.ofArray(new byte[PAGE_SIZE]));
    }

    @Override
    public MemoryState exportState() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Class<MemoryState> stateType() {
        return MemoryState.class;
    }

    @Override
    public void importState(MemoryState state) {
        throw new UnsupportedOperationException();
    }
}
