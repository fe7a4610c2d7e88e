package org.partita.it.ffm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.partita.api.partition.MemoryView;

/** {@code psa_invec} and {@code psa_outvec} in a client's memory: base and len, 32 bits each, little-endian. */
final class IoVectors {
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int SIZE = 8;
    private static final int LENGTH = 4;

    private final MemoryView memory;

    IoVectors(MemoryView memory) {
        this.memory = memory;
    }

    /**
     * Writes an array of descriptors.
     *
     * @param basesAndLengths base, len, base, len and so on
     * @return its address
     */
    long array(long address, long... basesAndLengths) {
        MemorySegment words = MemorySegment.ofArray(new byte[basesAndLengths.length * LENGTH]);
        for (int i = 0; i < basesAndLengths.length; i++) {
            words.set(U32, (long) i * LENGTH, (int) basesAndLengths[i]);
        }
        memory.write(address, words);
        return address;
    }

    /** The len of the descriptor with this number. */
    long length(long array, int vector) {
        return word(array + (long) vector * SIZE + LENGTH);
    }

    private long word(long address) {
        MemorySegment word = MemorySegment.ofArray(new byte[LENGTH]);
        memory.read(address, word);
        return Integer.toUnsignedLong(word.get(U32, 0));
    }

    byte[] bytes(long address, int length) {
        byte[] all = new byte[length];
        memory.read(address, MemorySegment.ofArray(all));
        return all;
    }

    void put(long address, byte[] bytes) {
        memory.write(address, MemorySegment.ofArray(bytes));
    }
}
