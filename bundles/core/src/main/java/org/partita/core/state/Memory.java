package org.partita.core.state;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.PhysicalMemory;
import org.partita.core.execution.Hub;
import org.partita.core.wiring.RoleTable;

/** Physical memory as core uses it: whatever model fills the role in the wiring that the thread has pinned. */
public final class Memory {
    private static final long LIMIT = Duration.ofSeconds(10).toNanos();

    private final Hub hub;

    public Memory(Hub hub) {
        this.hub = hub;
    }

    /** The ranges of the address spaces; from a thread that has pinned nothing. */
    public List<MemoryRange> ranges() {
        return hub.outside(RoleTable.MEMORY, LIMIT, w -> hub.memory().ranges());
    }

    /** Uses memory from a thread that has pinned nothing: administrators and boot. */
    public void outside(Runnable use) {
        hub.outside(RoleTable.MEMORY, LIMIT, w -> {
            use.run();
            return true;
        });
    }

    /** The page that holds a physical address; from within a pass. */
    public MemorySegment page(long physical, boolean secure) {
        return hub.memory().page(physical, secure);
    }

    /** Copies out of physical memory. */
    public void read(long physical, boolean secure, MemorySegment to) {
        copy(physical, secure, to, false);
    }

    /** Copies into physical memory. */
    public void write(long physical, boolean secure, MemorySegment from) {
        copy(physical, secure, from, true);
    }

    /** Fills pages with zeroes: what a partition leaves must not reach the next one. */
    public void zero(long physical, int pages, boolean secure) {
        PhysicalMemory m = hub.memory();
        for (int i = 0; i < pages; i++) {
            long at = physical + (long) i * PhysicalMemory.PAGE_SIZE;
            if (m.used(at, secure)) {
                m.page(at, secure).fill((byte) 0);
            }
        }
    }

    private void copy(long physical, boolean secure, MemorySegment outside, boolean write) {
        PhysicalMemory m = hub.memory();
        long done = 0;
        long length = outside.byteSize();
        while (done < length) {
            long at = physical + done;
            long inPage = at & (PhysicalMemory.PAGE_SIZE - 1);
            long part = Math.min(length - done, PhysicalMemory.PAGE_SIZE - inPage);
            MemorySegment page = m.page(at, secure);
            if (write) {
                MemorySegment.copy(outside, done, page, inPage, part);
            } else {
                MemorySegment.copy(page, inPage, outside, done, part);
            }
            done += part;
        }
    }

    /** Copies between a buffer that is made of ranges and a segment. */
    void copy(List<ConstituentRange> ranges, boolean secure, long offset, MemorySegment outside, boolean write) {
        long skip = offset;
        long done = 0;
        for (ConstituentRange r : ranges) {
            long size = Integer.toUnsignedLong(r.pages()) * PhysicalMemory.PAGE_SIZE;
            if (skip >= size) {
                skip -= size;
                continue;
            }
            long part = Math.min(size - skip, outside.byteSize() - done);
            copy(r.address() + skip, secure, outside.asSlice(done, part), write);
            done += part;
            skip = 0;
            if (done == outside.byteSize()) {
                return;
            }
        }
        if (done < outside.byteSize()) {
            throw new IndexOutOfBoundsException(
                    "offset " + offset + " + " + outside.byteSize() + " lies outside the buffer");
        }
    }
}
