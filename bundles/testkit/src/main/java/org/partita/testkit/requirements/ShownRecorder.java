package org.partita.testkit.requirements;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.partita.testkit.Shows;

/**
 * Writes a line for each requirement of each finished test that carries {@link Shows}. JUnit finds it by the service
 * loader; tests inside a container are seen like any other.
 */
public final class ShownRecorder implements TestExecutionListener {
    private final Path file;

    /** Made by JUnit. */
    public ShownRecorder() {
        this(Shown.FILE);
    }

    /** Records in a file of its own: for tests of tests. */
    public ShownRecorder(Path file) {
        this.file = file;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest() || result.getStatus() == Status.ABORTED) {
            return;
        }
        test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .ifPresent(source -> record(source, test, result.getStatus() == Status.SUCCESSFUL));
    }

    private void record(MethodSource source, TestIdentifier test, boolean passed) {
        String name = source.getClassName() + "." + source.getMethodName() + " " + test.getDisplayName();
        List<String> lines = new ArrayList<>();
        for (String requirement : requirements(source)) {
            lines.add(new Shown(requirement, name.strip().replaceAll("\\s+", " "), passed).line());
        }
        if (!lines.isEmpty()) {
            write(lines);
        }
    }

    /** A source from inside a container holds classes from there: only its names say the same outside. */
    private static Set<String> requirements(MethodSource source) {
        String parameters = Objects.requireNonNullElse(source.getMethodParameterTypes(), "");
        MethodSource here = MethodSource.from(source.getClassName(), source.getMethodName(), parameters);
        Method method = here.getJavaMethod();
        Set<String> requirements = new LinkedHashSet<>();
        add(requirements, AnnotationSupport.findRepeatableAnnotations(method, Shows.class));
        addClass(requirements, method.getDeclaringClass());
        // an inherited test counts for the class that runs it
        addClass(requirements, here.getJavaClass());
        return requirements;
    }

    private static void addClass(Set<String> requirements, Class<?> innermost) {
        for (Class<?> type = innermost; type != null; type = type.getEnclosingClass()) {
            add(requirements, AnnotationSupport.findRepeatableAnnotations(type, Shows.class));
        }
    }

    private static void add(Set<String> requirements, List<Shows> annotations) {
        for (Shows shows : annotations) {
            requirements.addAll(List.of(shows.value()));
        }
    }

    private void write(List<String> lines) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("recording shown requirements in " + file, e);
        }
    }
}
