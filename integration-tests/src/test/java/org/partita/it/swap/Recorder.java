package org.partita.it.swap;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.MemoryView;

/** An SP that logs every request and keeps the last one in its own memory, so that the memory model serves it too. */
final class Recorder implements CallbackPartition {
    private final long address;
    private final Map<Long, AtomicLong> seen = new ConcurrentHashMap<>();
    private final AtomicLong torn = new AtomicLong();

    /** @param address of a page of its own */
    Recorder(long address) {
        this.address = address;
    }

    @Override
    public void directRequest(DirectRequest request) {
        long number = request.x(3);
        seen.computeIfAbsent(number, n -> new AtomicLong()).incrementAndGet();
        MemoryView memory = request.context().memory();
        memory.write64(address, number);
        if (memory.read64(address) != number) {
            torn.incrementAndGet();
        }
        request.respond(3, number);
        request.respond(4, request.x(4) + 1);
    }

    /** How often a request was handled. */
    long times(long number) {
        AtomicLong n = seen.get(number);
        return n == null ? 0 : n.get();
    }

    /** Requests handled, each time counted. */
    long requests() {
        return seen.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** Reads that did not give what was written. */
    long torn() {
        return torn.get();
    }

    void forget() {
        seen.clear();
    }
}
