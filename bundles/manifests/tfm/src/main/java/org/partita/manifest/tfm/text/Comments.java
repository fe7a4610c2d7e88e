package org.partita.manifest.tfm.text;

import java.util.regex.Pattern;

/**
 * Takes the comments {@code //} and {@code /* *}{@code /} out of JSON, which YAML does not know. Each character of them becomes a space,
 * so that all others keep their lines and columns. Text that does not begin with a brace or bracket is no JSON and stays as it is:
 * there {@code //} may be part of a value. Strings stay as they are, and so do comments that begin with {@code #}, which YAML knows.
 */
final class Comments {
    private static final Pattern LITERAL = Pattern.compile("true|false|null|-?[0-9][0-9A-Za-z.+-]*");

    private final String text;
    private final StringBuilder out;
    private int at;

    private Comments(String text) {
        this.text = text;
        out = new StringBuilder(text);
    }

    /**
     * The text without comments.
     *
     * @throws UnclosedComment if one has no end
     */
    static String blank(String text) throws UnclosedComment {
        return new Comments(text).blank();
    }

    private String blank() throws UnclosedComment {
        skipSpace();
        if (peek(0) != '{' && peek(0) != '[') {
            return text;
        }
        while (at < text.length()) {
            skipSpace();
            char c = peek(0);
            if (c == '"' || c == '\'') {
                skipString(c);
            } else if (isMark(c)) {
                at++;
            } else {
                skipWord();
            }
        }
        return out.toString();
    }

    /** To the next character that is neither white space nor part of a comment. */
    private void skipSpace() throws UnclosedComment {
        while (at < text.length()) {
            char c = peek(0);
            if (c == '\t') {
                out.setCharAt(at, ' '); // YAML takes it for indentation
                at++;
            } else if (Character.isWhitespace(c) || c == '\uFEFF') {
                at++;
            } else if (c == '#') {
                skipLine();
            } else if (c == '/' && peek(1) == '/') {
                int begin = at;
                skipLine();
                clear(begin, at);
            } else if (c == '/' && peek(1) == '*') {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw new UnclosedComment(at);
                }
                clear(at, end + 2);
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        while (at < text.length() && peek(0) != '\n' && peek(0) != '\r') {
            at++;
        }
    }

    private void clear(int begin, int end) {
        for (int i = begin; i < end; i++) {
            if (text.charAt(i) != '\n' && text.charAt(i) != '\r') {
                out.setCharAt(i, ' ');
            }
        }
    }

    /** Over a string; in double quotes a backslash takes the next character with it. */
    private void skipString(char quote) {
        at++;
        while (at < text.length() && peek(0) != quote) {
            at += peek(0) == '\\' && quote == '"' ? 2 : 1;
        }
        at = Math.min(at + 1, text.length());
    }

    /** Over a value without quotes. Slashes are part of it, as in a path, unless it is a whole number or word of JSON before them. */
    private void skipWord() {
        int begin = at;
        while (at < text.length() && !Character.isWhitespace(peek(0)) && !isEnd(peek(0))) {
            boolean comment = peek(0) == '/' && (peek(1) == '/' || peek(1) == '*');
            if (comment && LITERAL.matcher(text).region(begin, at).matches()) {
                return;
            }
            at++;
        }
    }

    private static boolean isMark(char c) {
        return isEnd(c) || c == ':' || c == '\0';
    }

    private static boolean isEnd(char c) {
        return c == '{' || c == '}' || c == '[' || c == ']' || c == ',';
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    /** A comment that has no end. */
    static final class UnclosedComment extends Exception {
        private static final long serialVersionUID = 1L;
        private final int at;

        private UnclosedComment(int at) {
            super("no end of the comment", null, false, false);
            this.at = at;
        }

        /** Index of its first character. */
        int at() {
            return at;
        }
    }
}
