package org.partita.it.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts what the launch scripts start, as a process, and waits for its end. */
final class Launcher {
    static final Path ROOT =
            Path.of(System.getProperty("partita.root", "..")).toAbsolutePath().normalize();

    /** How the launch script says that a person sits there. */
    private static final String TERMINAL = "-Dorg.partita.terminal=true";

    private static final Path LIB = ROOT.resolve("runtime/target/lib");
    private static final Path BUNDLES = ROOT.resolve("runtime/target/bundles");
    private static final Path API = BUNDLES.resolve("partita-api.jar");
    private static final Path FRAMEWORK = LIB.resolve("org.apache.felix.framework.jar");
    private static final Path BENCHMARKS = ROOT.resolve("integration-tests/benchmarks/target/benchmarks.jar");
    /** All benchmarks take less than a minute of it on a machine that does nothing else. */
    private static final long LIMIT_SECONDS = 900;

    private final Path folder;

    /** @param folder for the standard streams of processes */
    Launcher(Path folder) {
        this.folder = folder;
    }

    /** What came of a process. */
    record Ended(int status, String out, String err) {}

    /** {@code launch/partita} with these arguments and nothing at standard input. */
    Ended partita(String... arguments) throws Exception {
        return partitaFed("", arguments);
    }

    /** {@code launch/partita} with these arguments and text at standard input. */
    Ended partitaFed(String input, String... arguments) throws Exception {
        return run(input, "", LIB.resolve("partita-runtime-launcher.jar"), "org.partita.runtime.Main", arguments);
    }

    /** {@code launch/partita} as at a terminal, with what a person types. */
    Ended shell(String input, String... arguments) throws Exception {
        return run(input, TERMINAL, LIB.resolve("partita-runtime-launcher.jar"), "org.partita.runtime.Main", arguments);
    }

    /** {@code launch/partita assemble}. */
    Ended assemble(String... arguments) throws Exception {
        return run("", "", BUNDLES.resolve("partita-admin-assemble.jar"), "org.partita.admin.assemble.Main", arguments);
    }

    /** {@code launch/partita bench}: what the jar's manifest says counts. */
    Ended bench(String... arguments) throws Exception {
        return run("", "", BENCHMARKS, List.of("-jar", BENCHMARKS.toString()), arguments);
    }

    /** The script {@code launch/partita} with options for Java, as in a distribution: nothing is built. */
    Ended script(String javaOptions, String... arguments) throws Exception {
        Path target = Files.createDirectories(folder.resolve("runtime/target"));
        for (String link : List.of("launch", "configurations", "runtime/target/lib", "runtime/target/bundles")) {
            Files.createSymbolicLink(folder.resolve(link), ROOT.resolve(link));
        }
        Files.createFile(target.resolve("built"));
        Files.createFile(target.resolve("partita.aot"));
        List<String> command =
                new ArrayList<>(List.of("bash", folder.resolve("launch/partita").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PARTITA_JAVA_OPTIONS", javaOptions);
        return ended("", builder);
    }

    private Ended run(String input, String option, Path jar, String main, String... arguments) throws Exception {
        String path =
                String.join(System.getProperty("path.separator"), jar.toString(), API.toString(), FRAMEWORK.toString());
        return run(input, option, jar, List.of("-cp", path, main), arguments);
    }

    private Ended run(String input, String option, Path jar, List<String> program, String... arguments)
            throws Exception {
        assertThat(jar).as("built by a module before this one").exists();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Duser.home=" + folder,
                "-Dorg.partita.home=" + ROOT));
        if (!option.isEmpty()) {
            command.add(1, option);
        }
        command.addAll(program);
        command.addAll(List.of(arguments));
        return ended(input, new ProcessBuilder(command).directory(ROOT.toFile()));
    }

    private Ended ended(String input, ProcessBuilder builder) throws Exception {
        Path in = Files.writeString(Files.createTempFile(folder, "process", ".in"), input);
        Path out = Files.createTempFile(folder, "process", ".out");
        Path err = Files.createTempFile(folder, "process", ".err");
        Process process = builder.redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("the process ends; it said %s", Files.readString(err))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), lines(out), lines(err));
    }

    private static String lines(Path file) throws IOException {
        return Files.readString(file).replace(System.lineSeparator(), "\n");
    }

    /** A copy of a platform that comes along, to be changed. */
    Path copy(String platform, String name) throws IOException {
        Path from = ROOT.resolve("configurations").resolve(platform);
        Path to = folder.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }
}
