package org.partita.benchmarks;

import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.partita.benchmarks.platform.Home;
import org.partita.benchmarks.report.Samples;
import org.partita.benchmarks.report.Table;
import org.partita.benchmarks.report.Work;

/**
 * Runs benchmarks and prints ratio, first milestone and goal side by side.
 *
 * <pre>
 * BenchReport [--smoke] [--prototypes] [NAME...]
 *   --smoke       one short fork of each: shows that they run, claims nothing
 *   --prototypes  only what needs no platform
 * </pre>
 *
 * <p>Exit status: 0; 1 a benchmark failed; 2 wrong usage or nothing to measure.
 */
public final class BenchReport {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int FORKS = 5;

    private BenchReport() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        boolean smoke = arguments.contains("--smoke");
        boolean prototypes = arguments.contains("--prototypes");
        List<String> names = arguments.stream()
                .filter(a -> !a.equals("--smoke") && !a.equals("--prototypes"))
                .toList();
        try {
            List<Work> works = Work.named(names);
            if (!prototypes && works.stream().anyMatch(Work::needsPlatform)) {
                System.setProperty("partita.home", Home.find().toString());
            }
            out.print(new Table(measure(works, smoke, prototypes), !smoke).of(works));
            return 0;
        } catch (IllegalArgumentException | IllegalStateException e) {
            err.println("bench: " + e.getMessage());
            return USAGE;
        } catch (RunnerException e) {
            err.println("bench: " + e.getMessage());
            return FAILED;
        }
    }

    private static Samples measure(List<Work> works, boolean smoke, boolean prototypes) throws RunnerException {
        Set<String> benchmarks = new LinkedHashSet<>();
        for (Work work : works) {
            benchmarks.add(work.baseline());
            if (!prototypes || !work.needsPlatform()) {
                benchmarks.add(work.measured());
            }
        }
        ChainedOptionsBuilder options = smoke ? quick() : thorough();
        benchmarks.forEach(b -> options.include("^" + Pattern.quote(b) + "$"));
        options.addProfiler(GCProfiler.class).shouldFailOnError(true).jvmArgsAppend(jvm());
        return new Samples(new Runner(options.build()).run());
    }

    private static ChainedOptionsBuilder thorough() {
        return new OptionsBuilder()
                .forks(FORKS)
                .warmupIterations(10)
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
        String quiet = "--sun-misc-unsafe-memory-access=allow";
        return home == null ? new String[] {quiet} : new String[] {quiet, "-Dpartita.home=" + home};
    }
}
