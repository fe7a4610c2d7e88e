package org.partita.admin.assemble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.partita.lib.metatype.Metatype;

/** Turns requirements in plain words into a closed set of bundles. */
final class Assembler {
    /** Symbolic name, and PID of what {@code --set} configures. */
    private static final String CORE = "org.partita.core";

    /** What every platform has: core, commands and what they stand on. The launcher brings the shell itself. */
    static final List<String> ALWAYS = List.of(
            CORE,
            "org.partita.admin.shell",
            "org.apache.felix.scr",
            "org.apache.felix.configadmin",
            "org.apache.felix.log",
            "org.apache.felix.gogo.command");

    private static final String HYPERVISOR = "manager/hypervisor";
    private static final String PARTITION = "partition/";

    private final Repository repository;
    private final Words words = new Words();

    Assembler(Repository repository) {
        this.repository = repository;
    }

    /**
     * Assembles.
     *
     * @throws AssemblyException with a chain of reasons if it can't be
     */
    Assembly assemble(Order order) {
        check(order.settings());
        Set<String> required = new LinkedHashSet<>();
        order.required().forEach(r -> required.add(spelling(r)));
        Set<String> excluded = new HashSet<>();
        order.excluded().forEach(e -> excluded.add(known(e)));

        Set<String> closed = new LinkedHashSet<>();
        required.forEach(r -> close(r, closed));
        boolean hypervisor = closed.contains(HYPERVISOR) && !excluded.contains(HYPERVISOR);
        Manifests manifests = manifests(order, closed, excluded);
        if (!hypervisor) {
            manifests.keepOneKernel();
        }

        List<Part> parts = new ArrayList<>();
        parts.add(new Host());
        parts.addAll(repository.bundles());
        words.all().forEach(w -> parts.add(wordPart(w)));
        Part root = root(required);
        for (ManifestFile manifest : manifests.files()) {
            parts.add(new ManifestPart(manifest, hypervisor));
            root.needs(ManifestPart.word(manifest));
        }
        layout(order, closed, manifests, root, parts);
        Set<Part> closure = new Resolution(root, parts, excluded).resolve();
        return new Assembly(
                order, wanted(closed, closure), bundles(closure), manifests.files(), hypervisor, manifests.notes());
    }

    /** What core's bundle does not know would be configured for nobody. */
    private void check(Map<String, String> settings) {
        Metatype metatype = repository.metatype(CORE);
        settings.forEach((key, value) -> {
            if (key.contains("/")) {
                throw new AssemblyException("--set " + key + ": assemble configures " + CORE + " only; write other keys"
                        + " into configuration.json of the new folder, or start it with --set " + key + "=" + value);
            }
            String problem = metatype.knows(CORE) ? metatype.problem(CORE, key, value) : "";
            if (!problem.isEmpty()) {
                throw new AssemblyException("--set " + key + "=" + value + ": " + problem + "; see docs/assemble.md");
            }
        });
    }

    /** A requirement in the spelling of those who meet it. */
    private String spelling(String typed) {
        String word = Role.word(typed);
        return words.of(word).isEmpty() ? repository.spelling(word) : word;
    }

    /** What is excluded: a misspelt exclusion would exclude nothing, and nobody would notice. */
    private String known(String typed) {
        String word = spelling(typed);
        if (words.all().contains(word)
                || repository.hasBundle(word)
                || repository.roles().contains(word)) {
            return word;
        }
        List<String> same = Role.sameKind(word, repository.roles());
        throw new AssemblyException(typed + " is excluded, but nothing of that name is there; there are "
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

    private Manifests manifests(Order order, Set<String> required, Set<String> excluded) {
        Manifests manifests = new Manifests();
        for (String role : required) {
            if (role.startsWith(PARTITION) && !excluded.contains(role)) {
                repository.providers(role).stream()
                        .limit(1)
                        .forEach(bundle -> manifests.addFrom(
                                bundle, role.substring(PARTITION.length()), required.contains("s-el0-sp")));
            }
        }
        order.manifests().forEach(manifests::addFrom);
        return manifests;
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

    /** An SPMC apart from the SPMD meets it at the Secure physical FF-A instance (FF-A 2.3, Table 2.1). */
    private static void layout(Order order, Set<String> required, Manifests manifests, Part root, List<Part> parts) {
        String level = order.settings().getOrDefault("spmc.level", PlatformWriter.SPMC_LEVEL);
        boolean secure = required.contains("manager/spmc") || !manifests.files().isEmpty();
        if (secure && !level.equals(order.settings().getOrDefault("spmd.level", PlatformWriter.SPMD_LEVEL))) {
            Part part = new Part("an SPMC at " + level);
            part.fills(ManifestPart.KIND + "spmc");
            part.needs("instance/secure-physical");
            parts.add(part);
            root.needs(ManifestPart.KIND + "spmc");
        }
    }

    /** What {@code -runrequires} says: roles, and bundles that were named. */
    private List<String> wanted(Set<String> closed, Set<Part> closure) {
        Set<String> wanted = new LinkedHashSet<>(ALWAYS);
        closed.stream().filter(w -> words.of(w).isEmpty()).map(this::named).forEach(wanted::add);
        closure.stream()
                .filter(p -> !(p instanceof BundlePart || p instanceof Host))
                .flatMap(p -> p.getRequirements(Role.NAMESPACE).stream())
                .map(r -> String.valueOf(r.getDirectives().get("filter")).replaceAll(".*=|\\)", ""))
                .filter(w -> words.of(w).isEmpty() && !w.startsWith(ManifestPart.KIND))
                .sorted()
                .map(this::named)
                .forEach(wanted::add);
        return List.copyOf(wanted);
    }

    /** A partition's word follows from the name of its bundle; bnd knows it by that name only. */
    private String named(String word) {
        return word.startsWith(PARTITION)
                ? repository.providers(word).getFirst().symbolicName()
                : word;
    }

    private static List<BundlePart> bundles(Set<Part> closure) {
        return closure.stream()
                .filter(BundlePart.class::isInstance)
                .map(BundlePart.class::cast)
                .sorted(Comparator.comparing(BundlePart::symbolicName))
                .toList();
    }
}
