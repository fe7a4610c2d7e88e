package org.partita.api.memory;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.provider.Stateful;

/** Fills hardware/memory: the physical address spaces of both security states, in 4 KiB pages (FF-A 2.6). */
@ConsumerType
public interface PhysicalMemory extends Stateful<MemoryState> {
    /** Bytes of a page. */
    int PAGE_SIZE = 4096;

    /** What there is, in order of address. */
    List<MemoryRange> ranges();

    /**
     * One page.
     *
     * @param address physical address within the page
     * @param secureAccess whether the access is made to the Secure physical address space (NS bit clear)
     * @throws MemoryFault if nothing answers there or the range belongs to the other address space
     */
    MemorySegment page(long address, boolean secureAccess);

    /**
     * Whether a page may hold anything but zeroes: one that has never been asked for does not.
     *
     * @param address physical address within the page
     * @param secureAccess as for {@link #page}
     */
    default boolean used(long address, boolean secureAccess) {
        return true;
    }
}
