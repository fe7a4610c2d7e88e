package org.partita.runtime;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A platform as a folder: what to install, how it is configured, its manifests. See docs/assemble.md.
 *
 * @param folder absolute path
 * @param description one line for people
 * @param bundles what to install, in order
 */
record PlatformFolder(Path folder, String description, List<RunBundle> bundles) {
    private static final String BNDRUN = "platform.bndrun";

    /** The platform's name: its folder's. */
    String name() {
        return folder.getFileName().toString();
    }

    /** Properties by PID, in the Configurator's format. */
    Path configuration() {
        return folder.resolve("configuration.json");
    }

    /** Manifests of its partitions. */
    Path manifests() {
        return folder.resolve("manifests");
    }

    /**
     * A platform by name or folder.
     *
     * @throws UsageException if there is none, with the known ones
     */
    static PlatformFolder find(Installation installation, String platform) {
        Path named =
                installation.configurations().resolve(platform).toAbsolutePath().normalize();
        Path folder = Files.isRegularFile(named.resolve(BNDRUN))
                ? named
                : Path.of(platform).toAbsolutePath().normalize();
        if (!Files.isRegularFile(folder.resolve(BNDRUN))) {
            String known = String.join(
                    ", ", list(installation).stream().map(PlatformFolder::name).toList());
            String where =
                    known.isEmpty() ? "there are none under " + installation.configurations() : "known: " + known;
            throw new UsageException(
                    "no platform " + platform + "; " + where + "; or name a folder that holds a " + BNDRUN);
        }
        return read(folder);
    }

    /** The platforms of the installation in order of their names. */
    static List<PlatformFolder> list(Installation installation) {
        if (!Files.isDirectory(installation.configurations())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(installation.configurations())) {
            return folders.filter(f -> Files.isRegularFile(f.resolve(BNDRUN)))
                    .sorted()
                    .map(PlatformFolder::read)
                    .toList();
        } catch (IOException e) {
            throw new UsageException(installation.configurations() + " can't be read: " + e.getMessage());
        }
    }

    /** Reads {@code platform.bndrun} of a folder. */
    static PlatformFolder read(Path folder) {
        Path file = folder.resolve(BNDRUN);
        Properties headers = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            headers.load(reader);
            List<RunBundle> bundles = Clause.parse(headers.getProperty("-runbundles", "")).stream()
                    .map(RunBundle::of)
                    .toList();
            if (bundles.isEmpty()) {
                throw new UsageException(file + ": no -runbundles; launch/partita assemble writes them");
            }
            return new PlatformFolder(
                    folder, headers.getProperty("Bundle-Description", "").strip(), bundles);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(file + " can't be read: " + e.getMessage());
        }
    }
}
