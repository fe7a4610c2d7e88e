package org.partita.hardware.memory;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.PageStore;
import org.partita.api.memory.PhysicalMemory;

/**
 * The pages of one range that have been touched, in a table of two levels. Lock-free: several PEs may touch a page for
 * the first time at once, the store gives all of them the same segment.
 */
final class Span {
    /** Set in the key of a secure page: the contents of a page do not change the address space. */
    static final long SECURE_KEY = 1L << 52;

    static final int PAGE_SHIFT = 12;
    private static final int LEAF_SHIFT = 9;
    private static final int LEAF_MASK = (1 << LEAF_SHIFT) - 1;
    private static final long LARGEST = 1L << 40;
    private static final long ADDRESS_LIMIT = 1L << 52;

    final long base;
    final long size;
    final boolean secure;
    private final MemoryRange range;
    private final AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable MemorySegment>> leaves;

    Span(MemoryRange range) {
        this.range = range;
        base = range.base();
        size = range.size();
        secure = range.secure();
        long pages = size >>> PAGE_SHIFT;
        leaves = new AtomicReferenceArray<>((int) ((pages + LEAF_MASK) >>> LEAF_SHIFT));
    }

    /**
     * Returns the range if it can be modelled.
     *
     * @throws IllegalArgumentException with rule and way out
     */
    static MemoryRange check(MemoryRange range) {
        if (range.size() <= 0 || range.base() < 0) {
            throw new IllegalArgumentException("a range has a size above zero and a base of zero or more");
        }
        if (((range.base() | range.size()) & (PhysicalMemory.PAGE_SIZE - 1)) != 0) {
            throw new IllegalArgumentException(
                    "base and size are multiples of 4 KiB (0x1000), the size of a page; round them");
        }
        if (range.size() > LARGEST) {
            throw new IllegalArgumentException("a range has at most 1 TiB (1024G); split it");
        }
        if (range.base() > ADDRESS_LIMIT - range.size()) {
            throw new IllegalArgumentException("a physical address has 52 bits; the range ends above 0x10000000000000");
        }
        return range;
    }

    MemoryRange range() {
        return range;
    }

    boolean contains(long address) {
        return Long.compareUnsigned(address - base, size) < 0;
    }

    /** The page that holds this address, or null if it has not been touched. */
    @Nullable
    MemorySegment touched(long address) {
        int page = (int) ((address - base) >>> PAGE_SHIFT);
        AtomicReferenceArray<@Nullable MemorySegment> leaf = leaves.getAcquire(page >>> LEAF_SHIFT);
        return leaf == null ? null : leaf.getAcquire(page & LEAF_MASK);
    }

    /** Enters the page that holds this address; idempotent. */
    MemorySegment touch(long address, PageStore store) {
        int page = (int) ((address - base) >>> PAGE_SHIFT);
        MemorySegment segment = store.page(key(address));
        leaf(page >>> LEAF_SHIFT).setRelease(page & LEAF_MASK, segment);
        return segment;
    }

    private AtomicReferenceArray<@Nullable MemorySegment> leaf(int index) {
        AtomicReferenceArray<@Nullable MemorySegment> there = leaves.getAcquire(index);
        if (there != null) {
            return there;
        }
        AtomicReferenceArray<@Nullable MemorySegment> fresh = new AtomicReferenceArray<>(1 << LEAF_SHIFT);
        AtomicReferenceArray<@Nullable MemorySegment> first = leaves.compareAndExchangeRelease(index, null, fresh);
        return first == null ? fresh : first;
    }

    long key(long address) {
        return address >>> PAGE_SHIFT | (secure ? SECURE_KEY : 0);
    }

    /** Hands out the number of each touched page. */
    void forEachTouched(LongConsumer pageNumber) {
        for (int i = 0; i < leaves.length(); i++) {
            AtomicReferenceArray<@Nullable MemorySegment> leaf = leaves.getAcquire(i);
            for (int j = 0; leaf != null && j <= LEAF_MASK; j++) {
                if (leaf.getAcquire(j) != null) {
                    pageNumber.accept((base >>> PAGE_SHIFT) + ((long) i << LEAF_SHIFT) + j);
                }
            }
        }
    }
}
