package org.partita.hardware.smmu;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.partita.api.smmu.StreamId;

/**
 * What is fixed when an SMMU is built: instances and sizes.
 *
 * @param instances IDs in ascending order
 * @param streamBits log2 of the entries of a stream table
 * @param eventBits log2 of the events that a queue holds
 */
record Geometry(List<Integer> instances, int streamBits, int eventBits) {
    private static final int MOST_STREAM_BITS = 32;
    private static final int MOST_EVENT_BITS = 19;

    Geometry {
        instances = List.copyOf(instances);
    }

    /** @throws IllegalArgumentException naming the key, what is wrong and what is possible */
    static Geometry of(SmmuConfiguration c) {
        TreeSet<Integer> ids = new TreeSet<>();
        for (int id : c.instances()) {
            require(id >= 0, "instances", id, "IDs are 0 or more");
            require(ids.add(id), "instances", id, "it is listed twice");
        }
        require(!ids.isEmpty(), "instances", 0, "list one ID at least: " + Arrays.toString(new int[] {0}));
        require(within(c.stream_bits(), MOST_STREAM_BITS), "stream.bits", c.stream_bits(), "it has to be 0 to 32");
        require(within(c.event_bits(), MOST_EVENT_BITS), "event.bits", c.event_bits(), "it has to be 0 to 19");
        return new Geometry(List.copyOf(ids), c.stream_bits(), c.event_bits());
    }

    private static boolean within(int bits, int most) {
        return bits >= 0 && bits <= most;
    }

    private static void require(boolean holds, String key, int found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    SmmuConfiguration.PID + " " + key + ": found " + found + "; " + expected);
        }
    }

    /** Whether a stream table has an entry for this stream ID. */
    boolean has(StreamId stream) {
        return Integer.toUnsignedLong(stream.number()) >>> streamBits == 0;
    }

    /** Events that a queue holds. */
    int events() {
        return 1 << eventBits;
    }

    /** @throws IllegalArgumentException if there is no such instance */
    void requireInstance(int smmu) {
        if (!instances.contains(smmu)) {
            throw new IllegalArgumentException("there is no SMMU " + smmu + "; there are " + instances + ": see "
                    + SmmuConfiguration.PID + " instances");
        }
    }
}
