package org.partita.api.manifest;

import java.util.List;
import java.util.stream.Collectors;

/** A manifest that can't be used: every problem that was found. */
public final class ManifestException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    public ManifestException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /** All problems, errors and warnings, in order of place. */
    public List<Problem> problems() {
        return problems;
    }
}
