package org.partita.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dependency rule of the house over every module below bundles/, as it was built. */
class ArchitectureIT {
    private static final int LONGEST_FILE = 600;

    private static final Map<Module, JavaClasses> CLASSES = new ConcurrentHashMap<>();

    static List<Module> modules() throws IOException {
        return Module.all();
    }

    static List<Module> bundles() throws IOException {
        return modules().stream().filter(module -> !module.isPlain()).toList();
    }

    /** The testkit and the shell, console and tools of admin live in real time; all else is replayed from a seed. */
    static List<Module> repeatable() throws IOException {
        return modules().stream()
                .filter(module -> !module.isIn("testkit") && !module.isIn("admin"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyBundleIsBuiltBeforeTheseTests(Module bundle) throws IOException {
        String pom = Files.readString(Module.ROOT.resolve("integration-tests/pom.xml"));
        assertThat(pom.contains("<artifactId>" + bundle.artifact() + "</artifactId>"))
                .withFailMessage("%s is no dependency in integration-tests/pom.xml", bundle.artifact())
                .isTrue();
        assertThat(bundle.classes()).isDirectory();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void onlyApiAndTestkitExport(Module bundle) throws IOException {
        if (!bundle.isIn("api") && !bundle.isIn("testkit")) {
            assertThat(bundle.packages("Export-Package")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void ofWhatIsOursOnlyTheApiIsImported(Module bundle) throws IOException {
        assertThat(bundle.packages("Import-Package"))
                .filteredOn(name -> name.startsWith("org.partita."))
                .allMatch(name -> name.startsWith("org.partita.api") || name.startsWith(bundle.name()));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void modulesDependOnlyOnWhatTheyMay(Module module) {
        Rules.dependsOnlyOnWhatItMay(module).check(classes(module));
    }

    @ParameterizedTest
    @MethodSource("repeatable")
    void onlyExecutionTouchesThreads(Module module) {
        Rules.doesNotTouchThreads().check(classes(module));
    }

    @ParameterizedTest
    @MethodSource("repeatable")
    void onlyExecutionKnowsRealTimeAndRandomness(Module module) {
        Rules.canBeRepeated().check(classes(module));
    }

    @ParameterizedTest
    @MethodSource("repeatable")
    void nothingIsKeptInThreads(Module module) {
        Rules.hasNoThreadLocals().check(classes(module));
    }

    @Test
    void noFileIsTooLong() throws IOException {
        TreeMap<Path, Long> tooLong = new TreeMap<>();
        for (Path file : sources()) {
            try (Stream<String> lines = Files.lines(file)) {
                long count = lines.count();
                if (count > LONGEST_FILE) {
                    tooLong.put(file, count);
                }
            }
        }
        assertThat(tooLong).as("files of more than %d lines", LONGEST_FILE).isEmpty();
    }

    /** What is built is not looked at: platforms of other tests come and go there. */
    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(Module.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.endsWith("target") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }

    private static JavaClasses classes(Module module) {
        return CLASSES.computeIfAbsent(module, m -> new ClassFileImporter().importPath(m.classes()));
    }
}
