package org.partita.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** The folder of bundles from which platforms are put together. */
final class BundleRepository {
    private final Path folder;
    private final Map<String, List<Entry>> entries = new HashMap<>();

    /**
     * A bundle in the repository.
     *
     * @param file the jar
     * @param version its version
     */
    record Entry(Path file, Version version) {}

    /**
     * Reads the manifests of a folder.
     *
     * @throws BootException if it can't be read
     */
    BundleRepository(Path folder) {
        this.folder = folder;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jar")).toList()) {
                add(file);
            }
        } catch (IOException e) {
            throw new BootException(
                    "bundle repository " + folder + " can't be read: " + e.getMessage() + "; mvn package fills it", e);
        }
    }

    private void add(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            String name =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            if (manifest == null || name == null) {
                return;
            }
            String version = manifest.getMainAttributes().getValue(Constants.BUNDLE_VERSION);
            String plain = Clause.parse(name).getFirst().name();
            entries.computeIfAbsent(plain, k -> new ArrayList<>()).add(new Entry(file, Version.parseVersion(version)));
        }
    }

    /**
     * The highest version in range.
     *
     * @throws BootException if there is none
     */
    Entry find(RunBundle wanted) {
        List<Entry> candidates = entries.getOrDefault(wanted.symbolicName(), List.of());
        return candidates.stream()
                .filter(e -> wanted.versions().includes(e.version()))
                .max(Comparator.comparing(Entry::version))
                .orElseThrow(() -> new BootException(missing(wanted, candidates)));
    }

    private String missing(RunBundle wanted, List<Entry> candidates) {
        String found = candidates.isEmpty()
                ? "no bundle of that name is there; mvn package builds ours"
                : "there is only " + candidates.getFirst().version();
        return "bundle " + wanted + " of -runbundles is not in " + folder + ": " + found;
    }
}
