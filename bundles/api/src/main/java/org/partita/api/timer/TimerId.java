package org.partita.api.timer;

/**
 * One timer.
 *
 * @param kind which
 * @param owner index of the PE; of a {@link TimerKind#VIRTUAL} timer the execution context: 16-bit endpoint ID in bits
 *     31:16, 16-bit vCPU ID in bits 15:0
 */
public record TimerId(TimerKind kind, int owner) implements Comparable<TimerId> {
    /** The virtual timer of an execution context. */
    public static TimerId virtual(int endpoint, int vcpu) {
        return new TimerId(TimerKind.VIRTUAL, endpoint << 16 | vcpu);
    }

    @Override
    public int compareTo(TimerId other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : Integer.compareUnsigned(owner, other.owner);
    }
}
