package org.partita.api.smmu;

import java.util.Comparator;

/**
 * A stream: what an SMMU knows a device, or a part of its work, by.
 *
 * @param smmu ID of the SMMU instance
 * @param secure Secure stream: the two Security states have stream IDs of their own
 * @param number stream ID, unsigned
 */
public record StreamId(int smmu, boolean secure, int number) implements Comparable<StreamId> {
    private static final Comparator<StreamId> ORDER = Comparator.comparingInt(StreamId::smmu)
            .thenComparing(StreamId::secure)
            .thenComparing(StreamId::number, Integer::compareUnsigned);

    @Override
    public int compareTo(StreamId other) {
        return ORDER.compare(this, other);
    }

    /** For people: {@code Secure stream 0x10 of SMMU 0}. */
    @Override
    public String toString() {
        return (secure ? "Secure" : "Non-secure") + " stream 0x" + Integer.toHexString(number) + " of SMMU " + smmu;
    }
}
