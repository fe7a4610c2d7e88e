package org.partita.api.ffm.manifest;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.manifest.ManifestSource;

/** Finds the manifests that a manifest list names. */
@ConsumerType
@FunctionalInterface
public interface ManifestFiles {
    /**
     * Opens a manifest.
     *
     * @param list name of the list
     * @param path as the list has it: relative to the list, relative to a root folder, or absolute
     * @param limit how many bytes are wanted at most
     * @return with its name for messages
     * @throws IOException with a message for people, if it is not there or larger than the limit
     */
    ManifestSource open(String list, String path, int limit) throws IOException;
}
