package org.partita.manifest.devicetree.source;

import java.io.IOException;
import org.partita.api.manifest.ManifestSource;

/** Where {@code /include/} finds files. */
@FunctionalInterface
public interface Includes {
    /**
     * Reads an included file.
     *
     * @param from name of the file that includes
     * @param name as written
     * @param limit bytes that may be read; a larger file is an error
     * @return the file, with a name for messages and for further includes
     * @throws IOException with a reason for people
     */
    ManifestSource open(String from, String name, int limit) throws IOException;
}
