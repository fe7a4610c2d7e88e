package org.partita.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules fail where they should, or a green architecture test would say nothing. */
class RulesIT {
    private static final String PACKAGE = "org.partita.it.architecture.sabotage";
    private static final JavaClasses SABOTAGE = new ClassFileImporter().importPackages(PACKAGE);

    @Test
    void dependencyOnAnotherBundleIsFound() {
        Module module = new Module(Path.of("bundles/sabotage"), "sabotage", PACKAGE);
        assertThat(failures(Rules.dependsOnlyOnWhatItMay(module))).contains("dependsOnAnotherBundle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parks", "locks", "startsThreads"})
    void waitingIsFound(String method) {
        assertThat(failures(Rules.doesNotTouchThreads())).contains("Sabotage." + method + "()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "waits",
                "readsTheClock",
                "readsTheCalendar",
                "rollsDice",
                "rollsUnseededDice",
                "rollsDiceOfTheThread",
                "inventsNames"
            })
    void whatCannotBeRepeatedIsFound(String method) {
        assertThat(failures(Rules.canBeRepeated()))
                .contains("Sabotage." + method + "()")
                .doesNotContain("mayRollSeededDice");
    }

    @Test
    void threadLocalIsFound() {
        assertThat(failures(Rules.hasNoThreadLocals())).contains("Sabotage.keepsInThread()");
    }

    @Test
    void whatManifestsSayIsRead() throws IOException {
        Module testkit = Module.all().stream()
                .filter(module -> module.isIn("testkit"))
                .findFirst()
                .orElseThrow();
        assertThat(testkit.packages("Export-Package")).contains("org.partita.testkit", "org.partita.testkit.paxexam");
        assertThat(testkit.packages("Import-Package")).contains("org.osgi.framework", "org.ops4j.pax.exam");
    }

    private static String failures(ArchRule rule) {
        return rule.evaluate(SABOTAGE).getFailureReport().toString();
    }
}
