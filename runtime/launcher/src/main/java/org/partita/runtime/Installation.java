package org.partita.runtime;

import java.nio.file.Path;

/**
 * Where things are.
 *
 * @param home folder of the project or of an unpacked distribution
 */
record Installation(Path home) {
    /** System property that names {@code home}. */
    static final String HOME = "org.partita.home";

    /** From the system property, else the current folder. */
    static Installation current() {
        return new Installation(
                Path.of(System.getProperty(HOME, "")).toAbsolutePath().normalize());
    }

    /** One folder a platform. */
    Path configurations() {
        return home.resolve("configurations");
    }

    /** The bundle repository: every bundle that a platform can name. */
    Path bundles() {
        return home.resolve("runtime/target/bundles");
    }
}
