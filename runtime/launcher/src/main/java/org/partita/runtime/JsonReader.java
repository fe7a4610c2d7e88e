package org.partita.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON with comments, as the OSGi Configurator specification allows them (150.3). Objects become ordered maps,
 * arrays lists, whole numbers Long and others Double. docs/building.md says why no library does this.
 */
final class JsonReader {
    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads one document.
     *
     * @throws IllegalArgumentException with the line of what is wrong
     */
    static @Nullable Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.skip();
        if (reader.at < text.length()) {
            throw reader.wrong("nothing more");
        }
        return value;
    }

    private @Nullable Object value() {
        char c = peek();
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            default -> literal();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        at++;
        boolean more = peek() != '}';
        while (more) {
            if (peek() != '"') {
                throw wrong("a name in quotes");
            }
            String name = string();
            expect(':');
            if (members.containsKey(name)) {
                throw wrong("\"" + name + "\" only once");
            }
            members.put(name, value());
            more = next('}');
        }
        expect('}');
        return members;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> values = new ArrayList<>();
        at++;
        boolean more = peek() != ']';
        while (more) {
            values.add(value());
            more = next(']');
        }
        expect(']');
        return values;
    }

    /** Whether a comma, and so another element, follows. */
    private boolean next(char end) {
        char c = peek();
        if (c == ',') {
            at++;
        } else if (c != end) {
            throw wrong(", or " + end);
        }
        return c == ',';
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            if (c == '\n') {
                throw wrong("the end of a string on its line");
            }
            string.append(c == '\\' ? escape() : c);
        }
        expect('"');
        return string.toString();
    }

    private char escape() {
        at++;
        char c = at < text.length() ? text.charAt(at) : 0;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("an escape: \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\uXXXX");
        };
    }

    private char unicode() {
        if (at + 4 >= text.length()) {
            throw wrong("four hexadecimal digits");
        }
        String digits = text.substring(at + 1, at + 5);
        at += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    private @Nullable Object literal() {
        int start = at;
        while (at < text.length() && wordCharacter(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        try {
            return switch (word) {
                case "null" -> null;
                case "true" -> true;
                case "false" -> false;
                default -> word.matches("-?\\d+") ? (Object) Long.valueOf(word) : Double.valueOf(word);
            };
        } catch (NumberFormatException e) {
            at = start;
            throw wrong("a value; hexadecimal numbers are written as strings: \"0x8000\"");
        }
    }

    private static boolean wordCharacter(char c) {
        return Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0;
    }

    private char peek() {
        skip();
        if (at == text.length()) {
            throw wrong("more");
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        skip();
        if (at == text.length() || text.charAt(at) != c) {
            throw wrong(Character.toString(c));
        }
        at++;
    }

    private void skip() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("//", at)) {
                at = after("\n");
            } else if (text.startsWith("/*", at)) {
                at = after("*/");
            } else {
                return;
            }
        }
    }

    private int after(String end) {
        int found = text.indexOf(end, at + 2);
        return found < 0 ? text.length() : found + end.length();
    }

    private IllegalArgumentException wrong(String expected) {
        long line = 1
                + text.substring(0, Math.min(at, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new IllegalArgumentException("line " + line + ": expecting " + expected);
    }
}
