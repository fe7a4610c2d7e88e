package org.partita.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected intervals are computed by hand with t(0.995; 4) = 4.6041 and t(0.995; 8) = 3.3554. */
class EstimateTest {
    @Test
    void fiveForksHaveStudentsIntervalAroundTheirMean() {
        double[] forks = logarithmic(-2, -1, 0, 1, 2);
        double reach = 4.6041 * Math.sqrt(2.5 / 5) * 0.01;

        Estimate time = Estimate.of(forks);

        assertThat(time.median()).isEqualTo(1, within(1e-9));
        assertThat(time.low()).isEqualTo(Math.exp(-reach), within(1e-5));
        assertThat(time.high()).isEqualTo(Math.exp(reach), within(1e-5));
    }

    @Test
    void aRatioHasWelchsInterval() {
        double reach = 3.3554 * Math.sqrt(2 * 2.5 / 5) * 0.01;

        Estimate ratio = Estimate.ratio(logarithmic(98, 99, 100, 101, 102), logarithmic(-2, -1, 0, 1, 2));

        assertThat(ratio.median()).isEqualTo(Math.exp(1), within(1e-9));
        assertThat(ratio.low()).isEqualTo(Math.exp(1 - reach), within(1e-4));
        assertThat(ratio.high()).isEqualTo(Math.exp(1 + reach), within(1e-4));
    }

    @Test
    void oneForkOrNoNoiseHasNoInterval() {
        assertThat(Estimate.of(7)).isEqualTo(new Estimate(7, 7, 7));
        assertThat(Estimate.ratio(new double[] {8, 8}, new double[] {4, 4}).median())
                .isEqualTo(2);
    }

    @Test
    void aBoundIsMetIfTheLowerBoundMeetsIt() {
        Goal goal = new Goal(8, 2.3);

        assertThat(goal.verdict(new Estimate(2.4, 2.3, 2.5))).isEqualTo("goal");
        assertThat(goal.verdict(new Estimate(2.4, 2.31, 2.5))).isEqualTo("milestone");
        assertThat(goal.verdict(new Estimate(8.2, 8.1, 9))).isEqualTo("missed");
        assertThat(goal.verdict(new Estimate(3, 2, 3.1))).isEqualTo("noisy");
    }

    private static double[] logarithmic(double... percent) {
        double[] values = new double[percent.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.exp(percent[i] / 100);
        }
        return values;
    }
}
