package org.partita.benchmarks.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/** What JMH measured: for each benchmark the median time of each fork, and what was counted beside it. */
public final class Samples {
    private static final String BYTES = "bytes";
    private static final String CALLS = "calls";
    private static final String CYCLES = "cycles";

    private final Map<String, double[]> forks = new HashMap<>();
    private final Map<String, Map<String, Double>> counters = new HashMap<>();

    public Samples(Collection<RunResult> results) {
        for (RunResult run : results) {
            String name = run.getParams().getBenchmark();
            forks.put(
                    name,
                    run.getBenchmarkResults().stream()
                            .mapToDouble(Samples::median)
                            .toArray());
            Map<String, Double> counted = new HashMap<>();
            run.getSecondaryResults().forEach((counter, result) -> counted.put(counter, result.getScore()));
            counters.put(name, counted);
        }
    }

    private static double median(BenchmarkResult fork) {
        List<Double> scores = new ArrayList<>();
        for (IterationResult iteration : fork.getIterationResults()) {
            scores.add(iteration.getPrimaryResult().getScore());
        }
        return Estimate.median(scores.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Whether the benchmark was measured. */
    public boolean has(String benchmark) {
        double[] measured = forks.get(benchmark);
        return measured != null && measured.length > 0;
    }

    /** The median time of each fork, in ns. */
    public double[] forks(String benchmark) {
        return forks.getOrDefault(benchmark, new double[0]).clone();
    }

    /** Bytes that a call allocates. */
    public double bytes(String benchmark) {
        return counted(benchmark, BYTES) / counted(benchmark, CALLS);
    }

    /** How long a step takes on average, in ns. */
    public double step(String benchmark, String step) {
        return counted(benchmark, step) / counted(benchmark, CYCLES);
    }

    private double counted(String benchmark, String counter) {
        return counters.getOrDefault(benchmark, Map.of()).getOrDefault(counter, Double.NaN);
    }
}
