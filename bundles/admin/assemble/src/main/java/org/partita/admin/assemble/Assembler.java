package org.partita.admin.assemble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.partita.api.ffm.manifest.FfmManifestReader;

/** Turns requirements in plain words into a closed set of bundles. */
final class Assembler {
    /** What every platform has: core, commands and what they stand on. The launcher brings the shell itself. */
    static final List<String> ALWAYS = List.of(
            CoreSettings.PID,
            "org.partita.admin.shell",
            "org.apache.felix.scr",
            "org.apache.felix.configadmin",
            "org.apache.felix.log",
            "org.apache.felix.gogo.command");

    private final Repository repository;
    private final FfmManifestReader reader;
    private final Words words = new Words();

    /** @param reader of the manifests of FF-M */
    Assembler(Repository repository, FfmManifestReader reader) {
        this.repository = repository;
        this.reader = reader;
    }

    /**
     * Assembles.
     *
     * @throws AssemblyException with a chain of reasons if it can't be
     */
    Assembly assemble(Order order) {
        CoreSettings settings = new CoreSettings(repository.metatype(CoreSettings.PID), order.settings());
        Set<String> required = new LinkedHashSet<>();
        order.required().forEach(r -> required.add(spelling(r)));
        Map<String, String> barred = new HashMap<>();
        order.excluded().forEach(e -> {
            String name = known(e, "excluded");
            barred.put(name, "is excluded: leave out --exclude " + Role.typed(name));
        });
        List<String> standbys =
                order.standbys().stream().map(s -> known(s, "to stand by")).toList();

        Set<String> closed = new LinkedHashSet<>();
        required.forEach(r -> close(r, closed));
        Shape shape = shape(order, settings, required, closed, barred.keySet());
        shape.barred().forEach(barred::putIfAbsent);

        List<Part> parts = new ArrayList<>();
        parts.add(new Host());
        parts.addAll(repository.bundles());
        words.all().forEach(w -> parts.add(wordPart(w)));
        Part root = root(required);
        shape.require(root, parts);
        Set<Part> closure = new Resolution(root, parts, barred).resolve();
        List<String> wanted = wanted(closed, closure, shape.provided());
        closure.addAll(standbys(standbys, closure));
        return new Assembly(order, settings, shape, wanted, bundles(closure));
    }

    private Shape shape(
            Order order, CoreSettings settings, Set<String> required, Set<String> closed, Set<String> excluded) {
        Map<String, BundlePart> partitions = new LinkedHashMap<>();
        closed.stream()
                .filter(word -> Role.isPartition(word) && !excluded.contains(word))
                .forEach(word ->
                        repository.providers(word).stream().limit(1).forEach(bundle -> partitions.put(word, bundle)));
        return switch (Framework.of(order, List.copyOf(required), repository)) {
            case FF_A -> new FfaShape(order, settings, closed, partitions, excluded);
            case FF_M -> new FfmShape(order, settings, closed, partitions.values(), excluded, repository, reader);
        };
    }

    /** A requirement in the spelling of those who meet it. */
    private String spelling(String typed) {
        String word = Role.word(typed);
        return words.of(word).isEmpty() ? repository.spelling(word) : word;
    }

    /** What is excluded or stands by: a misspelt exclusion would exclude nothing, and nobody would notice. */
    private String known(String typed, String why) {
        String word = spelling(typed);
        if (words.all().contains(word)
                || repository.hasBundle(word)
                || repository.roles().contains(word)) {
            return word;
        }
        List<String> same = Role.sameKind(word, repository.roles());
        throw new AssemblyException(typed + " is " + why + ", but nothing of that name is there; there are "
                + String.join(", ", same.isEmpty() ? alternatives() : same));
    }

    /** All that a person may name but bundles. */
    private List<String> alternatives() {
        return Stream.concat(words.all().stream(), repository.roles().stream().map(Role::typed))
                .toList();
    }

    private void close(String word, Set<String> closed) {
        if (closed.add(word)) {
            words.of(word).forEach(w -> close(w, closed));
        }
    }

    private Part wordPart(String word) {
        Part part = new Part(word);
        part.fills(word);
        words.of(word).forEach(part::needs);
        return part;
    }

    private Part root(Set<String> required) {
        Part root = new Part("the platform");
        for (String word : required) {
            if (repository.hasBundle(word)) {
                root.needsBundle(word);
            } else {
                root.needs(word);
            }
        }
        ALWAYS.forEach(root::needsBundle);
        return root;
    }

    /** Bundles that are installed beside those that serve, with the packages that they need. */
    private Set<Part> standbys(List<String> names, Set<Part> closure) {
        if (names.isEmpty()) {
            return Set.of();
        }
        Part root = new Part("what stands by");
        for (String name : names) {
            if (words.all().contains(name)) {
                throw new AssemblyException(
                        name + " can't stand by: it stands for several roles; name one, or a bundle");
            }
            repository.bundles().stream()
                    .filter(b -> b.symbolicName().equals(name) || b.roles().contains(name))
                    .map(BundlePart::symbolicName)
                    .distinct()
                    .forEach(root::needsBundle);
        }
        // what is there already comes first
        Set<Part> parts = new LinkedHashSet<>(closure);
        parts.addAll(repository.bundles());
        return Resolution.ofStandbys(root, List.copyOf(parts)).resolve();
    }

    /** What {@code -runrequires} says: roles, and bundles that were named. */
    private List<String> wanted(Set<String> closed, Set<Part> closure, List<String> provided) {
        Set<String> wanted = new LinkedHashSet<>(ALWAYS);
        closed.stream().filter(w -> isWanted(w, provided)).map(this::named).forEach(wanted::add);
        closure.stream()
                .filter(p -> !(p instanceof BundlePart || p instanceof Host))
                .flatMap(p -> p.getRequirements(Role.NAMESPACE).stream())
                .map(r -> String.valueOf(r.getDirectives().get("filter")).replaceAll(".*=|\\)", ""))
                .filter(w -> isWanted(w, provided))
                .sorted()
                .map(this::named)
                .forEach(wanted::add);
        return List.copyOf(wanted);
    }

    private boolean isWanted(String word, List<String> provided) {
        return words.of(word).isEmpty() && !word.startsWith(ManifestPart.KIND) && !provided.contains(word);
    }

    /** A word that follows from the name of a bundle is the assembler's: bnd knows the bundle by that name only. */
    private String named(String word) {
        return repository.providers(word).stream()
                .filter(b -> Role.isPartition(word) || b.fillsByNameOnly(word))
                .findFirst()
                .map(BundlePart::symbolicName)
                .orElse(word);
    }

    private static List<BundlePart> bundles(Set<Part> closure) {
        return closure.stream()
                .filter(BundlePart.class::isInstance)
                .map(BundlePart.class::cast)
                .sorted(Comparator.comparing(BundlePart::symbolicName))
                .toList();
    }
}
