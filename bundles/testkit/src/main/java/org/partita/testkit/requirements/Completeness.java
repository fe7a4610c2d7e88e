package org.partita.testkit.requirements;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sections that are complete: each testable requirement in them is shown by a test, or waits for a stated reason. */
final class Completeness {
    /** The complete sections, with all sections below them: chapters of FF-A, documents of FF-M. */
    static final List<String> SECTIONS =
            List.of("2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "API", "BACKEND", "IPC", "SFN");

    private Completeness() {}

    /** Whether a requirement belongs to a complete section. */
    static boolean covers(Requirement requirement) {
        return SECTIONS.stream()
                .anyMatch(s ->
                        requirement.section().equals(s) || requirement.section().startsWith(s + "."));
    }

    /**
     * What stands against the claim, with the ids.
     *
     * @param passed ids with a test that passed
     * @param failed ids with a test that failed: they are red already
     */
    static List<String> problems(
            Map<String, Requirement> requirements, Waiting waiting, Set<String> passed, Set<String> failed) {
        List<String> problems = new ArrayList<>();
        waiting.problems().forEach(p -> problems.add("docs/CAVEATS.md: " + p));
        for (String id : waiting.ids()) {
            Requirement requirement = requirements.get(id);
            if (requirement == null || !requirement.testable()) {
                problems.add("docs/CAVEATS.md lists " + id + ", which cnf/requirements.tsv does not have as testable");
            }
        }
        for (Requirement r : requirements.values()) {
            boolean waits = waiting.ids().contains(r.id());
            boolean shown = passed.contains(r.id());
            if (!r.testable() || !covers(r) || failed.contains(r.id()) || waits != shown) {
                continue;
            }
            problems.add((waits ? "waits by docs/CAVEATS.md, but a test shows it: " : "neither shown nor waiting: ")
                    + r.id() + " " + r.title());
        }
        return problems;
    }
}
