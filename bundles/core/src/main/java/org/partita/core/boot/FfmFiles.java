package org.partita.core.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.partita.api.ffm.manifest.ManifestFiles;
import org.partita.api.manifest.ManifestSource;

/** Finds manifests in the folder of the platform's manifests. */
record FfmFiles(Path folder) implements ManifestFiles {
    @Override
    public ManifestSource open(String list, String path, int limit) throws IOException {
        Path file;
        try {
            file = folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new IOException("\"" + path + "\" is no path: " + e.getReason(), e);
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no file " + file + "; paths in " + list + " are relative to " + folder);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(limit);
            if (bytes.length == limit && in.read() >= 0) {
                throw new IOException(file + " is larger than " + limit + " bytes");
            }
            return new ManifestSource(file.toString(), bytes);
        }
    }
}
