package org.partita.manifest.devicetree.binding;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.partita.api.manifest.Position;
import org.partita.manifest.devicetree.tree.Node;
import org.partita.manifest.devicetree.tree.Place;
import org.partita.manifest.devicetree.tree.Property;

/**
 * Reads the properties of one node. Each method says in the report what is wrong and then answers as if the property
 * were absent; what nobody asked for is unknown, and {@link #rest()} says so.
 */
final class Fields {
    private static final int MOST_NUMBERS = 4096;

    private final Node node;
    private final Report report;
    private final String rule;
    private final Set<String> known = new HashSet<>(Set.of("compatible", "phandle", "linux,phandle"));

    /** @param rule the table that lists the fields */
    Fields(Node node, Report report, String rule) {
        this.node = node;
        this.report = report;
        this.rule = rule;
    }

    Node node() {
        return node;
    }

    Report report() {
        return report;
    }

    String rule() {
        return rule;
    }

    /** Where a property stands; where its node begins if it is missing. */
    Position at(String property) {
        Property p = node.property(property);
        Place place = p == null ? node.place() : p.place();
        return new Position(place.file(), place.line(), node.path(), property);
    }

    /** Where the node begins. */
    Position at() {
        return at("");
    }

    Map<String, Position> positions() {
        Map<String, Position> positions = new LinkedHashMap<>();
        node.properties().forEach(p -> positions.put(p.name(), at(p.name())));
        return positions;
    }

    void error(String property, String message) {
        report.error(at(property), rule, message);
    }

    void warn(String property, String message) {
        report.warn(at(property), rule, message);
    }

    boolean has(String property) {
        known.add(property);
        return node.property(property) != null;
    }

    /** Says that a mandatory field is missing; {@code expected} names its meaning and how to write it. */
    void missing(String property, String expected) {
        known.add(property);
        error(property, "missing; expecting " + expected);
    }

    /** Whether an empty property is there. */
    boolean flag(String property) {
        Property p = find(property);
        if (p != null && p.length() > 0) {
            warn(
                    property,
                    "found " + p.show() + "; the property counts by being there, whatever its value: write " + property
                            + "; or leave it out");
        }
        return p != null;
    }

    /** One cell with a value from {@code least} to {@code most}, unsigned. */
    OptionalLong number(String property, long least, long most, String expected) {
        Property p = find(property);
        if (p == null) {
            return OptionalLong.empty();
        }
        if (p.length() != 4) {
            error(property, "found " + p.show() + "; expecting one 32-bit cell: " + expected);
            return OptionalLong.empty();
        }
        long value = Integer.toUnsignedLong(p.cell(0));
        if (value < least || value > most) {
            error(property, "found " + value + "; expecting " + expected);
            return OptionalLong.empty();
        }
        return OptionalLong.of(value);
    }

    OptionalInt integer(String property, int least, int most, String expected) {
        OptionalLong value = number(property, least, most, expected);
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    /** As {@link #integer}, and an error if it is missing. */
    OptionalInt mandatory(String property, int least, int most, String expected) {
        if (!has(property)) {
            missing(property, expected);
        }
        return integer(property, least, most, expected);
    }

    /** One or two cells. */
    OptionalLong wide(String property, String expected) {
        Property p = find(property);
        if (p == null) {
            return OptionalLong.empty();
        }
        if (p.length() != 4 && p.length() != 8) {
            error(property, "found " + p.show() + "; expecting one cell or two, high one first: " + expected);
            return OptionalLong.empty();
        }
        long low = Integer.toUnsignedLong(p.cell(p.cellCount() - 1));
        return OptionalLong.of(p.length() == 4 ? low : (long) p.cell(0) << 32 | low);
    }

    /** A list of cells whose number is a multiple of {@code tuple}; empty if absent or wrong. */
    int[] cells(String property, int tuple, String expected) {
        Property p = find(property);
        if (p == null) {
            return new int[0];
        }
        if (!p.isCells() || p.cellCount() % tuple != 0 || p.cellCount() > MOST_NUMBERS) {
            error(
                    property,
                    "found " + p.show() + "; expecting " + expected
                            + (p.cellCount() > MOST_NUMBERS ? ", at most " + MOST_NUMBERS + " cells" : ""));
            return new int[0];
        }
        return IntStream.range(0, p.cellCount()).map(p::cell).toArray();
    }

    List<Integer> list(String property, String expected) {
        return Arrays.stream(cells(property, 1, expected)).boxed().toList();
    }

    Optional<List<String>> texts(String property) {
        Property p = find(property);
        if (p == null) {
            return Optional.empty();
        }
        Optional<List<String>> texts = p.strings();
        if (texts.isEmpty()) {
            error(property, "found " + p.show() + "; expecting a string in double quotes");
        }
        return texts;
    }

    Optional<String> text(String property) {
        return texts(property).map(texts -> {
            if (texts.size() > 1) {
                error(property, "found " + texts.size() + " strings; expecting one");
            }
            return texts.get(0);
        });
    }

    /** The name for people: description, or debug_name in older files; empty without. */
    String description() {
        Optional<String> text = text("description");
        Optional<String> older = text("debug_name");
        return text.or(() -> older).orElse("");
    }

    /** These properties and nodes are known though they are not read here. */
    void know(String... names) {
        known.addAll(List.of(names));
    }

    /** Warns about properties and nodes that nobody asked for. */
    void rest() {
        for (Property p : node.properties()) {
            if (!known.contains(p.name())) {
                warn(p.name(), "unknown property, ignored: leave it out, or look for a misspelling");
            }
        }
        rest(node.children());
    }

    private void rest(Collection<Node> children) {
        for (Node child : children) {
            if (!known.contains(child.name())) {
                report.warn(
                        new Fields(child, report, rule).at(),
                        rule,
                        "unknown node, ignored: leave it out, or look for a misspelling of its name or compatible");
            }
        }
    }

    /** An address or size for messages. */
    static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    private @Nullable Property find(String property) {
        known.add(property);
        return node.property(property);
    }
}
