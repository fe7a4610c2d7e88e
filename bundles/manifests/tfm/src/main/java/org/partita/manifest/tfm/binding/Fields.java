package org.partita.manifest.tfm.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.partita.api.manifest.Position;
import org.partita.manifest.tfm.text.Node;

/**
 * Reads the attributes of one mapping. Each method says in the report what is wrong and then answers as if the attribute were
 * absent; what nobody asked for is unknown, and {@link #rest} says so.
 */
final class Fields {
    static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String file;
    private final String path;
    private final Node.Mapping mapping;
    private final Report report;
    private final Configuration configuration;
    private final Set<String> known = new HashSet<>();

    Fields(String file, Node.Mapping mapping, Report report, Configuration configuration) {
        this(file, "/", mapping, report, configuration);
    }

    private Fields(String file, String path, Node.Mapping mapping, Report report, Configuration configuration) {
        this.file = file;
        this.path = path;
        this.mapping = mapping;
        this.report = report;
        this.configuration = configuration;
    }

    String file() {
        return file;
    }

    /** Where an attribute stands; where its mapping begins if it is missing. */
    Position at(String name) {
        Node.Entry entry = mapping.entries().get(name);
        return at(entry == null ? mapping.line() : entry.line(), name);
    }

    Position at(int line, String name) {
        return new Position(file, line, path, name);
    }

    void error(String name, String rule, String message) {
        report.error(at(name), rule, message);
    }

    void warn(String name, String rule, String message) {
        report.warn(at(name), rule, message);
    }

    boolean has(String name) {
        known.add(name);
        return mapping.entries().containsKey(name);
    }

    /** Says that an attribute is missing unless it is there; {@code expected} is how to write it. */
    boolean require(String name, String rule, String expected) {
        boolean there = has(name);
        if (!there) {
            error(name, rule, "missing; expecting " + expected);
        }
        return there;
    }

    /** A string. */
    Optional<String> text(String name) {
        return scalar(name, "a string in double quotes").flatMap(scalar -> {
            if (isString(scalar)) {
                return Optional.of(scalar.text());
            }
            wrong(name, scalar, "a string in double quotes");
            return Optional.empty();
        });
    }

    /** A string that is a name in C. */
    Optional<String> identifier(String name) {
        Optional<String> text = text(name);
        if (text.isPresent() && !IDENTIFIER.matcher(text.get()).matches()) {
            error(
                    name,
                    Rules.NAMES,
                    "found " + Node.Scalar.shorten(text.get()) + "; expecting a name in C: letters, digits and _");
            return Optional.empty();
        }
        return text;
    }

    /** A string that is one of some words. */
    <T> Optional<T> choice(String name, String rule, Map<String, T> words) {
        Optional<Node.Scalar> scalar = scalar(name, oneOf(words.keySet()));
        Optional<T> chosen = scalar.map(Node.Scalar::text).map(words::get);
        if (scalar.isPresent() && chosen.isEmpty()) {
            error(name, rule, "found " + scalar.get().show() + "; expecting " + oneOf(words.keySet()));
        }
        return chosen;
    }

    private static String oneOf(Collection<String> words) {
        return String.join(" or ", new TreeSet<>(words));
    }

    /** true or false. */
    Optional<Boolean> flag(String name) {
        return scalar(name, "true or false").flatMap(scalar -> {
            if (!scalar.quoted()) {
                switch (scalar.text()) {
                    case "true", "True", "TRUE" -> {
                        return Optional.of(true);
                    }
                    case "false", "False", "FALSE" -> {
                        return Optional.of(false);
                    }
                    default -> {}
                }
            }
            wrong(name, scalar, "true or false, without quotes");
            return Optional.empty();
        });
    }

    /** A number from {@code least} to {@code most}, or a symbol of the configuration that is one. */
    OptionalLong number(String name, String rule, long least, long most, String expected) {
        Node.Scalar scalar = scalar(name, expected).orElse(null);
        if (scalar == null) {
            return OptionalLong.empty();
        }
        OptionalLong number = Numbers.parse(scalar.text());
        String found = scalar.show();
        if (number.isEmpty()
                && isString(scalar)
                && IDENTIFIER.matcher(scalar.text()).matches()) {
            String symbol = scalar.text();
            if (!configuration.has(symbol)) {
                error(
                        name,
                        Rules.ATTRIBUTES,
                        "the configuration has no " + Node.Scalar.shorten(symbol) + "; define it there, or write "
                                + expected);
                return number;
            }
            number = configuration.number(symbol);
            found = Node.Scalar.shorten(symbol) + ", which is " + configuration.show(symbol) + " in the configuration";
        }
        if (number.isEmpty()) {
            error(name, Rules.ATTRIBUTES, "found " + found + "; expecting " + expected);
        } else if (number.getAsLong() < least || number.getAsLong() > most) {
            error(name, rule, "found " + found + "; expecting " + expected);
            return OptionalLong.empty();
        }
        return number;
    }

    /** Whether an attribute is this plain word or string. */
    boolean is(String name, String word) {
        Node.Entry entry = mapping.entries().get(name);
        return entry != null
                && entry.value() instanceof Node.Scalar scalar
                && scalar.text().equals(word);
    }

    /** The text of a single value, of whatever type. */
    Optional<Node.Scalar> scalar(String name, String expected) {
        known.add(name);
        Node.Entry entry = mapping.entries().get(name);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.value() instanceof Node.Scalar scalar) {
            return Optional.of(scalar);
        }
        wrong(name, entry.value(), expected);
        return Optional.empty();
    }

    /** A list of mappings; empty if absent. */
    List<Fields> mappings(String name) {
        List<Fields> mappings = new ArrayList<>();
        int index = 0;
        for (Node item : items(name, "a list of mappings: [ { ... }, { ... } ]")) {
            if (item instanceof Node.Mapping each) {
                String below = (path.equals("/") ? "" : path) + "/" + name + "/" + index;
                mappings.add(new Fields(file, below, each, report, configuration));
            } else {
                wrong(at(item.line(), name), item, "a mapping for each: { ... }");
            }
            index++;
        }
        return mappings;
    }

    /** A single mapping. */
    @Nullable
    Fields below(String name) {
        known.add(name);
        Node.Entry entry = mapping.entries().get(name);
        if (entry == null) {
            return null;
        }
        if (entry.value() instanceof Node.Mapping below) {
            String at = (path.equals("/") ? "" : path) + "/" + name;
            return new Fields(file, at, below, report, configuration);
        }
        wrong(name, entry.value(), "a mapping: { ... }");
        return null;
    }

    /** A list of strings; empty if absent. */
    List<Node.Scalar> texts(String name) {
        List<Node.Scalar> texts = new ArrayList<>();
        for (Node item : items(name, "a list of strings: [ \"...\", \"...\" ]")) {
            if (item instanceof Node.Scalar scalar && isString(scalar)) {
                texts.add(scalar);
            } else {
                wrong(at(item.line(), name), item, "a string in double quotes for each");
            }
        }
        return texts;
    }

    private List<Node> items(String name, String expected) {
        known.add(name);
        Node.Entry entry = mapping.entries().get(name);
        if (entry == null) {
            return List.of();
        }
        if (entry.value() instanceof Node.Sequence sequence) {
            return sequence.items();
        }
        wrong(name, entry.value(), expected);
        return List.of();
    }

    /** Says which attributes are unknown, and which are there more than once. */
    void rest(String expected) {
        for (Node.Entry entry : mapping.entries().values()) {
            if (!known.contains(entry.name())) {
                report.error(
                        at(entry.line(), Node.Scalar.shorten(entry.name())),
                        Rules.ATTRIBUTES,
                        "unknown attribute of " + expected + "; leave it out, or look for a misspelling");
            }
        }
        for (Node.Entry entry : mapping.repeated()) {
            report.error(
                    at(entry.line(), Node.Scalar.shorten(entry.name())),
                    Rules.ATTRIBUTES,
                    "stands a second time; leave one of them");
        }
    }

    /** Names of all attributes. */
    Set<String> names() {
        return mapping.entries().keySet();
    }

    boolean isKnown(String name) {
        return known.contains(name);
    }

    /** Takes an attribute for known though nobody reads it. */
    void know(String name) {
        known.add(name);
    }

    private void wrong(String name, Node found, String expected) {
        wrong(at(name), found, expected);
    }

    private void wrong(Position at, Node found, String expected) {
        report.error(at, Rules.ATTRIBUTES, "found " + found.show() + "; expecting " + expected);
    }

    /** In YAML what has no quotes is a string too, unless it is a number, true, false or nothing. */
    private static boolean isString(Node.Scalar scalar) {
        return scalar.quoted() || !(scalar.isNothing() || scalar.text().matches("[-+]?\\.?[0-9].*|(?i)true|false"));
    }
}
