package org.partita.it.determinism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** A seed that fails prints the command that replays it, and the command runs that seed and no other. */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
class ReplayIT {
    private static final long SEED = 4711;
    private static final Path ROOT = Path.of(System.getProperty("partita.root", ".."));

    @TempDir
    static Path folder;

    @Inject
    BundleContext framework;

    private Replay replay(Class<?> test) {
        return new Replay(test, framework, folder, SEED);
    }

    /** Words of a command, as a shell separates them. */
    private static List<String> words(String command) {
        return List.of(command.split(" "));
    }

    /** What {@code -Dkey=value} sets. */
    private static Map<String, String> properties(String command) {
        return words(command).stream()
                .filter(w -> w.startsWith("-D"))
                .map(w -> w.substring(2).split("=", 2))
                .collect(Collectors.toMap(w -> w[0], w -> w.length > 1 ? w[1] : ""));
    }

    @ParameterizedTest
    @ValueSource(classes = {DeterminismIT.class, SchedulingSeedsIT.class})
    void theCommandRunsOneTestWithOneSeed(Class<?> test) throws Exception {
        String command = replay(test).command();
        Map<String, String> set = properties(command);

        assertThat(Replay.seeds(1_000, set::get)).containsExactly(SEED);
        assertThat(set).containsEntry("it.test", test.getSimpleName());
        // docs/building.md: one test while writing
        String documented = Files.readString(ROOT.resolve("docs/building.md"))
                .lines()
                .filter(l -> l.startsWith("One test while writing: `"))
                .map(l -> l.split("`")[1])
                .collect(Collectors.joining());
        assertThat(words(command.replace(test.getSimpleName(), "EchoIT"))).containsAll(words(documented));
        assertThat(words(command))
                .allMatch(w -> w.matches("mvn|verify|-pl|integration-tests|-am|-D[\\w.]+(=[\\w.]+)?"));
    }

    @Test
    void withoutTheCommandAllSeedsRun() {
        assertThat(Replay.seeds(3, key -> null)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aRunThatFailsPrintsTheCommand() {
        Replay replay = replay(ReplayIT.class);
        AssertionError why = new AssertionError("a message was lost");

        assertThatThrownBy(() -> replay.once(new Played(play -> {
                    throw why;
                })))
                .isInstanceOf(AssertionError.class)
                .hasMessageEndingWith("replay: " + replay.command())
                .hasRootCause(why);
    }

    @Test
    void twoRunsThatDifferPrintTheCommand() {
        Replay replay = replay(ReplayIT.class);
        AtomicInteger runs = new AtomicInteger();

        assertThatThrownBy(() -> replay.same(() -> new Played(play -> play.note("run " + runs.incrementAndGet()))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("replay: " + replay.command() + "]");
    }

    /** Does what a test says, without partitions of its own. */
    private record Played(Act act) implements Workload {
        interface Act {
            void of(SeededPlay play);
        }

        @Override
        public void load(TestPartitions partitions) {}

        @Override
        public void act(SeededPlay play) {
            act.of(play);
        }
    }
}
