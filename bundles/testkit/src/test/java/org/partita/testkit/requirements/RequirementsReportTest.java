package org.partita.testkit.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementsReportTest {
    @TempDir
    Path root;

    @BeforeEach
    void requirements() throws IOException {
        Files.createDirectories(root.resolve("cnf"));
        Files.write(
                root.resolve("cnf/requirements.tsv"),
                List.of(
                        "id\tsection\ttitle\ttestable\tlevel",
                        "FFA-8.4-1\t8.4\tfirst\tyes\tmust",
                        "FFA-8.4-2\t8.4\tsecond\tyes\tmust",
                        "FFA-8.5-1\t8.5\tthird\tyes\tmay",
                        "FFA-8.5-2\t8.5\tnot for tests\tno\tmay",
                        "FFA-13.1-1\t13.1\telsewhere\tyes\tmust",
                        "FFM-IPC-1\tIPC\tfourth\tyes\tmust",
                        "FFM-HYBRID-1\tHYBRID\tfifth\tyes\tmust"));
    }

    private void recorded(String module, String... lines) throws IOException {
        Files.write(
                Files.createDirectories(root.resolve(module).resolve("target")).resolve("shown.tsv"), List.of(lines));
    }

    @Test
    void requirementIsShownByTestsThatPassInAnyModule() throws IOException {
        recorded("bundles/one", "FFA-8.4-1\tTest.a\tPASS");
        recorded("integration-tests", "FFM-IPC-1\tTest.b\tPASS");
        assertThat(RequirementsReport.of(root).summary().lines())
                .containsExactly(
                        "FFA 8            1 shown      0 wait      2 not shown      0 failed  of 3 testable",
                        "FFA 13           0 shown      0 wait      1 not shown      0 failed  of 1 testable",
                        "FFM IPC          1 shown      0 wait      0 not shown      0 failed  of 1 testable",
                        "FFM HYBRID       0 shown      0 wait      1 not shown      0 failed  of 1 testable",
                        "all              2 shown      0 wait      4 not shown      0 failed  of 6 testable");
    }

    @Test
    void oneFailureOutweighsEveryPass() throws IOException {
        recorded("bundles/one", "FFA-8.4-1\tTest.a\tPASS", "FFA-8.4-1\tTest.b\tFAIL");
        assertThat(RequirementsReport.of(root).text()).contains("FAILED     FFA-8.4-1");
    }

    @Test
    void unknownRequirementIsNamedWithItsTest() throws IOException {
        recorded("bundles/one", "FFA-8.4-99\tTest.a\tPASS");
        assertThat(RequirementsReport.of(root).unknown()).containsExactly("FFA-8.4-99 (Test.a)");
    }

    private void caveats(String... rows) throws IOException {
        List<String> lines =
                new ArrayList<>(List.of("# Caveats", "| a | FFA-8.4-1 |", "## What waits", "", "Text, FFA-8.4-1."));
        lines.addAll(List.of("| needs | requirements |", "|---|---|"));
        lines.addAll(List.of(rows));
        lines.addAll(List.of("## Next", "| b | FFA-8.4-1 |"));
        Files.write(Files.createDirectories(root.resolve("docs")).resolve("CAVEATS.md"), lines);
    }

    @Test
    void requirementsOfTheTableWait() throws IOException {
        recorded("bundles/one", "FFA-8.5-1\tTest.a\tPASS", "FFM-IPC-1\tTest.a\tPASS");
        caveats("| a model | FFA-8.4-1 to FFA-8.4-2 |");
        RequirementsReport report = RequirementsReport.of(root);
        assertThat(report.incomplete()).isEmpty();
        assertThat(report.summary().lines())
                .startsWith("FFA 8            1 shown      2 wait      0 not shown      0 failed  of 3 testable");
        assertThat(report.text()).contains("waits      FFA-8.4-2");
    }

    @Test
    void aCompleteSectionHasNoRequirementThatIsNeitherShownNorWaiting() throws IOException {
        recorded("bundles/one", "FFA-8.5-1\tTest.a\tPASS", "FFM-IPC-1\tTest.a\tPASS");
        caveats("| a model | FFA-8.4-1 |");
        assertThat(RequirementsReport.of(root).incomplete())
                .containsExactly("neither shown nor waiting: FFA-8.4-2 second");
    }

    /** One that is not complete, HYBRID, has nothing to say. */
    @Test
    void documentsOfFfmAreSectionsToo() throws IOException {
        recorded("bundles/one", "FFA-8.5-1\tTest.a\tPASS");
        caveats("| a model | FFA-8.4-1 to FFA-8.4-2 |");
        assertThat(RequirementsReport.of(root).incomplete())
                .containsExactly("neither shown nor waiting: FFM-IPC-1 fourth");
        caveats("| a model | FFA-8.4-1 to FFA-8.4-2, FFM-IPC-1 |");
        assertThat(RequirementsReport.of(root).incomplete()).isEmpty();
    }

    @Test
    void whatIsShownDoesNotWait() throws IOException {
        recorded(
                "bundles/one",
                "FFA-8.5-1\tTest.a\tPASS",
                "FFM-IPC-1\tTest.a\tPASS",
                "FFA-8.4-2\tTest.a\tPASS",
                "FFA-8.4-1\tTest.b\tFAIL");
        caveats("| a model | FFA-8.4-1, FFA-8.4-2 |");
        assertThat(RequirementsReport.of(root).incomplete())
                .containsExactly("waits by docs/CAVEATS.md, but a test shows it: FFA-8.4-2 second");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "FFA-8.4-1 to -2; line 8: \"FFA-8.4-1 to -2\" is neither an id nor a range",
                "8.4-1; line 8: \"8.4-1\" is neither an id nor a range",
                "FFA-8.4-1 to FFA-8.5-2; is no range",
                "FFA-8.4-2 to FFA-8.4-1; is no range",
                "FFA-8.4-1, FFA-8.4-1 to FFA-8.4-2; FFA-8.4-1 stands in the table already",
                "FFA-8.4-9; lists FFA-8.4-9, which",
                "FFA-8.5-2; lists FFA-8.5-2, which",
                "FFA-8.4-1 | more; a row is"
            })
    void aTableThatIsNotAsItShouldBeIsIncomplete(String cell, String problem) throws IOException {
        caveats("| a model | " + cell + " |");
        assertThat(RequirementsReport.of(root).incomplete()).anyMatch(p -> p.contains(problem));
    }

    @Test
    void requirementThatTestsCannotShowIsNotListed() throws IOException {
        assertThat(RequirementsReport.of(root).text()).doesNotContain("FFA-8.5-2");
    }
}
