package org.partita.lib.metatype;

import java.lang.reflect.Array;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A key of a configuration.
 *
 * @param name as it stands in the configuration
 * @param type String, Integer, Long, Boolean and so on
 * @param many whether it takes several values
 * @param options the values that are possible, empty if all of the type are
 */
record Key(String name, String type, boolean many, List<String> options) {
    Key {
        options = List.copyOf(options);
    }

    /** What is wrong with a value, empty if nothing is. */
    String problem(Object value) {
        if (!value.getClass().isArray()) {
            return ofOne(value);
        }
        int count = Array.getLength(value);
        if (!many && count != 1) {
            return count + " values, and it takes one";
        }
        return IntStream.range(0, count)
                .mapToObj(i -> ofOne(Array.get(value, i)))
                .filter(p -> !p.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String ofOne(Object value) {
        String text = value.toString();
        if (!options.isEmpty() && !options.contains(text)) {
            return text + ", and there are " + String.join(", ", options);
        }
        return switch (type) {
            case "Boolean" ->
                text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
                        ? ""
                        : text + ", which is neither true nor false";
            case "Integer", "Long", "Short", "Byte" ->
                text.matches("-?\\d{1,19}") ? "" : text + ", which is no whole number in decimal digits";
            case "Double", "Float" ->
                text.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?") ? "" : text + ", which is no number";
            default -> "";
        };
    }
}
