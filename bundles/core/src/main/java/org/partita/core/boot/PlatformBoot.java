package org.partita.core.boot;

import org.partita.api.manifest.ManifestSource;

/** Boots a platform on core's own thread, and adds and removes partitions afterwards. */
public interface PlatformBoot {
    /** Runs the whole boot; what went wrong is in the log. */
    void run();

    /** A partition's code has come. */
    void codeCame(String manifest);

    /** A partition's code has left: the partition is terminated. Never waits. */
    void codeLeft(String manifest);

    /** The platform stops: all partitions are terminated. */
    void terminateAll();

    /**
     * Adds a partition.
     *
     * @return its ID
     */
    int load(ManifestSource source, long nanos);

    /** Terminates a partition and forgets it. */
    void unload(int id);
}
