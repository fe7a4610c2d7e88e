package org.partita.testkit;

import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** Counts and compares around each test. */
final class LeftoversCheck implements BeforeEachCallback, BeforeTestExecutionCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(LeftoversCheck.class);

    private static final String LATE = "counted after the set-up";

    /** Made by JUnit. */
    LeftoversCheck() {}

    @Override
    public void beforeEach(ExtensionContext test) {
        BundleContext framework = framework(test);
        if (Leftovers.platformIsThere(framework)) {
            count(framework, test);
        }
    }

    @Override
    public void beforeTestExecution(ExtensionContext test) {
        if (test.getStore(NAMESPACE).get(Leftovers.class) == null) {
            // the first test of a container has set up partitions meanwhile, which go after it
            count(framework(test), test);
            test.getStore(NAMESPACE).put(LATE, true);
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        if (test.getExecutionException().isEmpty()) {
            Leftovers before = test.getStore(NAMESPACE).get(Leftovers.class, Leftovers.class);
            Objects.requireNonNull(before, "nothing was counted before the test")
                    .assertNone(test.getStore(NAMESPACE).get(LATE) != null);
        }
    }

    private static void count(BundleContext framework, ExtensionContext test) {
        test.getStore(NAMESPACE).put(Leftovers.class, Leftovers.before(framework));
    }

    private static BundleContext framework(ExtensionContext test) {
        Class<?> type = test.getRequiredTestClass();
        Bundle bundle = FrameworkUtil.getBundle(type);
        if (bundle == null) {
            throw new IllegalStateException(type.getName() + " runs outside a container: is it a @PlatformTest?");
        }
        return bundle.getBundleContext();
    }
}
