package org.partita.manifest.tfm.binding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.Problem;

/** Collects what is wrong in all files, so that all of it is said at once. */
final class Report {
    private static final int MOST = 200;

    private final List<String> files = new ArrayList<>();
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private int unsaid;

    /** From now on problems of this file may come; files are reported in this order. */
    void file(String name) {
        files.add(name);
    }

    void error(Position at, String rule, String message) {
        add(errors, new Problem(at, rule, message, true));
    }

    void warn(Position at, String rule, String message) {
        add(warnings, new Problem(at, rule, message, false));
    }

    /** Takes over what ended the reading of a file. */
    void take(ManifestException e) {
        e.problems().forEach(problem -> add(errors, problem));
    }

    private void add(List<Problem> to, Problem problem) {
        if (to.size() < MOST) {
            to.add(problem);
        } else {
            unsaid++;
        }
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    /**
     * The warnings, if there is no error.
     *
     * @throws ManifestException with all errors and warnings, by file and line
     */
    List<Problem> finish() throws ManifestException {
        List<Problem> all = new ArrayList<>(errors);
        all.addAll(warnings);
        all.sort(Comparator.<Problem>comparingInt(p -> files.indexOf(p.at().file()))
                .thenComparingInt(p -> p.at().line()));
        if (unsaid > 0) {
            all.add(new Problem(
                    new Position(files.getFirst(), 0, "/", ""),
                    Rules.ATTRIBUTES,
                    "and " + unsaid + " more problems; correct those above first",
                    hasErrors()));
        }
        if (hasErrors()) {
            throw new ManifestException(all);
        }
        return all;
    }
}
