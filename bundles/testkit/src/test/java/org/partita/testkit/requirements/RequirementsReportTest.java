package org.partita.testkit.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                        "FFM-IPC-1\tIPC\tfourth\tyes\tmust"));
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
                        "FFA 8            1 shown      2 not shown      0 failed  of 3 testable",
                        "FFM IPC          1 shown      0 not shown      0 failed  of 1 testable",
                        "all              2 shown      2 not shown      0 failed  of 4 testable");
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

    @Test
    void requirementThatTestsCannotShowIsNotListed() throws IOException {
        assertThat(RequirementsReport.of(root).text()).doesNotContain("FFA-8.5-2");
    }
}
