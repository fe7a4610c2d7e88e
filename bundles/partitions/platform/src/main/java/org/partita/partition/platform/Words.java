package org.partita.partition.platform;

import org.partita.api.ffm.partition.SfnPsa;
import org.partita.api.partition.MemoryView;

/**
 * Words of 64 bits in the second half of the partition's memory; the first is the API's.
 *
 * @param base address of the first
 */
record Words(MemoryView memory, long base) {
    /** Those of the counters come first, then those of the interrupts. */
    static final int COUNT = Counters.WORDS + Interrupts.WORDS;

    /** The words of a partition. */
    static Words of(SfnPsa psa) {
        long half = psa.scratchSize() / 2;
        if (half < COUNT * Long.BYTES) {
            throw new IllegalStateException("half of the partition's memory, " + half + " bytes, has no room for "
                    + COUNT + " words of 8 bytes; its manifest needs a larger stack_size or heap_size");
        }
        return new Words(psa.memory(), psa.scratch() + half);
    }

    long get(int word) {
        return memory.read64(address(word));
    }

    void set(int word, long value) {
        memory.write64(address(word), value);
    }

    /** Adds one, and returns the sum. */
    long increment(int word) {
        long sum = get(word) + 1;
        set(word, sum);
        return sum;
    }

    void clear() {
        for (int word = 0; word < COUNT; word++) {
            set(word, 0);
        }
    }

    private long address(int word) {
        return base + (long) word * Long.BYTES;
    }
}
