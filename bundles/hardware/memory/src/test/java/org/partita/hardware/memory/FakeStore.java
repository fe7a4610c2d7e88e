package org.partita.hardware.memory;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.partita.api.memory.PageStore;
import org.partita.api.provider.Attachment;

/** What core hands to a memory: a store of pages on the heap. */
final class FakeStore implements Attachment, PageStore {
    final Map<Long, MemorySegment> pages = new ConcurrentHashMap<>();

    /** A memory with these ranges, attached to this store. */
    SparseMemory memory(String... ranges) {
        SparseMemory memory = new SparseMemory();
        memory.activate(configuration(ranges));
        memory.attach(this);
        return memory;
    }

    static MemoryConfiguration configuration(String... ranges) {
        return (MemoryConfiguration) Proxy.newProxyInstance(
                MemoryConfiguration.class.getClassLoader(),
                new Class<?>[] {MemoryConfiguration.class},
                (proxy, method, arguments) -> ranges);
    }

    @Override
    public MemorySegment page(long key) {
        return pages.computeIfAbsent(key, k -> MemorySegment.ofArray(new byte[4096]));
    }

    @Override
    public boolean has(long key) {
        return pages.containsKey(key);
    }

    @Override
    public int pageCount() {
        return pages.size();
    }

    @Override
    public String role() {
        return "hardware/memory";
    }

    @Override
    public int peCount() {
        return 2;
    }

    @Override
    public PageStore pages() {
        return this;
    }
}
