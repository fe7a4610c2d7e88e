package org.partita.testkit.requirements;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes a line for each requirement of each finished test that carries {@link org.partita.testkit.Shows}. JUnit finds it by the service
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
        return ShownIds.of(here.getJavaClass(), here.getJavaMethod());
    }

    /** In one piece: JVMs beside this one append to the same file. */
    private void write(List<String> lines) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        String text = String.join("\n", lines) + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("recording shown requirements in " + file, e);
        }
    }
}
