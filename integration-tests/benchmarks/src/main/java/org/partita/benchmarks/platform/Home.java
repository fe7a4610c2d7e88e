package org.partita.benchmarks.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the project is: the system property {@code partita.home}, or the folder around the working folder or this jar. */
public final class Home {
    private static final String MARK = "configurations/ffa-reference/platform.bndrun";

    private Home() {}

    /**
     * The folder of the project.
     *
     * @throws IllegalStateException if it is not found or not built, with the way out
     */
    public static Path find() {
        String named = System.getProperty("partita.home");
        Path home = named != null ? Path.of(named) : around(Path.of("").toAbsolutePath());
        if (home == null) {
            home = around(code());
        }
        if (home == null || !Files.isRegularFile(home.resolve(MARK))) {
            throw new IllegalStateException(
                    "no " + MARK + " found: run from the project's folder, or with -Dpartita.home=FOLDER");
        }
        if (!Files.isDirectory(bundles(home))) {
            throw new IllegalStateException(bundles(home) + " is missing: build it with 'mvn -pl runtime -am package'");
        }
        return home;
    }

    static Path bundles(Path home) {
        return home.resolve("runtime/target/bundles");
    }

    static Path bndrun(Path home, String platform) {
        return home.resolve("configurations").resolve(platform).resolve("platform.bndrun");
    }

    private static Path code() {
        return Path.of(
                Home.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private static @Nullable Path around(Path inside) {
        for (Path p = inside; p != null; p = p.getParent()) {
            if (Files.isRegularFile(p.resolve(MARK))) {
                return p;
            }
        }
        return null;
    }
}
