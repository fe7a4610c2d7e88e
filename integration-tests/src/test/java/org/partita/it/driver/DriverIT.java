package org.partita.it.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.TestExecutionResult.Status.ABORTED;
import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;
import static org.junit.platform.engine.TestExecutionResult.Status.SUCCESSFUL;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.opentest4j.AssertionFailedError;
import org.osgi.framework.Bundle;
import org.partita.it.driver.fixture.Frameworks;
import org.partita.testkit.requirements.ShownRecorder;

/** What the outside sees of tests that run inside. */
class DriverIT {
    private static final Session SESSION = new Session();
    private static Map<String, TestExecutionResult> failing = Map.of();

    @BeforeAll
    static void runFailing() throws ClassNotFoundException {
        failing = SESSION.run("Failing");
    }

    @AfterAll
    static void closeSession() {
        SESSION.close();
    }

    @Test
    void failedAssertionKeepsItsMessageAndValues() {
        assertThat(failure("assertion")).isInstanceOfSatisfying(AssertionFailedError.class, error -> {
            assertThat(error).hasMessageContaining("[the word]");
            assertThat(error.getExpected().getStringRepresentation()).contains("expected");
            assertThat(error.getActual().getStringRepresentation()).contains("found");
        });
    }

    @Test
    void failureKeepsItsCausesAndItsPlace() {
        Throwable failure = failure("nestedCauses");
        assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("outer");
        assertThat(failure.getCause()).isInstanceOf(IOException.class).hasMessage("middle");
        assertThat(failure.getCause().getCause()).isInstanceOf(ArithmeticException.class);
        assertThat(failure.getStackTrace()[0].getMethodName()).isEqualTo("nestedCauses");
        assertThat(failure.getStackTrace()[0].getFileName()).isEqualTo("Failing.java");
    }

    @Test
    void exceptionThatCannotBeSerialisedArrives() {
        assertThat(failure("notSerialisable"))
                .hasToString("org.partita.it.driver.fixture.Failing$Unserialisable: holds a CountDownLatch");
    }

    @Test
    void eachInvocationOfAParameterisedTestHasAResultOfItsOwn() {
        assertThat(failing.get("number 1").getStatus()).isEqualTo(FAILED);
        assertThat(failing.get("number 2").getStatus()).isEqualTo(SUCCESSFUL);
        assertThat(failing.get("number 3").getStatus()).isEqualTo(FAILED);
    }

    @Test
    void skippedAndAbortedTestsAreNoFailures() {
        assertThat(failing).doesNotContainKey("disabled");
        assertThat(failing.get("unmetAssumption").getStatus()).isEqualTo(ABORTED);
    }

    @Test
    void missingServiceIsNamed() {
        assertThat(failure("missingService"))
                .hasStackTraceContaining("No service org.osgi.service.component.runtime.ServiceComponentRuntime"
                        + " (role=nobody) within 1 ms");
    }

    @Test
    void classesOfOneConfigurationShareAContainerUntilTheSessionEnds() throws ClassNotFoundException {
        Bundle first;
        try (Session session = new Session()) {
            session.run("First", "Second");
            first = Frameworks.told("First");
            assertThat(Frameworks.told("Second")).isSameAs(first);
            assertThat(first.getState()).isEqualTo(Bundle.ACTIVE);
        }
        assertThat(first.getState()).isEqualTo(Bundle.RESOLVED);
    }

    @Test
    void freshClassHasAContainerOfItsOwn() throws ClassNotFoundException {
        try (Session session = new Session()) {
            session.run("First", "Fresh", "Second");
            Bundle fresh = Frameworks.told("Fresh");
            assertThat(fresh.getState()).isEqualTo(Bundle.RESOLVED);
            assertThat(fresh).isNotSameAs(Frameworks.told("First")).isNotSameAs(Frameworks.told("Second"));
        }
    }

    @Test
    void containerThatDoesNotStartFailsItsClassesWithTheReason() throws ClassNotFoundException {
        try (Session session = new Session()) {
            Map<String, TestExecutionResult> results = session.run("Unstartable");
            assertThat(results).doesNotContainKey("neverRuns");
            assertThat(results.get("Unstartable").getThrowable().orElseThrow())
                    .hasMessageContaining("bundles named org.partita.nowhere: none");
        }
    }

    @Test
    void requirementsShownInsideAreRecordedOutside(@TempDir Path folder) throws Exception {
        Path shown = folder.resolve("shown.tsv");
        SESSION.run(new ShownRecorder(shown), "Failing");
        assertThat(shown)
                .content()
                .contains("FFA-2.1-5\torg.partita.it.driver.fixture.Failing.even number 2\tPASS\n")
                .contains("FFA-2.1-4\torg.partita.it.driver.fixture.Failing.even number 3\tFAIL\n")
                .contains("FFA-2.1-1\torg.partita.it.driver.fixture.Failing.assertion assertion()\tFAIL\n");
    }

    @Test
    void whatATestLeavesBehindIsNamed() throws ClassNotFoundException {
        Map<String, TestExecutionResult> results = SESSION.run("Leaving");
        assertThat(results.get("nothing").getStatus()).isEqualTo(SUCCESSFUL);
        assertThat(results.get("aServiceAndAThread").getThrowable().orElseThrow())
                .hasMessageContaining("left behind: ")
                .hasMessageContaining("java.lang.Runnable of org.partita.testkit.probe")
                .hasMessageContaining("partita-left");
    }

    private static Throwable failure(String test) {
        return failing.get(test).getThrowable().orElseThrow();
    }
}
