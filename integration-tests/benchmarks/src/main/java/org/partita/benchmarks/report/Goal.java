package org.partita.benchmarks.report;

/**
 * What a ratio is to be.
 *
 * @param milestone first milestone, NaN if there is none
 * @param goal goal, NaN if there is none
 */
public record Goal(double milestone, double goal) {
    /** Bytes per call that count as none: what JMH itself allocates. */
    public static final double NO_BYTES = 0.1;

    /**
     * Beyond what Java's hand-offs allocate, fewer bytes than the smallest object has count as none: what a hand-off allocates varies by that
     * much.
     */
    public static final double LESS_THAN_AN_OBJECT = 16;

    /** An interval wider than this says more about the machine than about the code. */
    private static final double WIDEST = 1.5;

    /** A bound is met if the interval's lower bound meets it; a very wide interval meets nothing. */
    public String verdict(Estimate ratio) {
        if (ratio.high() > WIDEST * ratio.low()) {
            return "noisy";
        }
        if (Double.isNaN(goal)) {
            return "-";
        }
        if (ratio.low() <= goal) {
            return "goal";
        }
        return ratio.low() <= milestone ? "milestone" : "missed";
    }
}
