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
    /** Where the SPMC is unless a person says otherwise. */
    static final String SPMC_LEVEL = "S-EL2";

    /** Where the SPMD is unless a person says otherwise. */
    static final String SPMD_LEVEL = "EL3";

    private static final String BNDRUN = """
            # A platform: what a person asks for, and the closure of it. Written by launch/partita assemble.
            Bundle-Description: %s

            -runfw: org.apache.felix.framework;version='[7.0.5,8)'
            -runee: JavaSE-25
            -resolve.effective: active,assemble

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

              "org.partita.hardware.memory": {
                "ranges": [
                  "secure-sram 0x06000000 32M secure",
                  "dram 0x80000000 2032M nonsecure",
                  "secure-dram 0xff000000 16M secure"
                ]
              }
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
                Files.write(folder.resolve("manifests").resolve(manifest.name()), manifest.content());
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
                "assembled from " + String.join(" ", assembly.order().required()),
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
        core.put("pes", "2");
        core.put("hypervisor", Boolean.toString(assembly.hypervisor()));
        core.put("spmd.level", SPMD_LEVEL);
        core.put("spmc.level", SPMC_LEVEL);
        core.put("mode", "parallel");
        core.put("seed", "1");
        core.putAll(assembly.order().settings());
        List<String> members = core.entrySet().stream()
                .map(e -> "    \"" + e.getKey() + "\": " + json(e.getValue()))
                .toList();
        return CONFIGURATION.formatted(String.join(",\n", members));
    }

    private static String json(String value) {
        boolean plain = value.matches("true|false|-?(0|[1-9]\\d{0,17})");
        return plain ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
