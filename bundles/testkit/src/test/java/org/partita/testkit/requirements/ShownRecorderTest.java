package org.partita.testkit.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.partita.testkit.Shows;

class ShownRecorderTest {
    @TempDir
    Path folder;

    @Test
    void eachFinishedTestIsRecordedWithWhatItsMethodAndClassesShow() throws IOException {
        Path file = folder.resolve("shown.tsv");
        run(Fixture.class, file);
        String fixture = Fixture.class.getName();
        assertThat(Files.readAllLines(file))
                .containsExactlyInAnyOrder(
                        "M-1\t" + fixture + ".passes passes()\tPASS",
                        "M-2\t" + fixture + ".passes passes()\tPASS",
                        "C-1\t" + fixture + ".passes passes()\tPASS",
                        "M-3\t" + fixture + ".positive number 1\tPASS",
                        "C-1\t" + fixture + ".positive number 1\tPASS",
                        "M-3\t" + fixture + ".positive number -1\tFAIL",
                        "C-1\t" + fixture + ".positive number -1\tFAIL",
                        "C-1\t" + fixture + ".inherited inherited()\tPASS",
                        "C-1\t" + fixture + "$Inner.inner inner()\tPASS");
    }

    @Test
    void linesOfTestsThatEndAtTheSameTimeAreWhole() throws Exception {
        Path file = folder.resolve("shown.tsv");
        List<Thread> threads = Stream.generate(() -> Thread.ofPlatform().start(() -> run(Wordy.class, file)))
                .limit(2)
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        List<Shown> shown = Files.readAllLines(file).stream().map(Shown::parse).toList();
        assertThat(shown).hasSize(2 * 2 * Wordy.TIMES);
        assertThat(shown).allMatch(Shown::passed);
        assertThat(shown).map(Shown::requirement).containsOnly("W-1", "W-2");
        assertThat(shown)
                .map(s -> s.test().length())
                .containsOnly(shown.get(0).test().length());
    }

    private static void run(Class<?> tests, Path file) {
        var withoutTheBuildsListeners = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
        LauncherFactory.create(withoutTheBuildsListeners)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        new ShownRecorder(file));
    }

    /** Its tests have names that are longer than what streams hold back. */
    static class Wordy {
        static final int TIMES = 50;

        private static final String SENTENCE = "{0} {0} {0} {0} {0}";

        static Stream<String> words() {
            return Stream.generate(() -> "word".repeat(128)).limit(TIMES);
        }

        @ParameterizedTest(name = SENTENCE + SENTENCE + SENTENCE + SENTENCE)
        @MethodSource("words")
        @Shows("W-1")
        @Shows("W-2")
        void passes(String word) {
            assertThat(word).isNotEmpty();
        }
    }

    abstract static class Contract {
        @Test
        void inherited() {
            assertThat(1).isPositive();
        }
    }

    @Shows("C-1")
    static class Fixture extends Contract {
        @Test
        @Shows("M-1")
        @Shows("M-2")
        void passes() {
            assertThat(1).isPositive();
        }

        @ParameterizedTest(name = "number {0}")
        @ValueSource(ints = {1, -1})
        @Shows("M-3")
        void positive(int number) {
            assertThat(number).isPositive();
        }

        @Test
        void aborted() {
            Assumptions.abort();
        }

        @Nested
        class Inner {
            @Test
            void inner() {
                assertThat(1).isPositive();
            }
        }
    }
}
