package org.partita.it.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A module below bundles/ as the build left it on disk.
 *
 * @param folder its folder, relative to the root
 * @param artifact its artifactId
 * @param name its symbolic name, which is also its root package; for a plain jar the package
 */
record Module(Path folder, String artifact, String name) {
    static final Path ROOT = Path.of(System.getProperty("partita.root")).normalize();

    private static final Pattern PARENT = Pattern.compile("<parent>.*?</parent>", Pattern.DOTALL);
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
    private static final Pattern NAME = Pattern.compile("<bundle.name>([^<]+)</bundle.name>");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    /** All of them, plain jars too. */
    static List<Module> all() throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT.resolve("bundles"),
                3,
                (path, attributes) ->
                        path.endsWith("pom.xml") && !path.toString().contains("/target/"))) {
            return files.sorted().map(Module::read).filter(Module::hasClasses).toList();
        }
    }

    private static Module read(Path pom) {
        try {
            String text = PARENT.matcher(Files.readString(pom)).replaceAll("");
            Path folder = ROOT.relativize(pom.getParent());
            String artifact = first(ARTIFACT, text, folder.toString());
            String plain = "org.partita.lib." + folder.getFileName().toString().replace("-", "");
            return new Module(folder, artifact, first(NAME, text, plain));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String first(Pattern pattern, String text, String otherwise) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : otherwise;
    }

    private boolean hasClasses() {
        return Files.isDirectory(ROOT.resolve(folder).resolve("src/main/java"));
    }

    boolean isPlain() {
        return folder.startsWith("bundles/lib");
    }

    boolean isIn(String room) {
        return folder.startsWith("bundles/" + room);
    }

    Path classes() {
        return ROOT.resolve(folder).resolve("target/classes");
    }

    /** Packages that a header of the built manifest names. */
    List<String> packages(String header) throws IOException {
        try (InputStream in = Files.newInputStream(classes().resolve("META-INF/MANIFEST.MF"))) {
            Attributes attributes = new Manifest(in).getMainAttributes();
            String value = attributes.getValue(header);
            return value == null ? List.of() : names(value);
        }
    }

    private static List<String> names(String header) {
        return Arrays.stream(QUOTED.matcher(header).replaceAll("").split(","))
                .map(clause -> clause.split(";")[0].strip())
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
