package org.partita.testkit.paxexam;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.ops4j.pax.exam.Constants;
import org.ops4j.pax.exam.ExamSystem;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestAddress;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.spi.DefaultExamSystem;
import org.ops4j.pax.exam.spi.PaxExamRuntime;

/** A running container with its probe. */
final class PlatformContainer implements AutoCloseable {
    private final TestContainer container;

    private PlatformContainer(TestContainer container) {
        this.container = container;
    }

    /**
     * Starts a container and installs the probe.
     *
     * @param configuration what is in it
     * @param anchor any test class: all of its folder goes into the probe
     */
    static PlatformContainer start(Class<? extends PlatformConfiguration> configuration, Class<?> anchor)
            throws IOException, ReflectiveOperationException {
        var constructor = configuration.getDeclaredConstructor();
        constructor.setAccessible(true);
        Option[] options = constructor.newInstance().options();
        ExamSystem system =
                DefaultExamSystem.create(new Option[] {composite(defaults(configuration)), composite(options)});
        PlatformContainer platform = new PlatformContainer(PaxExamRuntime.createContainer(system));
        platform.container.start();
        try {
            platform.installProbe(system, anchor);
        } catch (IOException | RuntimeException e) {
            platform.close();
            throw e;
        }
        return platform;
    }

    private static Option[] defaults(Class<?> configuration) throws IOException {
        Path platforms = Files.createDirectories(Path.of("target", "platforms"));
        Path work = Files.createTempDirectory(platforms.toAbsolutePath(), configuration.getSimpleName());
        return new Option[] {
            workingDirectory(work.toString()),
            cleanCaches(true),
            frameworkStartLevel(Constants.START_LEVEL_TEST_BUNDLE),
            // what a bundle forgot to import must not be found on the class path of the tests
            frameworkProperty("felix.bootdelegation.implicit").value("false"),
            composite(SystemPackages.options()),
            bundle(testkit()).startLevel(Constants.START_LEVEL_SYSTEM_BUNDLES),
        };
    }

    private static String testkit() {
        return BundleLocations.of(PlatformContainer.class);
    }

    private void installProbe(ExamSystem system, Class<?> anchor) throws IOException {
        TestProbeBuilder builder = system.createProbe();
        builder.setHeader("Bundle-SymbolicName", "org.partita.testkit.probe");
        builder.setHeader("Bundle-Activator", Probe.class.getName());
        builder.addTest(anchor);
        try (InputStream probe = builder.build().getStream()) {
            if (container.installProbe(probe) < 0) {
                throw new IOException("the probe bundle does not start: its reason is on standard error");
            }
        }
    }

    /** Runs the action in this thread with the probe's class loader, which is also the thread's context class loader. */
    void run(Consumer<ClassLoader> action) {
        container.call(new Address(action));
    }

    @Override
    public void close() {
        container.stop();
    }

    private record Address(Object action) implements TestAddress {
        @Override
        public String identifier() {
            return Probe.SIGNATURE;
        }

        @Override
        public String caption() {
            return Probe.SIGNATURE;
        }

        @Override
        public TestAddress root() {
            return this;
        }

        @Override
        public Object[] arguments() {
            return new Object[] {action};
        }
    }
}
