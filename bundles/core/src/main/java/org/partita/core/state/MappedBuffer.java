package org.partita.core.state;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.MemoryBuffer;
import org.partita.api.memory.PhysicalMemory;

/** A buffer of an endpoint's that a manager has mapped for one operation. */
record MappedBuffer(Memory memory, List<ConstituentRange> ranges, boolean secure) implements MemoryBuffer {
    @Override
    public long size() {
        long pages = 0;
        for (ConstituentRange r : ranges) {
            pages += Integer.toUnsignedLong(r.pages());
        }
        return pages * PhysicalMemory.PAGE_SIZE;
    }

    @Override
    public void read(MemorySegment to) {
        memory.copy(ranges, secure, 0, to, false);
    }

    @Override
    public void write(MemorySegment from) {
        memory.copy(ranges, secure, 0, from, true);
    }
}
