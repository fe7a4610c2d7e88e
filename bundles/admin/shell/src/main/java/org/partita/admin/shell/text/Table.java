package org.partita.admin.shell.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of text: a header, aligned columns, no wrapping. A cell with line breaks continues below itself; a note is a
 * line of its own under the last row.
 */
public final class Table {
    private static final String GAP = "  ";
    private static final String NOTE = "    ";

    private final List<String> header;
    private final boolean[] right;
    private final List<Line> lines = new ArrayList<>();

    private sealed interface Line {}

    private record Cells(List<String> texts) implements Line {}

    private record Note(String text) implements Line {}

    /** @param header titles of the columns; one that begins with {@code >} is set flush right */
    public Table(String... header) {
        this.header = Arrays.stream(header)
                .map(h -> h.startsWith(">") ? h.substring(1) : h)
                .toList();
        this.right = new boolean[header.length];
        for (int i = 0; i < header.length; i++) {
            right[i] = header[i].startsWith(">");
        }
    }

    /** Adds a row. */
    public Table row(List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for the columns " + header);
        }
        List<List<String>> columns = cells.stream().map(c -> c.lines().toList()).toList();
        int height = Math.max(1, columns.stream().mapToInt(List::size).max().orElse(1));
        for (int n = 0; n < height; n++) {
            int at = n;
            lines.add(new Cells(
                    columns.stream().map(c -> at < c.size() ? c.get(at) : "").toList()));
        }
        return this;
    }

    /** Adds a row. */
    public Table row(String... cells) {
        return row(List.of(cells));
    }

    /** Adds a line under the last row. */
    public Table note(String text) {
        lines.add(new Note(text));
        return this;
    }

    @Override
    public String toString() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        append(text, header, widths);
        for (Line line : lines) {
            switch (line) {
                case Cells cells -> append(text, cells.texts(), widths);
                case Note note -> text.append(NOTE).append(note.text()).append('\n');
            }
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = header.stream().mapToInt(String::length).toArray();
        for (Line line : lines) {
            if (line instanceof Cells(List<String> texts)) {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = Math.max(widths[i], texts.get(i).length());
                }
            }
        }
        return widths;
    }

    private void append(StringBuilder text, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - cells.get(i).length());
            line.append(i == 0 ? "" : GAP);
            line.append(right[i] ? pad + cells.get(i) : cells.get(i) + pad);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
