package org.partita.testkit.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
        var withoutTheBuildsListeners = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
        LauncherFactory.create(withoutTheBuildsListeners)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Fixture.class))
                                .build(),
                        new ShownRecorder(file));
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
