package org.partita.it.memory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Random calls of four endpoints, right and wrong, give what a model of the specification says. */
@PlatformTest(MemoryPlatform.class)
class MemoryModelIT {
    private static final int STEPS = Integer.getInteger("partita.model.steps", 500);
    private static final int SEQUENCES = 20 * Integer.getInteger("partita.scale", 1);

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

    private Running running;

    @BeforeEach
    void boot() throws Exception {
        running = new Running(framework);
        running.platform();
    }

    /** Donated pages do not come back by themselves. */
    @AfterEach
    void asItWas() throws Exception {
        running.restarted(Map.of());
    }

    @ParameterizedTest
    @ValueSource(longs = {2026, 2027})
    @Shows({"FFA-5.4.1-4", "FFA-5.4.1-5", "FFA-5.4.1-6", "FFA-5.4.1-7", "FFA-5.4.1-12", "FFA-5.4-2", "FFA-5.4-3"})
    @Shows({"FFA-5.4.2-1", "FFA-5.4.2-2", "FFA-5.4.2-3", "FFA-5.4.2-4", "FFA-5.4.2-5"})
    @Shows({"FFA-5.4.2-6", "FFA-5.4.2-7", "FFA-5.4.2-8", "FFA-5.4.2-9", "FFA-5.4.2-10", "FFA-5.4.2-11"})
    @Shows({"FFA-5.4.2-12", "FFA-5.4.2-13", "FFA-5.4.2-14", "FFA-5.4.2-15", "FFA-5.4.2-16", "FFA-5.4.2-17"})
    @Shows({"FFA-5.6.1-1", "FFA-5.11.2-1", "FFA-5.11.2-9", "FFA-5.11.2-15", "FFA-5.11.2-16", "FFA-5.11.2-17"})
    @Shows({"FFA-11.4.2-1", "FFA-11.4.2-5", "FFA-11.7.1-1", "FFA-11.7.1-2", "FFA-5.12.4-16", "FFA-5.12.4-25"})
    void everyCallDoesWhatTheModelSays(long seed) throws Exception {
        Mix mix = new Mix();
        Pairs pairs = new Pairs();
        long start = System.nanoTime();
        for (int i = 0; i < SEQUENCES; i++) {
            long one = seed * 1000 + i;
            List<Long> steps = Sequence.steps(one, STEPS);
            Sequence.Failure failure = new Sequence(running.restarted(Map.of()), mix, pairs).run(steps);
            if (failure != null) {
                throw shrunk(one, steps, failure);
            }
        }
        System.out.printf("%d calls in %d ms: %s%n", mix.all(), (System.nanoTime() - start) / 1_000_000, mix);
        assertThat(mix.successful() * 100L).as("successful: %s", mix).isGreaterThanOrEqualTo(mix.all() * 30L);
        for (String operation : List.of("DONATE", "LEND", "SHARE", "RETRIEVE", "RELINQUISH", "RECLAIM")) {
            assertThat(mix.of(operation) * 100L).as("%s: %s", operation, mix).isGreaterThanOrEqualTo(mix.all() * 2L);
            for (String end : List.of("SUCCESS", "INVALID_PARAMETERS", "DENIED")) {
                assertThat(mix.of(operation, end))
                        .as("%s %s: %s", operation, end, mix)
                        .isPositive();
            }
        }
        assertThat(mix.of("RETRIEVE", "BUSY")).isPositive();
        assertThat(pairs.all()).as("Table 5.4").containsExactlyInAnyOrder(TABLE_5_4);
    }

    /** Removes steps as long as what is left still fails. */
    private AssertionError shrunk(long seed, List<Long> steps, Sequence.Failure first) throws Exception {
        String where = "seed %d, step %d of %d, last calls:%n%s%n%s"
                .formatted(seed, first.step(), steps.size(), String.join("\n", first.calls()), first.cause());
        System.out.println(where);
        Sequence.Failure least = first;
        List<Long> left = steps.subList(0, first.step());
        for (int chunk = Math.max(1, left.size() / 2); chunk > 0; chunk /= 2) {
            for (int from = left.size() - 1 - chunk; from >= 0; from -= chunk) {
                List<Long> fewer = new ArrayList<>(left.subList(0, from));
                fewer.addAll(left.subList(from + chunk, left.size()));
                Sequence.Failure failure = new Sequence(running.restarted(Map.of()), new Mix(), new Pairs()).run(fewer);
                if (failure != null) {
                    least = failure;
                    left = fewer.subList(0, failure.step());
                    from = Math.min(from, left.size());
                }
            }
        }
        return new AssertionError(
                where
                        + "%n%n%d steps of them suffice:%n%s%n%s"
                                .formatted(left.size(), String.join("\n", least.calls()), least.cause()),
                least.cause());
    }
}
