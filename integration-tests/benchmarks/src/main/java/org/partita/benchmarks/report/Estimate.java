package org.partita.benchmarks.report;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A median with its 99% interval. Forks are the independent samples: the interval is Student's, over the logarithms of
 * their medians, so that a ratio has an interval as well.
 *
 * @param median of the forks' medians
 * @param low lower bound of the interval, the median itself if there is one fork only
 * @param high upper bound of the interval
 */
public record Estimate(double median, double low, double high) {
    private static final double TAIL = 0.995;

    /** The estimate of a time from the median of each fork, in ns. */
    public static Estimate of(double... forks) {
        double error = errorOfMean(forks);
        double reach = forks.length < 2 ? 0 : quantile(forks.length - 1.0) * error;
        return around(median(forks), Math.exp(mean(forks) - reach), Math.exp(mean(forks) + reach), forks.length);
    }

    /** The estimate of the ratio of two times measured in different forks (Welch's interval). */
    public static Estimate ratio(double[] forks, double[] baseline) {
        double a = errorOfMean(forks);
        double b = errorOfMean(baseline);
        double error = Math.hypot(a, b);
        int fewest = Math.min(forks.length, baseline.length);
        double reach = fewest < 2 || error == 0 ? 0 : quantile(freedom(a, forks.length, b, baseline.length)) * error;
        double mean = mean(forks) - mean(baseline);
        return around(median(forks) / median(baseline), Math.exp(mean - reach), Math.exp(mean + reach), fewest);
    }

    private static Estimate around(double median, double low, double high, int forks) {
        return forks < 2
                ? new Estimate(median, median, median)
                : new Estimate(median, Math.min(low, median), Math.max(high, median));
    }

    private static double freedom(double a, int n, double b, int m) {
        double both = a * a + b * b;
        return both * both / (Math.pow(a, 4) / (n - 1) + Math.pow(b, 4) / (m - 1));
    }

    private static double quantile(double freedom) {
        return new TDistribution(freedom).inverseCumulativeProbability(TAIL);
    }

    private static double mean(double[] values) {
        return StatUtils.mean(logarithms(values));
    }

    private static double errorOfMean(double[] values) {
        return values.length < 2 ? 0 : Math.sqrt(StatUtils.variance(logarithms(values)) / values.length);
    }

    private static double[] logarithms(double[] values) {
        return Arrays.stream(values).map(Math::log).toArray();
    }

    /** The median of some values. */
    public static double median(double... values) {
        return StatUtils.percentile(values, 50);
    }
}
