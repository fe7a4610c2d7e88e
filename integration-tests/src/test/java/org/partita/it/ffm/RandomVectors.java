package org.partita.it.ffm;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Calls of psa_call at random, and whether FF-M permits them, for a client with 1 MB of memory from 0x20000000 on. */
final class RandomVectors {
    /** Bytes of the client's memory in which most calls are. */
    static final int WINDOW = 0x400;

    private static final long FIRST = 0x20000000L;
    private static final long END = 0x20100000L;
    private static final int MAX_IOVEC = 4;
    private static final int HANDLE = 0x40000100;

    private static final long[] PLACES = {0, 0x10000000L, 0x30000000L, 0x300FFFF0L, END, FIRST - 4, END - 4, 0xFFFFFFF8L
    };
    private static final long[] LENGTHS = {0xFFFFFFFFL, 0xFFFFFFF0L, 0x80000000L, 0x100001, 0xE0000000L};
    private static final int[] HANDLES = {0, 1, -1, -130, 0x40000000, 0x40000101, 0x40000200, 0x40010100, 0x3FFFFFFF};

    private final SplittableRandom random;
    private final long window;

    RandomVectors(SplittableRandom random, long scratch) {
        this.random = random;
        window = scratch + 0x100;
    }

    /**
     * A call.
     *
     * @param inputs address of the array of psa_invec
     * @param outputs address of the array of psa_outvec
     * @param vectors base, len, base, len and so on, to be written there
     */
    record Call(int handle, int control, long inputs, long outputs, long[] vectors) {
        int inputCount() {
            return control >>> 24 & 7;
        }

        int outputCount() {
            return control >>> 16 & 7;
        }

        @Override
        public String toString() {
            StringBuilder all = new StringBuilder("psa_call");
            for (long x : new long[] {handle & 0xFFFFFFFFL, control & 0xFFFFFFFFL, inputs, outputs}) {
                all.append(' ').append(Long.toHexString(x));
            }
            return all.append(" with ")
                    .append(Arrays.toString(
                            Arrays.stream(vectors).mapToObj(Long::toHexString).toArray()))
                    .toString();
        }
    }

    /** What stands in the client's memory. */
    @FunctionalInterface
    interface Words {
        long[] at(long address, int count);
    }

    long window() {
        return window;
    }

    Call next() {
        int control = seldom() ? random.nextInt() : random.nextInt(0x8000);
        int inputs = seldom() ? random.nextInt(8) : random.nextInt(3);
        int outputs = seldom() ? random.nextInt(8) : random.nextInt(3);
        control = (control & 0xF8F8FFFF) | inputs << 24 | outputs << 16;
        long[] vectors = new long[2 * 4];
        for (int i = 0; i < vectors.length; i += 2) {
            vectors[i] = address(0x100);
            vectors[i + 1] = seldom() ? LENGTHS[random.nextInt(LENGTHS.length)] : random.nextInt(0x40);
        }
        return new Call(
                seldom() ? HANDLES[random.nextInt(HANDLES.length)] : HANDLE,
                control,
                address(0),
                address(0x80),
                vectors);
    }

    private boolean seldom() {
        return random.nextInt(16) == 0;
    }

    /** Most often in the window, from this offset on; it may be unaligned. */
    private long address(int offset) {
        if (seldom()) {
            return PLACES[random.nextInt(PLACES.length)] + random.nextInt(4);
        }
        return window + offset + random.nextInt(offset < 0x100 ? 0x40 : 0x2C0);
    }

    static boolean nonSecure(long address, long length) {
        return length == 0 || (address >= FIRST && length <= END - FIRST && address <= END - length);
    }

    /** Whether the call is right: FFM-API-18, 19, 22 to 28, 33, 34. */
    boolean legal(Call call, Words memory) {
        int in = call.inputCount();
        int out = call.outputCount();
        if (call.handle() != HANDLE
                || (call.control() & 0x8000) != 0
                || in + out > MAX_IOVEC
                || !nonSecure(call.inputs(), 8L * in)
                || !nonSecure(call.outputs(), 8L * out)) {
            return false;
        }
        long[] inputs = memory.at(call.inputs(), 2 * in);
        long[] outputs = memory.at(call.outputs(), 2 * out);
        return inMemory(inputs) && inMemory(outputs) && apart(inputs);
    }

    private static boolean inMemory(long[] vectors) {
        for (int i = 0; i < vectors.length; i += 2) {
            if (!nonSecure(vectors[i], vectors[i + 1])) {
                return false;
            }
        }
        return true;
    }

    /** No two vectors have a byte in common. */
    private static boolean apart(long[] vectors) {
        for (int i = 0; i < vectors.length; i += 2) {
            for (int j = 0; j < i; j += 2) {
                long bytes = Math.min(vectors[i] + vectors[i + 1], vectors[j] + vectors[j + 1])
                        - Math.max(vectors[i], vectors[j]);
                if (vectors[i + 1] > 0 && vectors[j + 1] > 0 && bytes > 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
