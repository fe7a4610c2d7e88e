package org.partita.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs benchmarks one after the other, each in forks of its own, and says how far it is. */
public final class Measurement {
    private static final int FORKS = 5;
    private static final int WARMUP = 10;

    /** A cycle of memory management, or a psa_call with what the service does, is much code: compiling it takes seconds. */
    private static final int LONG_WARMUP = 60;

    private static final List<String> MUCH_CODE = List.of(".RealMemory.", ".RealSfn.", ".RealIpc.");

    private final boolean smoke;
    private final PrintStream progress;

    /**
     * @param smoke one short fork only
     * @param progress a line for each benchmark
     */
    public Measurement(boolean smoke, PrintStream progress) {
        this.smoke = smoke;
        this.progress = progress;
    }

    /**
     * Measures these benchmarks.
     *
     * @throws RunnerException if one fails, naming the file with what JMH said
     */
    public Samples of(Collection<String> benchmarks) throws RunnerException, IOException {
        Path log = Files.createTempFile("partita-bench", ".log");
        List<RunResult> results = new ArrayList<>();
        for (String benchmark : benchmarks) {
            progress.printf("bench: %d of %d, %s%n", results.size() + 1, benchmarks.size(), benchmark);
            try {
                results.add(new Runner(options(benchmark, log).build()).runSingle());
            } catch (RunnerException e) {
                throw new RunnerException(benchmark + " failed: " + e.getMessage() + "; see " + log, e);
            }
        }
        Files.delete(log);
        return new Samples(results);
    }

    private ChainedOptionsBuilder options(String benchmark, Path log) {
        ChainedOptionsBuilder options = smoke ? quick() : thorough(benchmark);
        return options.include("^" + Pattern.quote(benchmark) + "$")
                .output(log.toString())
                .shouldFailOnError(true)
                .jvmArgsAppend(jvm());
    }

    private static ChainedOptionsBuilder thorough(String benchmark) {
        return new OptionsBuilder()
                .forks(FORKS)
                .warmupIterations(MUCH_CODE.stream().anyMatch(benchmark::contains) ? LONG_WARMUP : WARMUP)
                .warmupTime(TimeValue.milliseconds(300))
                .measurementIterations(20)
                .measurementTime(TimeValue.milliseconds(200));
    }

    private static ChainedOptionsBuilder quick() {
        return new OptionsBuilder()
                .forks(1)
                .warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(200))
                .measurementIterations(2)
                .measurementTime(TimeValue.milliseconds(100));
    }

    private static String[] jvm() {
        String home = System.getProperty("partita.home");
        List<String> options = new ArrayList<>(List.of("--sun-misc-unsafe-memory-access=allow"));
        // a bare Continuation is measured beside what is built on it
        options.addAll(List.of("--add-exports", "java.base/jdk.internal.vm=ALL-UNNAMED"));
        if (home != null) {
            options.add("-Dpartita.home=" + home);
        }
        return options.toArray(String[]::new);
    }
}
