package org.partita.core.state;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;
import org.partita.api.memory.PageStore;
import org.partita.api.memory.PhysicalMemory;

/** Contents of physical memory: they outlive the models. */
public final class Pages implements PageStore, AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final ConcurrentHashMap<Long, MemorySegment> pages = new ConcurrentHashMap<>();

    @Override
    public MemorySegment page(long key) {
        return pages.computeIfAbsent(key, k -> arena.allocate(PhysicalMemory.PAGE_SIZE, PhysicalMemory.PAGE_SIZE));
    }

    @Override
    public boolean has(long key) {
        return pages.containsKey(key);
    }

    @Override
    public int pageCount() {
        return pages.size();
    }

    /** Arenas that are open. */
    public int arenas() {
        return arena.scope().isAlive() ? 1 : 0;
    }

    /** Frees all contents; partition code that is still unwinding sees an exception. */
    @Override
    public void close() {
        pages.clear();
        arena.close();
    }
}
