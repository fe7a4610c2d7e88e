package org.partita.manifest.devicetree.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.partita.api.manifest.ManifestSource;

/** Finds included files in the folder of the file that includes them, or below it. */
public final class SiblingFiles implements Includes {
    @Override
    public ManifestSource open(String from, String name, int limit) throws IOException {
        Path file = resolve(from, name);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new IOException("it and the files before have more than " + Limit.text());
            }
            return new ManifestSource(file.toString(), content);
        }
    }

    private static Path resolve(String from, String name) throws IOException {
        try {
            Path folder = path(from).toAbsolutePath().normalize().getParent();
            if (folder == null) {
                throw new IOException("the including file has no folder");
            }
            Path file = folder.resolve(name).normalize();
            if (!file.startsWith(folder)) {
                throw new IOException("only files in " + folder + " and below it can be included");
            }
            return file;
        } catch (IllegalArgumentException e) {
            throw new IOException("the including file is not on a file system, so nothing can be found beside it", e);
        }
    }

    private static Path path(String name) {
        if (name.startsWith("file:")) {
            return Path.of(URI.create(name));
        }
        if (name.matches("[a-z]{2,}:.*")) {
            throw new InvalidPathException(name, "a URL");
        }
        return Path.of(name);
    }
}
