package org.partita.it.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/** Runs of one seed; whatever fails names the command that shows it again. */
final class Replay {
    private static final String ONE_SEED = "partita.seed";

    private final BundleContext framework;
    private final Path folder;
    private final long seed;
    private final String command;

    Replay(Class<?> test, BundleContext framework, Path folder, long seed) {
        this.framework = framework;
        this.folder = folder;
        this.seed = seed;
        this.command = "mvn verify -pl integration-tests -am -Dpartita.skipUnitTests -Dit.test=" + test.getSimpleName()
                + " -Dfailsafe.failIfNoSpecifiedTests=false -D" + ONE_SEED + "=" + seed;
    }

    /** From 1 on, or the one that the command names. */
    static LongStream seeds(int count) {
        return seeds(count, System::getProperty);
    }

    static LongStream seeds(int count, UnaryOperator<@Nullable String> properties) {
        String one = properties.apply(ONE_SEED);
        return one == null ? LongStream.rangeClosed(1, count) : LongStream.of(Long.parseLong(one));
    }

    /** What shows the seed again. */
    String command() {
        return command;
    }

    /** What happens. */
    List<String> once(Workload workload) {
        try {
            return new SeededPlay(framework, folder, seed).of(workload);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("a run failed; replay: " + command, e);
        }
    }

    /** In two runs the same happens. */
    void same(Supplier<Workload> workload) {
        List<String> first = once(workload.get());
        List<String> second = once(workload.get());
        assertThat(first).as("what happened; replay: %s", command).isNotEmpty();
        for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
            assertThat(second.get(i))
                    .as("line %d of the second run; replay: %s", i, command)
                    .isEqualTo(first.get(i));
        }
        assertThat(second).as("lines of the second run; replay: %s", command).hasSameSizeAs(first);
    }
}
