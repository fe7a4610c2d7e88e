package org.partita.admin.assemble;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.osgi.framework.BundleException;
import org.partita.lib.metatype.Metatype;

/** The bundles that there are. */
final class Repository {
    private final List<BundlePart> bundles = new ArrayList<>();

    /** @param folder of bundles */
    Repository(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
                add(file);
            }
        } catch (IOException e) {
            throw new AssemblyException("bundle repository " + folder + " can't be read: " + e.getMessage());
        }
        bundles.sort(Comparator.comparing(BundlePart::symbolicName)
                .thenComparing(Comparator.comparing(BundlePart::version).reversed()));
    }

    private void add(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            if (manifest == null || manifest.getMainAttributes().getValue("Bundle-SymbolicName") == null) {
                return;
            }
            bundles.add(new BundlePart(file, headers(manifest), manifests(jar)));
        } catch (BundleException e) {
            throw new AssemblyException(file + " has a wrong manifest: " + e.getMessage());
        }
    }

    private static List<String> manifests(JarFile jar) {
        return jar.stream()
                .filter(e -> e.getName().startsWith(BundlePart.MANIFESTS) && !e.isDirectory())
                .map(e -> e.getName().substring(BundlePart.MANIFESTS.length()))
                .sorted()
                .toList();
    }

    /** The main section of a manifest. */
    static Map<String, String> headers(Manifest manifest) {
        Map<String, String> headers = new HashMap<>();
        manifest.getMainAttributes().forEach((name, value) -> headers.put(name.toString(), value.toString()));
        return headers;
    }

    /** By symbolic name, the highest version first. */
    List<BundlePart> bundles() {
        return List.copyOf(bundles);
    }

    /** Roles that some bundle fills, and words for partitions, in order. */
    List<String> roles() {
        return bundles.stream()
                .flatMap(b -> b.roles().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** A role in the spelling of its providers; as it is if nobody fills it. */
    String spelling(String role) {
        return roles().stream().filter(role::equalsIgnoreCase).findFirst().orElse(role);
    }

    /** Whether a bundle of that symbolic name is there. */
    boolean hasBundle(String symbolicName) {
        return bundles.stream().anyMatch(b -> b.symbolicName().equals(symbolicName));
    }

    /** What bundles of a symbolic name say about their configuration; nothing if there is none. */
    Metatype metatype(String symbolicName) {
        Metatype metatype = new Metatype();
        bundles.stream()
                .filter(b -> b.symbolicName().equals(symbolicName))
                .limit(1)
                .forEach(b -> read(b, metatype));
        return metatype;
    }

    private static void read(BundlePart bundle, Metatype metatype) {
        try (JarFile jar = new JarFile(bundle.file().toFile(), false)) {
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().startsWith(Metatype.FOLDER + "/") && !entry.isDirectory()) {
                    try (InputStream file = jar.getInputStream(entry)) {
                        metatype.read(file);
                    }
                }
            }
        } catch (IOException | XMLStreamException e) {
            throw new AssemblyException(bundle.file() + " can't be read: " + e.getMessage());
        }
    }

    /** The bundles that fill a role. */
    List<BundlePart> providers(String role) {
        return bundles.stream().filter(b -> b.roles().contains(role)).toList();
    }
}
