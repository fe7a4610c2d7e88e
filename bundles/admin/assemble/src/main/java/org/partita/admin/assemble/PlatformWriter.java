package org.partita.admin.assemble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a platform folder as the launcher reads it. */
final class PlatformWriter {
    private static final String BNDRUN = """
            # A platform: what a person asks for, and the closure of it. Written by launch/partita assemble.
            Bundle-Description: %s

            -runfw: org.apache.felix.framework;version='[7.0.5,8)'
            -runee: JavaSE-25
            -resolve.effective: active,assemble
            %s
            -runrequires: \\
            %s

            -runbundles: \\
            %s
            """;

    private static final String CONFIGURATION = """
            {
              // The format of the OSGi Configurator: an object for each PID. docs/assemble.md lists the keys.
              "org.partita.core": {
            %s
              },

            %s
            }
            """;

    private PlatformWriter() {}

    /**
     * Writes the folder.
     *
     * @throws AssemblyException if it holds something already, or can't be written
     */
    static void write(Assembly assembly) {
        Path folder = assembly.order().folder();
        try {
            requireEmpty(folder);
            Files.createDirectories(folder.resolve("manifests"));
            Files.writeString(folder.resolve("platform.bndrun"), bndrun(assembly));
            Files.writeString(folder.resolve("configuration.json"), configuration(assembly));
            for (ManifestFile manifest : assembly.manifests()) {
                Path file = folder.resolve("manifests").resolve(manifest.name());
                Files.createDirectories(file.resolveSibling("."));
                Files.write(file, manifest.content());
            }
        } catch (IOException e) {
            throw new AssemblyException(folder + " can't be written: " + e.getMessage());
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new AssemblyException(folder + " is not empty: remove it or name another folder");
                }
            }
        }
    }

    private static String bndrun(Assembly assembly) {
        return BNDRUN.formatted(
                description(assembly.order()),
                provided(assembly.shape().provided()),
                list(assembly.required().stream().map(PlatformWriter::requirement)),
                list(assembly.bundles().stream().map(BundlePart::runBundle)));
    }

    private static String list(Stream<String> clauses) {
        return clauses.map(c -> "\t" + c).collect(Collectors.joining(",\\\n"));
    }

    private static String requirement(String word) {
        return word.contains("/")
                ? Role.NAMESPACE + ";filter:='(" + Role.NAMESPACE + "=" + word + ")';effective:=assemble"
                : "bnd.identity;id='" + word + "'";
    }

    private static String description(Order order) {
        String standbys = String.join(" ", order.standbys());
        return "assembled from " + String.join(" ", order.required())
                + (standbys.isEmpty() ? "" : "; standing by: " + standbys);
    }

    private static String provided(List<String> roles) {
        return roles.stream()
                .map(r -> "-runprovidedcapabilities: " + Role.NAMESPACE + ";" + Role.NAMESPACE + "=\"" + r + "\"\n")
                .collect(Collectors.joining());
    }

    private static String configuration(Assembly assembly) {
        Map<String, String> core = new LinkedHashMap<>();
        core.put(
                "name",
                assembly.order()
                        .folder()
                        .toAbsolutePath()
                        .normalize()
                        .getFileName()
                        .toString());
        core.putAll(assembly.shape().core());
        core.put("mode", "parallel");
        core.put("seed", "1");
        return CONFIGURATION.formatted(
                assembly.settings().members(core),
                assembly.shape().hardware().entrySet().stream()
                        .map(e -> "  \"" + e.getKey() + "\": " + e.getValue())
                        .collect(Collectors.joining(",\n\n")));
    }
}
