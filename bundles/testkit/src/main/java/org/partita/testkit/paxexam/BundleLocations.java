package org.partita.testkit.paxexam;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** Finds bundles on the class path of the tests, which is where the build puts a test's dependencies. */
public final class BundleLocations {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final Pattern SEMICOLON = Pattern.compile(";");

    private BundleLocations() {}

    /**
     * Says where a bundle is.
     *
     * @param symbolicName its Bundle-SymbolicName
     * @return a location that a framework can install
     * @throws IllegalArgumentException if no bundle of that name is on the class path, or several are
     */
    public static String of(String symbolicName) {
        Map<String, Attributes> found = find(symbolicName::equals);
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "On the class path of the tests, bundles named %s: %s; wanted: one (is it"
                                    .formatted(symbolicName, found.isEmpty() ? "none" : found.keySet())
                            + " a dependency of the module?)");
        }
        return found.keySet().iterator().next();
    }

    /** Says where the bundle is that holds the class. */
    static String of(Class<?> type) {
        return location(type.getProtectionDomain().getCodeSource().getLocation().toString());
    }

    /** The main attributes of the manifests of bundles on the class path, by location. */
    static Map<String, Attributes> find(Predicate<String> symbolicName) {
        Map<String, Attributes> found = new TreeMap<>();
        ClassLoader loader = BundleLocations.class.getClassLoader();
        try {
            for (URL url : Collections.list(loader.getResources(MANIFEST))) {
                Attributes attributes = read(url);
                String name = attributes.getValue("Bundle-SymbolicName");
                if (name != null && symbolicName.test(SEMICOLON.split(name, 2)[0].strip())) {
                    found.put(location(url.toString()), attributes);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading the manifests on the class path of the tests", e);
        }
        return found;
    }

    private static Attributes read(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new Manifest(in).getMainAttributes();
        }
    }

    /** A jar is installed as it is, a folder (a build that has not packaged yet, an IDE) by reference. */
    private static String location(String url) {
        String bare = url.startsWith("jar:") ? url.substring(4, url.indexOf("!/")) : url.replace(MANIFEST, "");
        return bare.endsWith("/") ? "reference:" + bare : bare;
    }
}
