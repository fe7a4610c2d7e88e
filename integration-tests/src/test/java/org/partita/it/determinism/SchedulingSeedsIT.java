package org.partita.it.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleContext;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * Scheduling and interrupts from many seeds: core looks at its invariants before every step, and the workload judges answers, messages,
 * interrupts and timers. Some seeds are run twice: the same crossings at the same virtual times.
 */
@PlatformTest(value = SchedulingPlatform.class, fresh = true)
class SchedulingSeedsIT {
    private static final int SEEDS = 100;
    private static final int MANY = 1_000;
    private static final int TWICE = 10;

    private static final Map<Variety.Kind, Integer> HAPPENED = new EnumMap<>(Variety.Kind.class);

    @TempDir
    static Path folder;

    @Inject
    BundleContext framework;

    static LongStream seeds() {
        return Replay.seeds(Integer.getInteger("partita.scale", 1) > 1 ? MANY : SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everythingHappensOnceAndTheInvariantsHold(long seed) {
        Replay replay = new Replay(SchedulingSeedsIT.class, framework, folder, seed);
        Supplier<SchedulingWorkload> workload = () -> new SchedulingWorkload(seed);
        SchedulingWorkload first = workload.get();
        if (seed % TWICE == 0) {
            replay.same(new ArrayDeque<>(List.of(first, workload.get()))::pop);
        } else {
            replay.once(first);
        }
        for (Variety.Kind kind : Variety.Kind.values()) {
            HAPPENED.merge(kind, first.variety().count(kind), Integer::sum);
        }
    }

    /** One seed need not have everything; all of them have. */
    @AfterAll
    static void everyKindHasHappened() {
        System.out.println("over all seeds: " + HAPPENED);
        if (seeds().count() > 1) {
            assertThat(HAPPENED.values())
                    .as("%s", HAPPENED)
                    .hasSize(Variety.Kind.values().length)
                    .allMatch(n -> n > 0);
        }
    }
}
