package org.partita.testkit.requirements;

import java.nio.file.Path;
import java.util.List;

/**
 * That a test of a requirement ended, and how.
 *
 * @param requirement the id
 * @param test class, method and display name
 * @param passed whether it passed
 */
record Shown(String requirement, String test, boolean passed) {
    /** Where the lines are, below the folder of a module. */
    static final Path FILE = Path.of("target", "shown.tsv");

    String line() {
        return String.join("\t", requirement, test, passed ? "PASS" : "FAIL");
    }

    static Shown parse(String line) {
        List<String> columns = List.of(line.split("\t", -1));
        if (columns.size() != 3) {
            throw new IllegalArgumentException("not a line of shown.tsv (id, test, PASS or FAIL): " + line);
        }
        return new Shown(columns.get(0), columns.get(1), columns.get(2).equals("PASS"));
    }
}
