package org.partita.api.ffa;

/**
 * The 16-bit identity of a partition (FF-A 2.8). 0 is the Hypervisor, or the OS kernel where there is none.
 *
 * @param value 0 to 0xFFFF
 */
public record EndpointId(int value) implements Comparable<EndpointId> {
    public EndpointId {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException("endpoint ID " + value + ": an ID has 16 bits (FF-A 2.8)");
        }
    }

    @Override
    public int compareTo(EndpointId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return format(value);
    }

    /** Hexadecimal from 10 on: 1, 0xa, 0x8001. */
    public static String format(int id) {
        return id < 10 ? Integer.toString(id) : "0x" + Integer.toHexString(id);
    }

    /** Both ways of writing it, for messages about an ID that somebody has typed: 0x63 (99). */
    public static String spelled(int id) {
        return id < 10 ? format(id) : format(id) + " (" + id + ")";
    }
}
