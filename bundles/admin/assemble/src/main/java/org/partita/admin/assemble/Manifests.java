package org.partita.admin.assemble;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.partita.admin.assemble.ManifestFile.Level;

/** Gathers the manifests of a platform: those in the bundles of its partitions, replaced or completed by files. */
final class Manifests {
    private final Map<String, ManifestFile> byName = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();

    /** Takes what the bundle of a partition has for it, in S-EL0 if wanted. */
    void addFrom(BundlePart bundle, String partition, boolean secureEl0) {
        try (JarFile jar = new JarFile(bundle.file().toFile(), false)) {
            for (JarEntry entry : jar.stream().toList()) {
                if (isManifest(entry.getName()) && entry.getName().startsWith(BundlePart.MANIFESTS)) {
                    String name = entry.getName().substring(BundlePart.MANIFESTS.length());
                    try (InputStream in = jar.getInputStream(entry)) {
                        ManifestFile manifest = new ManifestFile(name, partition, in.readAllBytes());
                        boolean move = secureEl0 && manifest.level() == Level.S_EL1;
                        byName.put(name, move ? manifest.atSecureEl0() : manifest);
                    }
                }
            }
        } catch (IOException e) {
            throw new AssemblyException(bundle.file() + " can't be read: " + e.getMessage());
        }
    }

    /** Takes a file or all manifests of a folder; one of a partition that is there replaces the bundle's. */
    void addFrom(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                addFile(path);
                return;
            }
            try (Stream<Path> files = Files.list(path)) {
                for (Path file :
                        files.filter(f -> isManifest(f.toString())).sorted().toList()) {
                    addFile(file);
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
        String name = file.getFileName().toString();
        ManifestFile old = byName.get(name);
        String partition = old == null ? name.replaceFirst("\\.dtb?s?$", "") : old.partition();
        byName.put(name, new ManifestFile(name, partition, Files.readAllBytes(file)));
    }

    private static boolean isManifest(String name) {
        return Framework.FF_A.isManifest(name);
    }

    /** Without a Hypervisor there is one endpoint in the Normal world, the OS kernel (FF-A 2.3). */
    void keepOneKernel() {
        List<ManifestFile> kernels =
                byName.values().stream().filter(m -> m.level() == Level.EL1).toList();
        kernels.stream().skip(1).forEach(m -> {
            byName.remove(m.name());
            notes.add(m.name() + " is left out: without a Hypervisor the OS kernel is the one endpoint of the Normal "
                    + "world, and " + kernels.getFirst().name()
                    + " describes it; --require hypervisor has room for VMs");
        });
    }

    /** In order of file name. */
    List<ManifestFile> files() {
        return List.copyOf(byName.values());
    }

    /** What a person should know. */
    List<String> notes() {
        return List.copyOf(notes);
    }
}
