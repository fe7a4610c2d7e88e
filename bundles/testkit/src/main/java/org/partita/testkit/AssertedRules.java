package org.partita.testkit;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.partita.testkit.requirements.ShownIds;

/**
 * Compares the rules whose refusals a test asserts with the requirements that it shows. {@link Shows} brings this
 * extension along. Assertions come from any thread, tests run one after another.
 */
final class AssertedRules implements BeforeEachCallback, AfterEachCallback {
    private static final AtomicReference<@Nullable Set<String>> RUNNING = new AtomicReference<>();

    /** Notes that the running test asserts a refusal by this rule. */
    static void add(String rule) {
        if (!isRequirement(rule)) {
            return;
        }
        Set<String> asserted = RUNNING.get();
        if (asserted == null) {
            throw new AssertionError(
                    "a refusal by " + rule + " is asserted, and no test is running that carries @Shows");
        }
        asserted.add(rule);
    }

    /** Rules of Partita's own are no requirements of a specification. */
    private static boolean isRequirement(String rule) {
        return rule.startsWith("FFA-") || rule.startsWith("FFM-");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        RUNNING.set(new ConcurrentSkipListSet<>());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Set<String> asserted = RUNNING.getAndSet(null);
        if (asserted == null || context.getExecutionException().isPresent()) {
            return;
        }
        Method test = context.getRequiredTestMethod();
        Class<?> type = context.getRequiredTestClass();
        Set<String> shown = ShownIds.of(type, test);
        Set<String> missing = new TreeSet<>(asserted);
        missing.removeAll(shown);
        if (!missing.isEmpty()) {
            throw new AssertionError("%s.%s asserts refusals by %s, which its @Shows does not have: %s"
                    .formatted(type.getName(), test.getName(), missing, shown));
        }
    }
}
