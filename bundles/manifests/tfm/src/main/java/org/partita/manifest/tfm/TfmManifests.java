package org.partita.manifest.tfm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.ManifestFiles;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestSource;
import org.partita.manifest.tfm.binding.PlatformBinding;
import org.partita.manifest.tfm.text.Limits;

/** The ways into the reader: a list on a file system, or from anywhere. */
public final class TfmManifests {
    private TfmManifests() {}

    /**
     * Reads a list and what it names; manifests are looked for from the folder of the list, then from {@code root}.
     *
     * @param root the folder to which paths in the list may be relative, too; that of the source tree
     * @throws IOException if there is no such list, or it is too large
     * @throws ManifestException with every problem of all files
     */
    public static FfmPlatform read(Path list, Path root, Map<String, String> configuration)
            throws IOException, ManifestException {
        ManifestFiles files = new FolderFiles(root);
        return read(files.open("", list.toAbsolutePath().toString(), Limits.MAX_FILE), files, configuration);
    }

    /**
     * Reads a list and what it names.
     *
     * @throws ManifestException with every problem of all files
     */
    public static FfmPlatform read(ManifestSource list, ManifestFiles files, Map<String, String> configuration)
            throws ManifestException {
        return new PlatformBinding(list, files, configuration).read();
    }
}
