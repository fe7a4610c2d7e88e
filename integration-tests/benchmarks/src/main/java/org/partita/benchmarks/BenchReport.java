package org.partita.benchmarks;

import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.partita.benchmarks.platform.Home;
import org.partita.benchmarks.report.Measurement;
import org.partita.benchmarks.report.Table;
import org.partita.benchmarks.report.Work;

/**
 * Runs benchmarks and prints ratio, first milestone and goal side by side.
 *
 * <pre>
 * BenchReport [--smoke] [--prototypes] [--steps] [NAME...]
 *   --smoke       one short fork of each: shows that they run, claims nothing
 *   --prototypes  only what needs no platform
 *   --steps       times each step of a cycle of memory management as well
 * </pre>
 *
 * <p>The name {@code memory} stands for a table of what a connection and a partition of FF-M take.
 *
 * <p>Exit status: 0; 1 a benchmark failed; 2 wrong usage or nothing to measure.
 */
public final class BenchReport {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final Set<String> OPTIONS = Set.of("--smoke", "--prototypes", "--steps");

    private BenchReport() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        boolean smoke = arguments.contains("--smoke");
        boolean prototypes = arguments.contains("--prototypes");
        boolean steps = arguments.contains("--steps");
        List<String> names =
                arguments.stream().filter(a -> !OPTIONS.contains(a)).toList();
        try {
            List<Work> works = Work.named(names);
            boolean memory = !prototypes && (names.isEmpty() || names.contains(Work.MEMORY));
            if (memory || (!prototypes && works.stream().anyMatch(Work::needsPlatform))) {
                System.setProperty("partita.home", Home.find().toString());
            }
            if (memory) {
                err.println("bench: memory of connections and partitions");
                out.println(FootprintTable.measured());
            }
            if (!works.isEmpty()) {
                Measurement measurement = new Measurement(smoke, err);
                out.print(new Table(measurement.of(benchmarks(works, prototypes, steps)), !smoke).of(works));
            }
            return 0;
        } catch (IllegalArgumentException | IllegalStateException e) {
            err.println("bench: " + e.getMessage());
            return USAGE;
        } catch (Exception e) {
            err.println("bench: " + e.getMessage());
            return FAILED;
        }
    }

    private static Set<String> benchmarks(List<Work> works, boolean prototypes, boolean steps) {
        Set<String> benchmarks = new LinkedHashSet<>();
        for (Work work : works) {
            benchmarks.add(work.baseline());
            benchmarks.add(work.measured());
            if (steps && work.cycle()) {
                benchmarks.add(work.steps());
            }
        }
        benchmarks.removeIf(b -> prototypes && Work.onPlatform(b));
        return benchmarks;
    }
}
