package org.partita.manifest.devicetree.source;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.partita.manifest.devicetree.tree.Place;

/** One file and a place in it. */
final class Text {
    private static final Pattern MARKER = Pattern.compile("#(?:line)?[ \t]+([0-9]+)(?:[ \t]+\"([^\"]*)\".*)?");
    private static final int MAX_LINE = 1024;

    final byte[] content;
    /** Where the file is found, for includes; line markers don't change it. */
    final String path;
    /** What messages call it; line markers change it. */
    String file;

    int at;
    private int line = 1;

    Text(String file, byte[] content) {
        this.file = file;
        this.path = file;
        this.content = content;
    }

    Place place() {
        return new Place(file, line);
    }

    /** The character {@code ahead} of the next one, or -1 at the end. */
    int peek(int ahead) {
        return at + ahead < content.length ? content[at + ahead] & 0xff : -1;
    }

    int next() {
        int c = peek(0);
        if (c >= 0) {
            at++;
            line += c == '\n' ? 1 : 0;
        }
        return c;
    }

    /** Takes these characters, which have no line break, if they come next. */
    boolean accept(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (peek(i) != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    void skipLine() {
        while (peek(0) >= 0 && next() != '\n') {
            // the line break is taken too
        }
    }

    boolean atBeginOfLine() {
        int i = at - 1;
        while (i >= 0 && at - i < MAX_LINE && (content[i] == ' ' || content[i] == '\t')) {
            i--;
        }
        return i < 0 || content[i] == '\n';
    }

    String restOfLine() {
        int end = at;
        while (end < content.length && end - at < MAX_LINE && content[end] != '\n' && content[end] != '\r') {
            end++;
        }
        return new String(content, at, end - at, StandardCharsets.ISO_8859_1);
    }

    /** Obeys a line marker of the preprocessor: the next line has this number in this file. */
    void marker(String marker) {
        skipLine();
        Matcher parts = MARKER.matcher(marker);
        if (parts.matches()) {
            line = Integer.parseInt(parts.group(1));
            String name = parts.group(2);
            file = name == null ? file : name;
        }
    }
}
