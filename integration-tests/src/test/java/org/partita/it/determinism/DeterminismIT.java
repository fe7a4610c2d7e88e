package org.partita.it.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.CallRequest;
import org.partita.api.admin.CallResult;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Scenario;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Random calls and swaps from seeds, each twice: the same crossings at the same virtual times. */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
class DeterminismIT {
    private static final int SEEDS = 200;
    private static final long WATCHDOG_MILLIS = 100;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ONE_SEED = "partita.seed";

    @TempDir
    static Path folder;

    @Inject
    BundleContext framework;

    static LongStream seeds() {
        Long one = Long.getLong(ONE_SEED);
        return one == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(one);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void twoRunsOfASeedAreTheSame(long seed) {
        String replay = "replay: mvn verify -pl integration-tests -am -Dpartita.skipUnitTests -Dit.test=DeterminismIT"
                + " -Dfailsafe.failIfNoSpecifiedTests=false -D" + ONE_SEED + "=" + seed;
        List<String> first = play(seed, replay);
        List<String> second = play(seed, replay);
        assertThat(first).as("what happened; %s", replay).isNotEmpty();
        for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
            assertThat(second.get(i))
                    .as("line %d of the second run; %s", i, replay)
                    .isEqualTo(first.get(i));
        }
        assertThat(second).as("lines of the second run; %s", replay).hasSameSizeAs(first);
    }

    @Test
    void anotherSeedMakesAnotherRun() {
        assertThat(play(1, "seed 1")).isNotEqualTo(play(2, "seed 2"));
    }

    @Test
    void administratorsCallIsMadeAtTheTurnOfItsActor() throws Exception {
        Platform platform = new Running(framework).restarted(Map.of("mode", "deterministic", "seed", 1L));
        Scenario scenario = platform.scenario();
        List<CallResult> results = new ArrayList<>();
        CallRequest idGet = new CallRequest(1, 0, List.of(0x84000069L), null, LIMIT);
        scenario.actor("administrator", () -> results.add(platform.call(idGet)));
        scenario.run(LIMIT);
        assertThat(results).singleElement().satisfies(r -> {
            assertThat(r.waiting()).isFalse();
            assertThat(r.registers()).startsWith(0x84000061L, 0L, 1L);
        });
    }

    @Test
    void actorThatTakesNoStepIsNamed() throws Exception {
        Platform platform = new Running(framework)
                .restarted(Map.of("mode", "deterministic", "seed", 1L, "watchdog", WATCHDOG_MILLIS));
        Scenario scenario = platform.scenario();
        scenario.actor("dawdler", () -> {
            while (platform.status().problems().stream().noneMatch(p -> p.contains("stands still: dawdler"))) {
                Thread.onSpinWait();
            }
        });
        scenario.run(LIMIT);
        assertThat(platform.status().problems())
                .anyMatch(
                        p -> p.contains("dawdler has the run token and takes no step") && p.contains("DeterminismIT"));
    }

    private List<String> play(long seed, String replay) {
        try {
            return new RandomRun(framework, folder, seed).play();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("a run failed; " + replay, e);
        }
    }
}
