package org.partita.it.memory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.it.platform.MemoryPlatform;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * Random calls of all endpoints, right and wrong, for devices too, in fragments, in slices and through buffers of their own,
 * and crashes of endpoints give what a model of the specification says. A
 * sequence that fails is made as short as possible, and the command that shows it again is printed.
 */
@PlatformTest(MemoryPlatform.class)
class MemoryModelIT {
    private static final int STEPS = Integer.getInteger("partita.model.steps", 500);
    /** With two seeds 100,000 steps. */
    private static final int SEQUENCES = 100 * Integer.getInteger("partita.scale", 1);

    private static final String[] TABLE_5_4 = {
        "Owner-EA !Owner-NA",
        "Owner-NA !Owner-NA",
        "Owner-NA !Owner-EA",
        "Owner-NA !Owner-SA",
        "Owner-SA !Owner-NA",
        "Owner-SA !Owner-SA"
    };

    @Inject
    BundleContext framework;

    @TempDir
    Path noManifests;

    private Trials trials;

    @BeforeEach
    void begin() {
        trials = new Trials(framework, noManifests, Effects::new);
        trials.anew();
    }

    @AfterEach
    void asItWas() {
        trials.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {2026, 2027})
    @Shows({"FFA-5.4.1-4", "FFA-5.4.1-5", "FFA-5.4.1-6", "FFA-5.4.1-7", "FFA-5.4.1-12", "FFA-5.4-2", "FFA-5.4-3"})
    @Shows({"FFA-5.4-1", "FFA-5.4.1-8", "FFA-5.4.1-9", "FFA-5.4.2-18", "FFA-5.8-1"})
    @Shows({"FFA-5.4.2-1", "FFA-5.4.2-2", "FFA-5.4.2-3", "FFA-5.4.2-4", "FFA-5.4.2-5"})
    @Shows({"FFA-5.4.2-6", "FFA-5.4.2-7", "FFA-5.4.2-8", "FFA-5.4.2-9", "FFA-5.4.2-10", "FFA-5.4.2-11"})
    @Shows({"FFA-5.4.2-12", "FFA-5.4.2-13", "FFA-5.4.2-14", "FFA-5.4.2-15", "FFA-5.4.2-16", "FFA-5.4.2-17"})
    @Shows({"FFA-5.6.1-1", "FFA-5.11.2-1", "FFA-5.11.2-9", "FFA-5.11.2-15", "FFA-5.11.2-16", "FFA-5.11.2-17"})
    @Shows({"FFA-11.4.2-1", "FFA-11.4.2-5", "FFA-11.7.1-1", "FFA-11.7.1-2", "FFA-5.12.4-16", "FFA-5.12.4-25"})
    void everyCallDoesWhatTheModelSays(long seed) {
        if (!Replay.steps().isEmpty()) {
            run(Replay.steps());
            return;
        }
        long start = System.nanoTime();
        for (int i = 0; i < SEQUENCES; i++) {
            run(Sequence.steps(seed * 1000 + i, STEPS));
        }
        Mix mix = trials.mix();
        System.out.printf("%d steps in %d ms: %s%n", mix.all(), (System.nanoTime() - start) / 1_000_000, mix);
        assertThat(mix.successful() * 100L).as("successful: %s", mix).isGreaterThanOrEqualTo(mix.all() * 30L);
        assertThat(mix.of("CRASH") * 100L).as("crashes: %s", mix).isGreaterThanOrEqualTo(mix.all());
        for (String function : ErrorCodes.functions()) {
            assertThat(mix.of(function) * 100L).as("%s: %s", function, mix).isGreaterThanOrEqualTo(mix.all() * 2L);
        }
        assertThat(mix.ways().values())
                .as("calls in other ways, and for devices: %s", mix)
                .hasSize(4)
                .allMatch(n -> n * 100L >= mix.all());
        assertThat(mix.rare().keySet()).as("seldom, but there: %s", mix).containsExactly(Rare.values());
        assertThat(errors(mix))
                .as("error codes, without those that can't occur: %s", ErrorCodes.impossible())
                .isEqualTo(possible());
        assertThat(trials.pairs().all()).as("Table 5.4").containsExactlyInAnyOrder(TABLE_5_4);
    }

    private void run(List<Long> steps) {
        Sequence.Failure failure = trials.run(steps);
        if (failure != null) {
            System.out.println(failure);
            throw trials.error(failure, trials.shrunk(steps.subList(0, failure.step())));
        }
    }

    private static Set<String> errors(Mix mix) {
        Set<String> errors = new TreeSet<>();
        for (String function : ErrorCodes.functions()) {
            mix.errors(function).forEach(code -> errors.add(function + " " + code));
        }
        return errors;
    }

    private static Set<String> possible() {
        Set<String> possible = new TreeSet<>(ErrorCodes.documented());
        possible.removeAll(ErrorCodes.impossible().keySet());
        return possible;
    }
}
