package org.partita.admin.assemble;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.manifest.ManifestFiles;
import org.partita.api.manifest.ManifestSource;

/**
 * Gathers the manifests of a platform of FF-M, and the lists that name them: those in the bundles of its partitions, replaced or completed by files.
 */
final class FfmManifests implements ManifestFiles {
    /** What a list is called unless a person says otherwise. */
    static final String LIST = "tfm_manifest_list.yaml";

    private static final String DUAL = "([\"']?model[\"']?\\s*:\\s*[\"']?)dual\\b";
    private static final String ENTRY_INIT = "[ \\t]*[\"']?entry_init[\"']?\\s*:[^\\n]*\\n";

    private final String listName;
    private final Map<String, Manifest> byPath = new TreeMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<Imported> imported = new ArrayList<>();
    private final List<String> added = new ArrayList<>();

    /** @param listName what the list of the platform is called */
    FfmManifests(String listName) {
        this.listName = listName;
    }

    /** A manifest, and where it comes from. */
    private record Manifest(String source, String text, boolean sample) {}

    /** Items of a list in a bundle. */
    private record Sample(String items, List<String> paths) {}

    /** A list that a person names. */
    private record Imported(Path file, ManifestList list) {}

    /** Takes what the bundle of a partition has for it; as an IPC partition if it can be one, if that is wanted. */
    void addFrom(BundlePart bundle, boolean ipc) {
        try (JarFile jar = new JarFile(bundle.file().toFile(), false)) {
            List<String> names = bundle.manifests().stream()
                    .filter(Framework.FF_M::isManifest)
                    .toList();
            List<String> paths = names.stream().filter(n -> !n.equals(LIST)).toList();
            for (String path : paths) {
                String text = text(jar, path);
                byPath.put(path, new Manifest(path + " of " + bundle.symbolicName(), ipc ? asIpc(text) : text, true));
            }
            if (names.contains(LIST)) {
                ManifestList list = new ManifestList(text(jar, LIST));
                samples.add(new Sample(items(list, LIST + " of " + bundle.symbolicName()), list.paths()));
            } else {
                paths.forEach(p -> samples.add(new Sample(item(p), List.of(p))));
            }
        } catch (IOException e) {
            throw new AssemblyException(bundle.file() + " can't be read: " + e.getMessage());
        }
    }

    private static String text(JarFile jar, String path) throws IOException {
        ZipEntry entry = jar.getEntry(BundlePart.MANIFESTS + path);
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static String asIpc(String manifest) {
        String text = manifest.replaceFirst(DUAL, "$1IPC");
        return text.equals(manifest) ? manifest : text.replaceFirst(ENTRY_INIT, "");
    }

    private String item(String path) {
        Manifest manifest = byPath.get(path);
        return ManifestList.item(path, manifest == null ? "" : manifest.text);
    }

    /** Takes a list with what it names, a manifest, or a folder of them. */
    void addFrom(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                addFile(path);
            } else if (Files.exists(path.resolve(LIST))) {
                addFile(path.resolve(LIST));
            } else {
                try (Stream<Path> files = Files.list(path)) {
                    for (Path file : files.filter(f -> Framework.FF_M.isManifest(f.toString()))
                            .sorted()
                            .toList()) {
                        addFile(file);
                    }
                }
            }
        } catch (NoSuchFileException e) {
            throw new AssemblyException("--manifest " + path + ": no such file or folder");
        } catch (AccessDeniedException e) {
            throw new AssemblyException("--manifest " + path + " can't be read: not allowed");
        } catch (IOException e) {
            throw new AssemblyException("--manifest " + path + " can't be read: " + e.getMessage());
        }
    }

    private void addFile(Path file) throws IOException {
        ManifestList list = new ManifestList(text(file));
        if (list.isList()) {
            addList(file, list);
            return;
        }
        String name = file.getFileName().toString();
        boolean replaces = byPath.put(name, new Manifest(file.toString(), list.text(), false)) != null;
        if (!replaces) {
            added.add(item(name));
        }
    }

    /** Manifests that are not there are left to the reader: the list may not enable them. */
    private void addList(Path file, ManifestList list) throws IOException {
        Set<String> there = new HashSet<>();
        for (String path : list.paths()) {
            Path found = find(file, path);
            if (found != null) {
                there.add(path);
                Manifest manifest = new Manifest(found.toString(), text(found), false);
                byPath.put(inside(path), manifest);
            }
        }
        imported.add(new Imported(file, list.moved(p -> there.contains(p) ? inside(p) : p)));
    }

    /** As in TF-M: from the folder of the list, or else from where the tool runs. */
    private static @Nullable Path find(Path list, String path) {
        Path beside = list.resolveSibling(path).normalize();
        Path below = Path.of(path).normalize();
        return Stream.of(beside, below).filter(Files::isRegularFile).findFirst().orElse(null);
    }

    /** The path that a manifest gets in the folder of the platform's manifests. */
    private static String inside(String path) {
        StringBuilder all = new StringBuilder();
        for (Path part : Path.of(path).normalize()) {
            if (!part.toString().equals("..")) {
                all.append(all.isEmpty() ? "" : "/").append(part);
            }
        }
        return all.toString();
    }

    /** Whether a person has named a list. */
    boolean hasImported() {
        return !imported.isEmpty();
    }

    /** Whether a manifest comes from the bundle of its partition. */
    boolean isSample(String source) {
        return byPath.values().stream().anyMatch(m -> m.sample && m.source.equals(source));
    }

    /** The list of the platform: the one that was imported, as it is if nothing is added to it. */
    ManifestSource list() {
        Set<String> named = new HashSet<>();
        imported.forEach(i -> named.addAll(i.list.paths()));
        List<String> more = new ArrayList<>();
        samples.stream().filter(s -> !named.containsAll(s.paths)).forEach(s -> more.add(s.items));
        more.addAll(added);
        if (imported.size() == 1 && more.isEmpty()) {
            Imported only = imported.getFirst();
            return source(only.file.toString(), only.list);
        }
        List<String> items = new ArrayList<>();
        imported.forEach(i -> items.add(items(i.list, i.file.toString())));
        items.addAll(more);
        return source(listName, ManifestList.of(items));
    }

    private static ManifestSource source(String name, ManifestList list) {
        return new ManifestSource(name, list.text().getBytes(StandardCharsets.UTF_8));
    }

    private static String items(ManifestList list, String source) {
        return list.items()
                .orElseThrow(() ->
                        new AssemblyException(source + ": others can't be added to this list, because it is not in"
                                + " the form of JSON: write the list that you mean, and name it alone"));
    }

    @Override
    public ManifestSource open(String list, String path, int limit) throws IOException {
        Manifest manifest = byPath.get(path);
        if (manifest == null) {
            throw new IOException("there is no such file in the folder of the list, nor from the working directory");
        }
        byte[] bytes = manifest.text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > limit) {
            throw new IOException("it has more than " + limit + " bytes");
        }
        return new ManifestSource(manifest.source, bytes);
    }

    /** What is written: the manifests by their paths, and the list. */
    List<ManifestFile> files() {
        List<ManifestFile> files = new ArrayList<>();
        byPath.forEach((path, m) -> files.add(new ManifestFile(path, path, m.text.getBytes(StandardCharsets.UTF_8))));
        files.add(new ManifestFile(listName, "", list().content()));
        return files;
    }
}
