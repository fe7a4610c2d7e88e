package org.partita.lib.manifest;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.Problem;

/** The problems found so far, and how messages name things. */
final class Findings {
    private final List<Problem> problems = new ArrayList<>();

    void error(Position at, String rule, String message) {
        problems.add(new Problem(at, rule, message, true));
    }

    void warn(Position at, String rule, String message) {
        problems.add(new Problem(at, rule, message, false));
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** A partition in a message: its name, else its file. */
    static String who(PartitionManifest partition) {
        return partition.name().isEmpty()
                ? partition.file()
                : "\"" + partition.name() + "\" (" + partition.file() + ")";
    }

    /** A place in a message. */
    static String where(Position at) {
        return at.file() + (at.line() > 0 ? ":" + at.line() : "");
    }

    static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }
}
