package org.partita.benchmarks.platform;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jars of a platform without those that the benchmarks stand in for: api, shell, partitions. */
final class Repository {
    /** How the names of bundles begin that are left out: the api, partitions, and the shell with what it needs. */
    private static final List<String> STOOD_IN_FOR = List.of(
            "org.partita.api",
            "org.partita.partition.",
            "org.partita.admin.",
            "org.apache.felix.gogo.",
            "org.jline",
            "com.google.gson");

    private static final Pattern API_PACKAGE = Pattern.compile("org\\.partita\\.api(\\.[a-z]+)+");

    private final Map<String, Path> jars = new HashMap<>();
    private final Path home;
    private final Path list;

    /** @param platform a folder of {@code configurations} */
    Repository(Path home, String platform) throws IOException {
        this.home = home;
        this.list = Home.bndrun(home, platform);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Home.bundles(home), "*.jar")) {
            for (Path file : files) {
                jars.put(symbolicName(file), file);
            }
        }
    }

    private static String symbolicName(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String name = file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
            return name == null ? "" : name.replaceFirst(";.*", "");
        }
    }

    /** The bundles of others and of ours, in the order of the platform's list. */
    List<Path> platform() throws IOException {
        Properties headers = new Properties();
        try (Reader reader = Files.newBufferedReader(list)) {
            headers.load(reader);
        }
        List<Path> wanted = new ArrayList<>();
        // bundle;version='[1.2,1.3)',bundle;...: commas inside the quotes do not separate
        for (String clause : headers.getProperty("-runbundles", "").split(",(?=(?:[^']*'[^']*')*[^']*$)")) {
            String name = clause.strip().replaceFirst(";.*", "");
            if (measured(name)) {
                wanted.add(jar(name));
            }
        }
        return wanted;
    }

    /** What the api exports: the benchmarks have it on their class path, and share it with the platform. */
    Set<String> apiPackages() throws IOException {
        try (JarFile api = new JarFile(jar("org.partita.api").toFile())) {
            String exported = api.getManifest().getMainAttributes().getValue("Export-Package");
            Set<String> packages = new TreeSet<>();
            Matcher m = API_PACKAGE.matcher(exported == null ? "" : exported);
            while (m.find()) {
                packages.add(m.group());
            }
            return packages;
        }
    }

    private static boolean measured(String name) {
        return !name.isEmpty() && STOOD_IN_FOR.stream().noneMatch(name::startsWith);
    }

    private Path jar(String name) {
        Path jar = jars.get(name);
        if (jar == null) {
            throw new IllegalStateException("bundle " + name + " of " + list + " is not in " + Home.bundles(home)
                    + ": build it with 'mvn -pl runtime -am package'");
        }
        return jar;
    }
}
