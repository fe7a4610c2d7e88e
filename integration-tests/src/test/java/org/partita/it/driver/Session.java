package org.partita.it.driver;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A JUnit session inside a test: what the build's own session would see of the fixtures. */
final class Session implements AutoCloseable {
    private static final String FIXTURES = "org.partita.it.driver.fixture.";

    // the listeners of the build must not take the fixtures for tests of the project
    private final LauncherSession session = LauncherFactory.openSession(LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .build());

    /** Runs fixtures for a listener. */
    void run(TestExecutionListener listener, String... fixtures) throws ClassNotFoundException {
        session.getLauncher().execute(request(fixtures), listener);
    }

    /** Runs fixtures, and gives the results by display name; of what was skipped, nothing. */
    Map<String, TestExecutionResult> run(String... fixtures) throws ClassNotFoundException {
        Results results = new Results();
        run(results, fixtures);
        return results.byName;
    }

    private static LauncherDiscoveryRequest request(String... fixtures) throws ClassNotFoundException {
        var request = LauncherDiscoveryRequestBuilder.request();
        for (String fixture : fixtures) {
            request.selectors(selectClass(Class.forName(FIXTURES + fixture)));
        }
        return request.build();
    }

    @Override
    public void close() {
        session.close();
    }

    private static final class Results implements TestExecutionListener {
        private final Map<String, TestExecutionResult> byName = new LinkedHashMap<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            byName.put(test.getDisplayName().replaceAll("\\(.*", ""), result);
        }
    }
}
