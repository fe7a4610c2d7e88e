package org.partita.manifest.tfm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.partita.api.ffm.manifest.ManifestFiles;
import org.partita.api.manifest.ManifestSource;

/**
 * Finds manifests on a file system. As in TF-M a path is one from the folder of the list if there is such a file, else one from a
 * root folder, unless it is absolute. A list says itself what is read: it is as trusted as the configuration that names it.
 */
record FolderFiles(Path root) implements ManifestFiles {
    @Override
    public ManifestSource open(String list, String path, int limit) throws IOException {
        Path file = find(list, path);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new IOException(file + " has more than " + limit + " bytes");
            }
            return new ManifestSource(file.toString(), content);
        }
    }

    private Path find(String list, String path) throws IOException {
        try {
            Path beside = Path.of(list).resolveSibling(path).normalize();
            if (Files.isRegularFile(beside)) {
                return beside;
            }
            Path below = root.resolve(path).normalize();
            if (Files.isRegularFile(below)) {
                return below;
            }
            throw new NoSuchFileException(
                    "there is no file " + beside + (below.equals(beside) ? "" : ", and none " + below));
        } catch (InvalidPathException e) {
            throw new IOException("it is no path of this system", e);
        }
    }
}
