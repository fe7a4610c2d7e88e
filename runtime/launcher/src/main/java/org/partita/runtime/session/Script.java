package org.partita.runtime.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands to run.
 *
 * @param name where they come from, for messages: {@code --exec}, a file name, {@code standard input}
 * @param lines the commands; null: read them from standard input until its end
 */
public record Script(String name, @Nullable List<String> lines) {
    public Script {
        lines = lines == null ? null : List.copyOf(lines);
    }

    /** One command of the command line. */
    public static Script command(String command) {
        return new Script("--exec", List.of(command));
    }

    /** The commands of a file, UTF-8. */
    public static Script file(Path file) {
        try {
            return new Script(file.toString(), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commands that arrive at standard input. */
    public static Script standardInput() {
        return new Script("standard input", null);
    }
}
