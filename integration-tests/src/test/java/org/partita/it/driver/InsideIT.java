package org.partita.it.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** What Jupiter can do, done inside a container. */
@PlatformTest(BarePlatform.class)
class InsideIT {
    private static final AtomicInteger BEFORE_ALL = new AtomicInteger();
    private static final AtomicInteger BEFORE_EACH = new AtomicInteger();

    @Inject
    BundleContext context;

    @Inject
    ServiceComponentRuntime components;

    private final String constructed;

    InsideIT(@Inject BundleContext given) {
        constructed = given.getBundle().getSymbolicName();
    }

    @BeforeAll
    static void countClass(@Inject BundleContext given) {
        assertThat(given).isNotNull();
        BEFORE_ALL.incrementAndGet();
    }

    @AfterAll
    static void classWasSetUpOnce() {
        assertThat(BEFORE_ALL).hasValue(1);
        assertThat(BEFORE_EACH).hasValueGreaterThan(5);
    }

    @BeforeEach
    void countTest() {
        BEFORE_EACH.incrementAndGet();
    }

    @Test
    void theClassIsLoadedFromTheProbe() {
        assertThat(FrameworkUtil.getBundle(InsideIT.class)).isSameAs(context.getBundle());
        assertThat(constructed).isEqualTo("org.partita.testkit.probe");
    }

    @Test
    void typesOfBundlesAreNotThoseOfTheClassPath() {
        assertThat(FrameworkUtil.getBundle(ServiceComponentRuntime.class).getSymbolicName())
                .isEqualTo("org.osgi.service.component");
    }

    @Test
    void servicesAreInjected() {
        assertThat(components.getComponentDescriptionDTOs()).isEmpty();
    }

    @Test
    void everyBundleIsActive() {
        assertThat(context.getBundles())
                .extracting(Bundle::getSymbolicName)
                .contains("org.partita.api", "org.partita.testkit");
        assertThat(context.getBundles())
                .allSatisfy(bundle ->
                        assertThat(bundle.getState()).as("state of %s", bundle).isEqualTo(Bundle.ACTIVE));
    }

    @Test
    void parametersAreResolved(TestInfo info, @Inject ServiceComponentRuntime runtime) {
        assertThat(info.getDisplayName()).startsWith("parametersAreResolved");
        assertThat(runtime).isSameAs(components);
    }

    @ParameterizedTest(name = "{0} plus {1} is {2}")
    @CsvSource({"1,2,3", "2,2,4"})
    void parameterized(int left, int right, int sum) {
        assertThat(left + right).isEqualTo(sum);
    }

    @ParameterizedTest
    @MethodSource("words")
    void parameterizedByMethod(String word) {
        assertThat(word).hasSize(3);
    }

    static Stream<String> words() {
        return Stream.of("SMC", "HVC", "SVC");
    }

    @RepeatedTest(3)
    void repeated(RepetitionInfo repetition) {
        assertThat(repetition.getTotalRepetitions()).isEqualTo(3);
    }

    @TestFactory
    Stream<DynamicTest> dynamic() {
        return words().map(word -> DynamicTest.dynamicTest(word, () -> parameterizedByMethod(word)));
    }

    @Nested
    class Inner {
        @Inject
        ServiceComponentRuntime inner;

        @Test
        void sharesTheOuterInstance() {
            assertThat(inner).isSameAs(components);
        }
    }
}
