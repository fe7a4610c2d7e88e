package org.partita.testkit.paxexam;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The container of a JUnit session. There is one at a time, so that a JVM's platforms do not fight for the processors: it stays
 * until a class wants another configuration or a fresh one, or the session ends.
 */
final class Platforms implements AutoCloseable {
    private final Map<Class<?>, Exception> failures = new HashMap<>();
    private @Nullable Class<?> configuration;
    private @Nullable PlatformContainer container;

    /**
     * Gives the container for a test class, started if need be.
     *
     * @throws Exception if it does not start; then it is not tried again
     */
    PlatformContainer obtain(PlatformTest wanted, Class<?> test) throws Exception {
        PlatformContainer running = container;
        if (running != null && wanted.value() == configuration && !wanted.fresh()) {
            return running;
        }
        close();
        Exception failure = failures.get(wanted.value());
        if (failure != null) {
            throw failure;
        }
        return start(wanted.value(), test);
    }

    private PlatformContainer start(Class<? extends PlatformConfiguration> wanted, Class<?> test) throws Exception {
        try {
            PlatformContainer started = PlatformContainer.start(wanted, test);
            container = started;
            configuration = wanted;
            return started;
        } catch (Exception e) {
            failures.put(wanted, e);
            throw e;
        }
    }

    @Override
    public void close() {
        PlatformContainer running = container;
        container = null;
        if (running != null) {
            running.close();
        }
    }
}
