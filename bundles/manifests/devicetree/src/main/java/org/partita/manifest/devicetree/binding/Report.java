package org.partita.manifest.devicetree.binding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.Problem;

/** Collects what is wrong in a manifest, so that all of it is said at once. */
final class Report {
    private static final int MOST = 200;

    private final boolean strict;
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private int unsaid;

    /** @param strict whether warnings count as errors */
    Report(boolean strict) {
        this.strict = strict;
    }

    void error(Position at, String rule, String message) {
        add(errors, new Problem(at, rule, message, true));
    }

    void warn(Position at, String rule, String message) {
        if (strict) {
            error(at, rule, message);
        } else {
            add(warnings, new Problem(at, rule, message, false));
        }
    }

    private void add(List<Problem> to, Problem problem) {
        if (to.size() < MOST) {
            to.add(problem);
        } else {
            unsaid++;
        }
    }

    /**
     * The warnings, if there is no error.
     *
     * @param root where to say that there are more problems
     * @throws ManifestException with all errors and warnings, by line
     */
    List<Problem> finish(Position root) throws ManifestException {
        List<Problem> all = new ArrayList<>(errors);
        all.addAll(warnings);
        all.sort(Comparator.comparingInt(p -> p.at().line()));
        if (unsaid > 0) {
            all.add(new Problem(root, "FF-A 3.2", "and " + unsaid + " more problems", !errors.isEmpty()));
        }
        if (!errors.isEmpty()) {
            throw new ManifestException(all);
        }
        return all;
    }
}
