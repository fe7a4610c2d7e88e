package org.partita.api.ffm.partition;

import java.util.Arrays;

/** Output vectors of a call from the heap. */
public final class Outputs {
    /** No output vectors. */
    public static final Outputs NONE = new Outputs();

    private final byte[][] buffers;
    private final int[] lengths;

    /** @param lengths how long each vector may become, in bytes */
    public Outputs(int... lengths) {
        this.lengths = lengths.clone();
        buffers = new byte[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            buffers[i] = new byte[lengths[i]];
        }
    }

    public int count() {
        return buffers.length;
    }

    /** The whole buffer of a vector. */
    public byte[] buffer(int vector) {
        return buffers[vector];
    }

    /** Bytes of a vector that were written. */
    public int length(int vector) {
        return lengths[vector];
    }

    /** For whoever has made the call. */
    public void length(int vector, int bytes) {
        lengths[vector] = bytes;
    }

    /** What was written into a vector. */
    public byte[] bytes(int vector) {
        return Arrays.copyOf(buffers[vector], lengths[vector]);
    }
}
