package org.partita.benchmarks.report;

/**
 * What a ratio is to be.
 *
 * @param milestone first milestone
 * @param goal goal
 */
public record Goal(double milestone, double goal) {
    /** Bytes per call that count as none: what JMH itself allocates. */
    public static final double NO_BYTES = 0.1;

    /** A bound is met if the interval's lower bound meets it. */
    public String verdict(Estimate ratio) {
        if (ratio.low() <= goal) {
            return "goal";
        }
        return ratio.low() <= milestone ? "milestone" : "missed";
    }
}
