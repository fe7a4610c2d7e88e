package org.partita.testkit.requirements;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of {@code cnf/requirements.tsv}.
 *
 * @param id as in {@code FFA-8.4-13}
 * @param section as in {@code 8.4}, or the name of an FF-M document
 * @param title in a few words
 * @param testable whether a test at the boundary can show it
 * @param level must, must-not, should or may
 */
record Requirement(String id, String section, String title, boolean testable, String level) {
    /** FFA or FFM, and the chapter or document: {@code FFA 8}, {@code FFM IPC}. */
    String chapter() {
        int dot = section.indexOf('.');
        return id.substring(0, id.indexOf('-')) + " " + (dot < 0 ? section : section.substring(0, dot));
    }

    /** Reads the file, whose first line is a heading. */
    static Map<String, Requirement> read(Path file) throws IOException {
        Map<String, Requirement> requirements = new LinkedHashMap<>();
        Files.readAllLines(file).stream().skip(1).map(Requirement::parse).forEach(r -> requirements.put(r.id(), r));
        return requirements;
    }

    private static Requirement parse(String line) {
        List<String> columns = List.of(line.split("\t", -1));
        if (columns.size() != 5) {
            throw new IllegalArgumentException("not a line of requirements.tsv (five columns): " + line);
        }
        boolean testable = columns.get(3).equals("yes");
        return new Requirement(columns.get(0), columns.get(1), columns.get(2), testable, columns.get(4));
    }
}
