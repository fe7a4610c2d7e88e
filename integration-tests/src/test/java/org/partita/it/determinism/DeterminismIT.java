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

    @TempDir
    static Path folder;

    @Inject
    BundleContext framework;

    static LongStream seeds() {
        return Replay.seeds(SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void twoRunsOfASeedAreTheSame(long seed) {
        replay(seed).same(DirectWorkload::new);
    }

    @Test
    void anotherSeedMakesAnotherRun() {
        assertThat(replay(1).once(new DirectWorkload())).isNotEqualTo(replay(2).once(new DirectWorkload()));
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

    private Replay replay(long seed) {
        return new Replay(DeterminismIT.class, framework, folder, seed);
    }
}
