package org.partita.manifest.tfm.text;

import java.util.List;
import java.util.Map;

/** A value of a manifest. An alias is the same node as the value that it repeats. */
public sealed interface Node {
    /** Where it begins, from 1. */
    int line();

    /** How many values it is made of, with itself and with those that aliases repeat. */
    int weight();

    /** What it is, for messages. */
    String show();

    /**
     * A single value.
     *
     * @param text without quotes
     * @param quoted whether it had quotes, or is a block of text: then it is a string whatever it looks like
     */
    record Scalar(String text, boolean quoted, int line) implements Node {
        private static final int MOST_SHOWN = 40;

        @Override
        public int weight() {
            return 1;
        }

        /** Whether nothing is there: an empty plain value, or null. */
        public boolean isNothing() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }

        @Override
        public String show() {
            if (isNothing()) {
                return "nothing";
            }
            String quote = quoted ? "\"" : "";
            return quote + shorten(text) + quote;
        }

        /** The text in printable characters, without its end if it is long. */
        public static String shorten(String text) {
            StringBuilder shown = new StringBuilder();
            int end = Math.min(text.length(), MOST_SHOWN);
            for (int i = 0; i < end; i++) {
                char c = text.charAt(i);
                shown.append(c < ' ' || c > '~' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
            return shown.append(text.length() > end ? "..." : "").toString();
        }
    }

    /** A list. */
    record Sequence(List<Node> items, int line, int weight) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String show() {
            return "a list";
        }
    }

    /**
     * Names with values.
     *
     * @param entries in the order of the text, the first of each name
     * @param repeated further entries of names that were there before
     */
    record Mapping(Map<String, Entry> entries, List<Entry> repeated, int line, int weight) implements Node {
        public Mapping {
            repeated = List.copyOf(repeated);
        }

        @Override
        public String show() {
            return "a mapping";
        }
    }

    /**
     * A name with its value.
     *
     * @param line where the name stands
     */
    record Entry(String name, int line, Node value) {}
}
