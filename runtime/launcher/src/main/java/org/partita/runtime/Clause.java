package org.partita.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One clause of an OSGi header: {@code name;attribute=value;directive:=value}.
 *
 * @param name what stands first
 * @param attributes attributes and directives, quotes removed; a directive's key ends in a colon
 */
record Clause(String name, Map<String, String> attributes) {
    /** The clauses of a header, separated by commas outside quotes. */
    static List<Clause> parse(String header) {
        List<Clause> clauses = new ArrayList<>();
        for (String text : split(header, ',')) {
            List<String> parts = split(text, ';');
            if (!parts.isEmpty()) {
                clauses.add(clause(parts));
            }
        }
        return clauses;
    }

    private static Clause clause(List<String> parts) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part : part.substring(0, equals).strip();
            attributes.put(
                    key, equals < 0 ? "" : unquote(part.substring(equals + 1).strip()));
        }
        return new Clause(parts.getFirst(), Map.copyOf(attributes));
    }

    private static String unquote(String value) {
        boolean quoted = value.length() > 1
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        char quote = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? separator : text.charAt(i);
            if (i == text.length() || (quote == 0 && c == separator)) {
                String part = text.substring(start, i).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = i + 1;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
        }
        return parts;
    }
}
