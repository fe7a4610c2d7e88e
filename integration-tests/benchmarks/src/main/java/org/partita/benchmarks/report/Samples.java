package org.partita.benchmarks.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What JMH measured: for each benchmark the median time of each fork, and the bytes that the thread of a caller allocates for each call. */
public final class Samples {
    private static final String BYTES = "bytes";
    private static final String CALLS = "calls";

    private final Map<String, double[]> forks = new HashMap<>();
    private final Map<String, Double> bytes = new HashMap<>();

    public Samples(Collection<RunResult> results) {
        for (RunResult run : results) {
            String name = run.getParams().getBenchmark();
            forks.put(
                    name,
                    run.getBenchmarkResults().stream()
                            .mapToDouble(Samples::median)
                            .toArray());
            bytes.put(name, score(run, BYTES) / score(run, CALLS));
        }
    }

    private static double score(RunResult run, String counter) {
        Result<?> result = run.getSecondaryResults().get(counter);
        return result == null ? Double.NaN : result.getScore();
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
        return bytes.getOrDefault(benchmark, Double.NaN);
    }
}
