package org.partita.it.memory.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.ConstituentRange;

/** What the specification says about the pages that take part, as far as the calls have got. */
final class Model {
    static final int VM1 = 1;
    static final int VM2 = 2;
    static final int SP1 = 0x8001;
    static final int SP2 = 0x8002;
    static final List<Integer> ENDPOINTS = List.of(VM1, VM2, SP1, SP2);
    static final int PAGE_SIZE = 4096;

    private static final Map<Integer, Long> HEAPS =
            Map.of(VM1, 0x81020000L, VM2, 0x82020000L, SP1, 0x06020000L, SP2, 0x06120000L);

    private static final int HEAP = 64;

    private final int pagesOfEach;
    private final List<Page> pages = new ArrayList<>();
    private final Map<Long, Transaction> transactions = new LinkedHashMap<>();
    private final List<Transaction> past = new ArrayList<>();
    private final Set<Integer> rxFull = new HashSet<>();
    private long contents = 0x1000;

    /** Some pages of each heap, with exclusive access for their Owners. */
    Model(int pagesOfEach) {
        this.pagesOfEach = pagesOfEach;
        for (int endpoint : ENDPOINTS) {
            for (int i = 0; i < pagesOfEach; i++) {
                pages.add(new Page(heap(endpoint) + (long) i * PAGE_SIZE, endpoint));
            }
        }
    }

    static long heap(int endpoint) {
        return HEAPS.getOrDefault(endpoint, 0L);
    }

    static boolean secure(int endpoint) {
        return endpoint >= 0x8000;
    }

    List<Page> pages() {
        return pages;
    }

    /** Those whose Handle is valid, by Handle. */
    Map<Long, Transaction> transactions() {
        return transactions;
    }

    /** Those whose Handle was freed. */
    List<Transaction> past() {
        return past;
    }

    /** Endpoints that own what is in their RX buffers. */
    Set<Integer> rxFull() {
        return rxFull;
    }

    void free(Transaction t) {
        transactions.remove(t.handle());
        past.add(t);
        t.pages().forEach(p -> p.in = null);
    }

    /** A value that no page has had. */
    long freshContent() {
        return contents++;
    }

    /** What the address stands for, or null. */
    @Nullable
    Page at(int endpoint, long address) {
        for (Page p : pages) {
            Long a = p.address(endpoint);
            if (a != null && a == address && p.occupiesAddressOf(endpoint)) {
                return p;
            }
        }
        return null;
    }

    /** Whether the endpoint has something at the address, be it only a page whose access it will get back. */
    boolean occupied(int endpoint, long address) {
        long inHeap = address - heap(endpoint) - (long) pagesOfEach * PAGE_SIZE;
        return at(endpoint, address) != null || (inHeap >= 0 && inHeap < (long) (HEAP - pagesOfEach) * PAGE_SIZE);
    }

    /** The addresses of all pages of the ranges in order. */
    static List<Long> addresses(List<ConstituentRange> ranges) {
        List<Long> addresses = new ArrayList<>();
        for (ConstituentRange r : ranges) {
            for (int i = 0; i < r.pages(); i++) {
                addresses.add(r.address() + (long) i * PAGE_SIZE);
            }
        }
        return addresses;
    }
}
