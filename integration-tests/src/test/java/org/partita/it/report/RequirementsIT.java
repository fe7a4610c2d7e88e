package org.partita.it.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.partita.testkit.requirements.RequirementsReport;

/** Runs after all other tests, and reports which requirements they have shown. */
class RequirementsIT {
    private static final Path ROOT = Path.of(System.getProperty("partita.root"));

    @Test
    void testsShowRequirementsThatExist() throws IOException {
        RequirementsReport report = RequirementsReport.of(ROOT);
        report.write(ROOT);
        assertThat(report.unknown())
                .as("ids in @Shows that cnf/requirements.tsv does not have")
                .isEmpty();
        if (allTestsHaveRun()) {
            assertThat(report.incomplete()).as("complete sections").isEmpty();
        }
    }

    /** Whoever chooses tests, or leaves the unit tests out, can't know what the others show. */
    private static boolean allTestsHaveRun() {
        return Stream.of("test", "it.test", "partita.skipUnitTests", "partita.state")
                .allMatch(p -> System.getProperty(p) == null);
    }
}
