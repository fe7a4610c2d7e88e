package org.partita.benchmarks.prototype;

import org.jspecify.annotations.Nullable;

/** A connection with its message, by hand. */
final class PsaItem {
    static final int VECTORS = 8;
    static final int OUTPUTS = 4;

    /** What it is in the middle of. */
    enum State {
        FREE,
        IDLE,
        QUEUED,
        TAKEN,
        ANSWERED
    }

    final int index;
    final long[] bases = new long[VECTORS];
    final long[] lengths = new long[VECTORS];
    final long[] done = new long[VECTORS];
    State state = State.FREE;
    int generation;
    int handle;
    int client;
    int type;
    int everMapped;
    long outputs;
    int outputCount;
    int result;

    @Nullable
    PsaHost host;

    boolean connectionBased;

    @Nullable
    PsaItem next;

    PsaItem(int index) {
        this.index = index;
    }

    void begin(int itsType) {
        type = itsType;
        everMapped = 0;
        outputs = 0;
        outputCount = 0;
        for (int i = 0; i < VECTORS; i++) {
            bases[i] = 0;
            lengths[i] = 0;
            done[i] = 0;
        }
    }
}
