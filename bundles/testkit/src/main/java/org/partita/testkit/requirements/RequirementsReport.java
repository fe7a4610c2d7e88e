package org.partita.testkit.requirements;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Says which requirements are shown, those with a test that passed and none that failed, and which wait, those that
 * {@code docs/CAVEATS.md} lists.
 *
 * <p>{@code main} takes the root folder of the project, reads what the tests of all modules recorded, writes {@code
 * target/requirements-report.txt} and prints a line for each chapter. It exits with 1 when a test shows an id that is
 * not in {@code cnf/requirements.tsv}, and, after a complete run, when a complete section has a requirement that is
 * neither shown nor waiting, or both.
 */
public final class RequirementsReport {
    private static final String ROW = "%-12s %5d shown  %5d wait  %5d not shown  %5d failed  of %d testable%n";

    private final Map<String, Requirement> requirements;
    private final Waiting waiting;
    private final Set<String> passed = new TreeSet<>();
    private final Set<String> failed = new TreeSet<>();
    private final Set<String> unknown = new TreeSet<>();

    RequirementsReport(Map<String, Requirement> requirements, Waiting waiting, List<Shown> results) {
        this.requirements = requirements;
        this.waiting = waiting;
        for (Shown shown : results) {
            (shown.passed() ? passed : failed).add(shown.requirement());
            if (!requirements.containsKey(shown.requirement())) {
                unknown.add(shown.requirement() + " (" + shown.test() + ")");
            }
        }
    }

    /**
     * Reports.
     *
     * @param arguments the root folder of the project, without one the working directory; then {@code complete} if all
     *     tests have run
     */
    public static void main(String... arguments) throws IOException {
        Path root = Path.of(arguments.length == 0 ? "." : arguments[0]);
        RequirementsReport report = of(root);
        report.write(root);
        System.out.print(report.summary());
        for (String id : report.unknown()) {
            System.err.println("@Shows names a requirement that cnf/requirements.tsv does not have: " + id);
        }
        List<String> incomplete =
                arguments.length > 1 && arguments[1].equals("complete") ? report.incomplete() : List.of();
        incomplete.forEach(System.err::println);
        System.exit(report.unknown().isEmpty() && incomplete.isEmpty() ? 0 : 1);
    }

    /** Reads what is recorded below the folder. */
    public static RequirementsReport of(Path root) throws IOException {
        Path list = root.resolve("cnf").resolve("requirements.tsv");
        Path caveats = root.resolve("docs").resolve("CAVEATS.md");
        return new RequirementsReport(Requirement.read(list), Waiting.read(caveats), results(root));
    }

    private static List<Shown> results(Path root) throws IOException {
        List<Shown> results = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return Set.of("src", ".git", "classes").contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.endsWith(Shown.FILE)) {
                    Files.readAllLines(file).stream().map(Shown::parse).forEach(results::add);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return results;
    }

    /** Writes {@code target/requirements-report.txt} below the folder. */
    public void write(Path root) throws IOException {
        Path target = Files.createDirectories(root.resolve("target"));
        Files.writeString(target.resolve("requirements-report.txt"), text());
    }

    /** Ids that tests show and the list does not have, each with its test. */
    public Set<String> unknown() {
        return unknown;
    }

    /**
     * What stands against the sections that are complete, a sentence with the id for each: requirements that are neither
     * shown nor waiting, or both, and what is wrong with the table of those that wait. It means something only after all
     * tests have run.
     */
    public List<String> incomplete() {
        return Completeness.problems(requirements, waiting, passed, failed);
    }

    /** A line for each chapter, and the sum. */
    String summary() {
        return table(Requirement::chapter);
    }

    /** The summary, a line for each section, and every testable requirement with its state. */
    String text() {
        StringBuilder text = new StringBuilder(summary());
        text.append("\nBy section\n").append(table(r -> r.chapter().substring(0, 4) + r.section()));
        text.append("\nBy requirement\n");
        requirements.values().stream()
                .filter(Requirement::testable)
                .forEach(r -> text.append("%-9s  %-16s %-8s %s%n".formatted(state(r), r.id(), r.level(), r.title())));
        return text.toString();
    }

    private String table(Function<Requirement, String> key) {
        Map<String, List<Requirement>> groups = new LinkedHashMap<>();
        for (Requirement requirement : requirements.values()) {
            if (requirement.testable()) {
                groups.computeIfAbsent(key.apply(requirement), _ -> new ArrayList<>())
                        .add(requirement);
            }
        }
        StringBuilder table = new StringBuilder();
        List<Requirement> all = new ArrayList<>();
        groups.forEach((name, group) -> {
            table.append(row(name, group));
            all.addAll(group);
        });
        return table.append(row("all", all)).toString();
    }

    private String row(String name, List<Requirement> group) {
        long shown = count(group, "shown");
        long red = count(group, "FAILED");
        long wait = count(group, "waits");
        return ROW.formatted(name, shown, wait, group.size() - shown - wait - red, red, group.size());
    }

    private long count(List<Requirement> group, String state) {
        return group.stream().filter(r -> state(r).equals(state)).count();
    }

    private String state(Requirement requirement) {
        if (failed.contains(requirement.id())) {
            return "FAILED";
        }
        if (passed.contains(requirement.id())) {
            return "shown";
        }
        return waiting.ids().contains(requirement.id()) ? "waits" : "not shown";
    }
}
