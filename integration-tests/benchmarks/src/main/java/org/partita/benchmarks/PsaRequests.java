package org.partita.benchmarks;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.partita.api.ffm.ControlParameter;
import org.partita.api.ffm.SpmLayout;
import org.partita.benchmarks.platform.Services;

/** The same calls for what is measured and for what it is compared with: 64 bytes in and out, to three services in turn. */
final class PsaRequests {
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int TYPE = 7;
    private static final int CONTROL = ControlParameter.pack(TYPE, 1, 1);

    /** Where things are in the client's memory: descriptors of input vectors, of output vectors, input, output. */
    private static final int OUTPUTS = 32;

    private static final int INPUT = 64;
    private static final int OUTPUT = INPUT + Services.BYTES;

    /** psa_call, and the client's memory. */
    interface Spm {
        int call(int handle, int control, long inputs, long outputs);

        void write(long address, MemorySegment from);

        long read64(long address);
    }

    private final Spm spm;
    private final int[] handles;
    private final long at;
    private int turn;

    /**
     * Writes the descriptors of the vectors, and sees that each service does what it is to do.
     *
     * @param handles of three services
     * @param at address of the client's memory
     */
    PsaRequests(Spm spm, int[] handles, long at) {
        this.spm = spm;
        this.handles = handles.clone();
        this.at = at;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment m = arena.allocate(OUTPUT);
            describe(m, 0, at + INPUT);
            describe(m, OUTPUTS, at + OUTPUT);
            spm.write(at, m);
            for (long word = 1; word <= 2L * Services.COUNT; word++) {
                m.set(U64, INPUT + Services.BYTES - Long.BYTES, word);
                spm.write(at, m);
                long _ = next();
                boolean late = turn == Services.COUNT - 1;
                long expected = late ? word - Services.COUNT : word;
                long found = spm.read64(at + OUTPUT + Services.BYTES - Long.BYTES);
                if (found != expected && expected > 0) {
                    throw new IllegalStateException("service " + turn + " wrote " + found + " for " + word);
                }
            }
        }
    }

    private static void describe(MemorySegment m, long offset, long base) {
        m.set(U32, offset + SpmLayout.VECTOR_BASE, (int) base);
        m.set(U32, offset + SpmLayout.VECTOR_LENGTH, Services.BYTES);
    }

    /** The next call; what is not answered right is no measurement. */
    long next() {
        turn = turn == Services.COUNT - 1 ? 0 : turn + 1;
        int answer = spm.call(handles[turn], CONTROL, at, at + OUTPUTS);
        int expected = switch (turn) {
            case 0 -> 0;
            case 1 -> TYPE;
            default -> Services.BYTES;
        };
        if (answer != expected) {
            throw new IllegalStateException("service " + turn + " answered " + answer);
        }
        return answer;
    }
}
