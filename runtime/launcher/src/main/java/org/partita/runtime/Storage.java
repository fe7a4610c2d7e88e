package org.partita.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The framework's storage: fresh for every start, on a memory file system where there is one. An update writes to it
 * while callers are held, and a disk can stall for longer than they may wait.
 */
final class Storage implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path folder;

    private Storage(Path folder) {
        this.folder = folder;
    }

    /** Creates an empty folder. */
    static Storage create() {
        try {
            boolean memory = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY);
            return new Storage(
                    memory ? Files.createTempDirectory(MEMORY, "partita-") : Files.createTempDirectory("partita-"));
        } catch (IOException e) {
            throw new BootException("no folder for temporary files: " + e.getMessage(), e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Deletes the folder; does nothing the second time. */
    @Override
    public void close() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
