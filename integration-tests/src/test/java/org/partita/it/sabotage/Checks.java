package org.partita.it.sabotage;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests of other classes inside a test, in the container that is there; nothing is recorded as shown or failed. */
final class Checks implements AutoCloseable {
    /**
     * How an invocation of a test ended.
     *
     * @param name as people see it
     * @param result with the throwable of what failed
     */
    record Ended(String name, TestExecutionResult result) {
        boolean failed() {
            return result.getStatus() == TestExecutionResult.Status.FAILED;
        }

        /** Whether an assertion of the test found it, not an accident on the way there. */
        boolean caught() {
            return failed() && result.getThrowable().orElseThrow() instanceof AssertionError;
        }

        @Override
        public String toString() {
            String why = result.getThrowable().map(String::valueOf).orElse("passed");
            return name + ": " + why.strip().replaceAll("\\s+", " ");
        }
    }

    private final LauncherSession session = LauncherFactory.openSession(LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .addTestEngines(new JupiterTestEngine())
            .build());

    /**
     * Runs a test with all its invocations.
     *
     * @param test simple name of a class of {@code org.partita.it.ffa}, a dot, and the method; or the same with another package
     *     of {@code org.partita.it} before it
     */
    List<Ended> run(String test) throws ClassNotFoundException {
        String[] names = test.split("\\.");
        boolean ffa = names.length == 2;
        Class<?> type = Class.forName("org.partita.it." + (ffa ? "ffa." + names[0] : names[0] + "." + names[1]));
        String name = names[names.length - 1];
        Method method = Arrays.stream(type.getDeclaredMethods())
                .filter(m -> m.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no test " + test));
        Results results = new Results();
        session.getLauncher()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectMethod(type, method))
                                .build(),
                        results);
        return results.ended;
    }

    @Override
    public void close() {
        session.close();
    }

    private static final class Results implements TestExecutionListener {
        private final List<Ended> ended = new ArrayList<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() || result.getStatus() == TestExecutionResult.Status.FAILED) {
                ended.add(new Ended(test.getDisplayName(), result));
            }
        }
    }
}
