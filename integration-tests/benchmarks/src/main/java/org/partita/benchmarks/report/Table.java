package org.partita.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** The table that a person reads: ratio, first milestone and goal side by side. */
public final class Table {
    private static final List<String> STEPS = List.of("send", "retrieve", "release", "relinquish", "reclaim");

    private final Samples samples;
    private final boolean claims;
    private final StringBuilder text = new StringBuilder();

    /**
     * @param samples what was measured
     * @param claims whether the run was long enough to say that a goal is met
     */
    public Table(Samples samples, boolean claims) {
        this.samples = samples;
        this.claims = claims;
    }

    /** The table for these works. */
    public String of(List<Work> works) {
        add("work", "ns", "99%", "baseline", "ratio", "99%", "milestone", "goal", "met");
        works.forEach(this::times);
        text.append(System.lineSeparator());
        works.stream().filter(w -> w.needsPlatform() && w.countsBytes()).forEach(this::bytes);
        works.stream().filter(w -> samples.has(w.steps())).forEach(this::steps);
        if (!claims) {
            text.append("Smoke run: no claim is made.").append(System.lineSeparator());
        }
        return text.toString();
    }

    private void times(Work work) {
        if (!samples.has(work.baseline())) {
            return;
        }
        Estimate baseline = Estimate.of(samples.forks(work.baseline()));
        Goal goal = work.goal();
        if (!samples.has(work.measured())) {
            add(
                    work.title(),
                    "-",
                    "",
                    ns(baseline.median()),
                    "-",
                    "",
                    factor(goal.milestone()),
                    factor(goal.goal()),
                    "-");
            return;
        }
        Estimate time = Estimate.of(samples.forks(work.measured()));
        Estimate ratio = Estimate.ratio(samples.forks(work.measured()), samples.forks(work.baseline()));
        add(
                work.title(),
                ns(time.median()),
                "[" + ns(time.low()) + " " + ns(time.high()) + "]",
                ns(baseline.median()),
                factor(ratio.median()),
                "[" + number(ratio.low()) + " " + number(ratio.high()) + "]",
                factor(goal.milestone()),
                factor(goal.goal()),
                claims ? verdict(work, time, baseline, ratio) : "-");
    }

    private static String verdict(Work work, Estimate time, Estimate baseline, Estimate ratio) {
        String verdict = work.goal().verdict(ratio);
        boolean cheap = work == Work.SWAP_GUARD && time.median() - baseline.median() <= Work.GUARD_NANOS;
        return cheap && !verdict.equals("noisy") ? "goal" : verdict;
    }

    private void bytes(Work work) {
        if (samples.has(work.measured())) {
            boolean beyond = work.bytesBeyondBaseline();
            double found = samples.bytes(work.measured()) - (beyond ? samples.bytes(work.baseline()) : 0);
            String missed = work.mustNotAllocate() ? "missed" : "wished";
            boolean none = beyond ? found < Goal.LESS_THAN_AN_OBJECT : found <= Goal.NO_BYTES;
            String met = none ? "goal" : missed;
            String milestone = work.mustNotAllocate() ? "0 B" : "-";
            add(
                    (beyond ? "allocation over hand-offs, " : "allocation, ") + work.word(),
                    number(found) + " B",
                    "",
                    "",
                    "",
                    "",
                    milestone,
                    "0 B",
                    claims ? met : "-");
        }
    }

    private void steps(Work work) {
        for (String step : STEPS) {
            add(work.word() + ", " + step, ns(samples.step(work.steps(), step)), "", "", "", "", "", "", "");
        }
    }

    private void add(Object... cells) {
        text.append("%-44s %10s %-21s %10s   %7s %-15s %9s %6s  %s%n".formatted(cells));
    }

    private static String ns(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String factor(double value) {
        return Double.isNaN(value) ? "-" : number(value) + "x";
    }
}
