package org.partita.testkit.requirements;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requirements that wait, by the table below the heading {@code ## What waits} of {@code docs/CAVEATS.md}.
 *
 * <p>Its rows are {@code | reason | requirements |}. The second cell is a list, separated by commas, of ids ({@code
 * FFA-4.5-1}) and of ranges of one section ({@code FFA-4.5-1 to FFA-4.5-6}), and holds nothing else.
 *
 * @param ids what the table lists
 * @param problems lines that are not as they should be, each with its number
 */
record Waiting(Set<String> ids, List<String> problems) {
    private static final String HEADING = "## What waits";
    private static final Pattern ID = Pattern.compile("(FF[AM]-[\\w.]+-)(\\d+)");
    private static final Pattern ITEM = Pattern.compile(ID + "(?: to " + ID + ")?");
    private static final Pattern ROW = Pattern.compile("\\|([^|]*)\\|([^|]*)\\|");
    /** The heading of the table and the line below it. */
    private static final int HEADING_ROWS = 2;

    /** Reads the file; without one nothing waits. */
    static Waiting read(Path file) throws IOException {
        Waiting waiting = new Waiting(new LinkedHashSet<>(), new ArrayList<>());
        if (Files.exists(file)) {
            waiting.lines(Files.readAllLines(file));
        }
        return waiting;
    }

    private void lines(List<String> lines) {
        int rows = 0;
        boolean inside = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("#")) {
                inside = line.equals(HEADING);
            } else if (inside && line.startsWith("|") && ++rows > HEADING_ROWS) {
                row(i + 1, line);
            }
        }
        if (rows == 0) {
            problems.add("there is no table below the heading \"" + HEADING + "\"");
        }
    }

    private void row(int number, String line) {
        Matcher row = ROW.matcher(line);
        if (!row.matches()) {
            problems.add("line " + number + ": a row is | reason | requirements |");
            return;
        }
        for (String item : row.group(2).split(",")) {
            item(number, item.strip());
        }
    }

    private void item(int number, String text) {
        Matcher item = ITEM.matcher(text);
        if (!item.matches()) {
            problems.add("line " + number + ": \"" + text + "\" is neither an id nor a range, FFA-4.5-1 to FFA-4.5-6");
            return;
        }
        String section = item.group(1);
        int first = Integer.parseInt(item.group(2));
        boolean single = item.group(4) == null;
        int last = single ? first : Integer.parseInt(item.group(4));
        if (!single && (!section.equals(item.group(3)) || last <= first)) {
            problems.add("line " + number + ": \"" + text + "\" is no range: it counts upwards within a section");
        }
        for (int n = first; n <= last; n++) {
            if (!ids.add(section + n)) {
                problems.add("line " + number + ": " + section + n + " stands in the table already");
            }
        }
    }
}
