package org.partita.manifest.devicetree.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.IntPredicate;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestSource;
import org.partita.manifest.devicetree.tree.Faults;
import org.partita.manifest.devicetree.tree.Limits;
import org.partita.manifest.devicetree.tree.Names;
import org.partita.manifest.devicetree.tree.Place;

/**
 * The characters of a source and of what it includes, without white space and comments between words. Words never
 * reach from one file into another.
 */
final class Input {
    static final String RULE = "Devicetree Specification 6";
    private static final int MAX_INCLUDES = 64;
    private static final Set<String> DIRECTIVES = Set.of(
            "include", "define", "undef", "if", "ifdef", "ifndef", "elif", "else", "endif", "error", "warning",
            "pragma", "line");

    private final Includes includes;
    private final Deque<Text> outer = new ArrayDeque<>();
    private int included;
    private int bytes;
    private Text text;
    private String node = "/";

    Input(String file, byte[] content, Includes includes) throws ManifestException {
        this.includes = includes;
        this.text = new Text(file, content);
        this.bytes = content.length;
        if (content.length > Limits.MAX_FILE) {
            throw fault("the file has " + content.length + " bytes, more than " + Limit.text());
        }
    }

    /** The place of the next word. */
    Place place() throws ManifestException {
        skip();
        return text.place();
    }

    /** Which node messages name from now on. */
    void within(String path) {
        node = path;
    }

    ManifestException fault(String message) {
        return faultAt(text.place(), message);
    }

    ManifestException faultAt(Place place, String message) {
        return Faults.fault(place, node, RULE, message);
    }

    /** The next character that is no white space, or -1 at the end; it stays. */
    int peek() throws ManifestException {
        skip();
        return text.peek(0);
    }

    /** The very next character, white space too, or -1 at the end of a file; it stays. */
    int peekRaw() {
        return text.peek(0);
    }

    /** The character {@code ahead} of the next one in the same file, or -1. */
    int peekRaw(int ahead) {
        return text.peek(ahead);
    }

    /** Takes the very next character, white space too. */
    int nextRaw() {
        return text.next();
    }

    boolean accept(char c) throws ManifestException {
        if (peek() != c) {
            return false;
        }
        text.next();
        return true;
    }

    /** Takes these characters if they come next, whatever follows them. */
    boolean accept(String word) throws ManifestException {
        skip();
        return text.accept(word);
    }

    void expect(char c, String after) throws ManifestException {
        if (!accept(c)) {
            throw fault("expecting '" + c + "' after " + after + ", found " + found());
        }
    }

    /** Takes the longest run of such characters; may be empty, is not longer than {@code limit}. */
    String word(IntPredicate characters, int limit) throws ManifestException {
        skip();
        int begin = text.at;
        while (characters.test(text.peek(0))) {
            text.next();
            if (text.at - begin > limit) {
                throw fault("a name of more than " + limit + " characters; the devicetree format allows 31");
            }
        }
        return new String(text.content, begin, text.at - begin, StandardCharsets.ISO_8859_1);
    }

    /** Takes {@code name:} without white space between, or nothing. */
    boolean acceptLabel(StringBuilder into) throws ManifestException {
        skip();
        int length = 0;
        while (length <= Limits.MAX_NAME && Names.isLabelCharacter(text.peek(length))) {
            length++;
        }
        if (length == 0 || text.peek(length) != ':') {
            return false;
        }
        into.setLength(0);
        into.append(new String(text.content, text.at, length, StandardCharsets.ISO_8859_1));
        text.at += length + 1;
        return true;
    }

    /** What comes next, for messages. */
    String found() {
        int c = text.peek(0);
        if (c < 0) {
            return "the end of the file";
        }
        int length = 0;
        while (length < 24 && text.peek(length) > ' ' && text.peek(length) < 0x7f) {
            length++;
        }
        return length == 0
                ? "byte 0x" + Integer.toHexString(c)
                : "'" + new String(text.content, text.at, length, StandardCharsets.ISO_8859_1) + "'";
    }

    private void skip() throws ManifestException {
        while (true) {
            int c = text.peek(0);
            if (c < 0 && !outer.isEmpty()) {
                text = outer.pop();
            } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
                text.next();
            } else if (c == '/' && text.peek(1) == '/') {
                text.skipLine();
            } else if (c == '/' && text.peek(1) == '*') {
                comment();
            } else if (c == '/' && text.accept("/include/")) {
                include();
            } else if (c != '#' || !directive()) {
                return;
            }
        }
    }

    private void comment() throws ManifestException {
        Place begin = text.place();
        text.accept("/*");
        while (!text.accept("*/")) {
            if (text.next() < 0) {
                throw faultAt(begin, "the comment that begins here has no end; add */");
            }
        }
    }

    /** A line of the C preprocessor: its line markers are obeyed, anything else is refused. */
    private boolean directive() throws ManifestException {
        if (!text.atBeginOfLine()) {
            return false;
        }
        String line = text.restOfLine();
        if (line.matches("#(line)?[ \t]+[0-9]{1,9}([ \t]+\".*)?")) {
            text.marker(line);
            return true;
        }
        String name = line.substring(1).strip().split("[^a-z]", 2)[0];
        if (DIRECTIVES.contains(name) && !line.matches("#" + name + "[-a-zA-Z0-9,._+?#*@].*")) {
            String file = text.file.substring(text.file.lastIndexOf('/') + 1);
            throw fault(
                    "#" + name + " is for the C preprocessor, which is not part of devicetree source; run it first: "
                            + "cpp -nostdinc -undef -x assembler-with-cpp " + file + " preprocessed-" + file
                            + ", and give the result to this platform");
        }
        return false;
    }

    private void include() throws ManifestException {
        Place at = text.place();
        while (text.peek(0) == ' ' || text.peek(0) == '\t') {
            text.next();
        }
        if (!text.accept("\"")) {
            throw fault("expecting a file name in quotes after /include/, found " + found());
        }
        int begin = text.at;
        while (text.peek(0) >= ' ' && text.peek(0) != '"') {
            text.next();
        }
        String name = new String(text.content, begin, text.at - begin, StandardCharsets.UTF_8);
        if (!text.accept("\"")) {
            throw fault("the file name after /include/ has no end; add \"");
        }
        included++;
        if (included > MAX_INCLUDES || outer.size() >= Limits.MAX_DEPTH) {
            throw faultAt(
                    at,
                    "more than " + MAX_INCLUDES + " files, or " + Limits.MAX_DEPTH
                            + " of them inside each other, are included; perhaps " + name + " includes itself");
        }
        open(at, name);
    }

    private void open(Place at, String name) throws ManifestException {
        try {
            ManifestSource file = includes.open(text.path, name, Limits.MAX_FILE - bytes);
            byte[] content = file.content();
            bytes += content.length;
            outer.push(text);
            text = new Text(file.name(), content);
        } catch (IOException e) {
            throw faultAt(
                    at,
                    "can't include \"" + name + "\": " + e.getMessage()
                            + "; put the file beside the manifest, or its text in place of the line");
        }
    }
}
