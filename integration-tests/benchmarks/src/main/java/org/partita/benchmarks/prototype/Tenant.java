package org.partita.benchmarks.prototype;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.ffa.Registers;

/** An endpoint as a table of page-table entries, with an RX/TX pair and the registers of its one execution context. */
public final class Tenant {
    static final int PAGE_SHIFT = 12;
    static final long VALID = 1;
    static final long WRITE = 1 << 1;
    static final long EXECUTE = 1 << 2;
    static final long SECURE = 1 << 3;
    static final int ATTRIBUTES_SHIFT = 4;
    private static final long ATTRIBUTES_MASK = 0x3F;
    private static final long ADDRESS_MASK = -1L << PAGE_SHIFT;

    final int id;
    final boolean secure;
    public final Registers registers = new Registers();

    /** By page number of the endpoint's own address; 0 where nothing was ever mapped. */
    final long[] entries;

    final MemorySegment rx;
    final MemorySegment tx;
    final AtomicBoolean rxTaken = new AtomicBoolean();
    final AtomicBoolean txTaken = new AtomicBoolean();
    private long txAddress;
    boolean above;

    /**
     * @param id 16-bit partition ID
     * @param pages count of pages of its address space
     * @param buffer bytes of RX and of TX
     */
    public Tenant(int id, int pages, int buffer) {
        this.id = id;
        this.secure = id >= 0x8000;
        this.entries = new long[pages];
        this.rx = Arena.global().allocate(buffer, 1 << PAGE_SHIFT);
        this.tx = Arena.global().allocate(buffer, 1 << PAGE_SHIFT);
    }

    /** Maps pages read-write, at the physical address. */
    public Tenant mapped(long physical, int pages) {
        long attributes = MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE.encode();
        long bits = VALID | WRITE | (secure ? SECURE : 0) | attributes << ATTRIBUTES_SHIFT;
        for (int i = 0; i < pages; i++) {
            entries[page(physical) + i] = physical + ((long) i << PAGE_SHIFT) | bits;
        }
        return this;
    }

    /** Says where TX is mapped. */
    public Tenant txAt(long address) {
        mapped(address, (int) (tx.byteSize() >>> PAGE_SHIFT));
        txAddress = address;
        return this;
    }

    long txAddress() {
        return txAddress;
    }

    /** The endpoint writes to TX, through its translation. */
    public void writeTx(MemorySegment from) {
        long entry = entries[page(txAddress)];
        if ((entry & (VALID | WRITE)) != (VALID | WRITE)) {
            throw new IllegalStateException("TX of " + id + " is not mapped");
        }
        MemorySegment.copy(from, 0, tx, 0, from.byteSize());
    }

    static int page(long address) {
        return (int) (address >>> PAGE_SHIFT);
    }

    static long address(long entry) {
        return entry & ADDRESS_MASK;
    }

    static int attributes(long entry) {
        return (int) (entry >>> ATTRIBUTES_SHIFT & ATTRIBUTES_MASK);
    }
}
