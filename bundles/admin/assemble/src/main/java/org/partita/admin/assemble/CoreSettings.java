package org.partita.admin.assemble;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.partita.lib.metatype.Metatype;

/** Configuration of core, PID {@code org.partita.core}: what a person sets, and what it is otherwise. */
final class CoreSettings {
    /** The PID, and symbolic name of its bundle. */
    static final String PID = "org.partita.core";

    private final Metatype metatype;
    private final Map<String, String> set;

    /**
     * Checks what a person sets: what core's bundle does not know would be configured for nobody.
     *
     * @param metatype what core's bundle says of its configuration
     * @param set by key
     */
    CoreSettings(Metatype metatype, Map<String, String> set) {
        this.metatype = metatype;
        this.set = Map.copyOf(set);
        set.forEach(this::check);
    }

    private void check(String key, String value) {
        if (key.contains("/")) {
            throw new AssemblyException("--set " + key + ": assemble configures " + PID + " only; write other keys"
                    + " into configuration.json of the new folder, or start it with --set " + key + "=" + value);
        }
        String problem = metatype.knows(PID) ? metatype.problem(PID, key, value) : "";
        if (!problem.isEmpty()) {
            throw new AssemblyException("--set " + key + "=" + value + ": " + problem + "; see docs/assemble.md");
        }
    }

    /** What a person sets a key to, empty if nobody does. */
    String get(String key) {
        return set.getOrDefault(key, "");
    }

    /** Elements of an array, which commas separate. */
    List<String> elements(String key) {
        return get(key).isEmpty() ? List.of() : Arrays.asList(get(key).split("\\s*,\\s*"));
    }

    /**
     * The object of the PID, without its braces.
     *
     * @param defaults what the platform has where a person says nothing
     */
    String members(Map<String, String> defaults) {
        Map<String, String> all = new LinkedHashMap<>(defaults);
        all.putAll(new TreeMap<>(set));
        return all.entrySet().stream()
                .map(e -> "    \"" + e.getKey() + "\": " + json(e.getKey(), e.getValue()))
                .collect(Collectors.joining(",\n"));
    }

    private String json(String key, String value) {
        if (set.containsKey(key) && metatype.isArray(PID, key)) {
            return elements(key).stream().map(CoreSettings::text).collect(Collectors.joining(", ", "[", "]"));
        }
        boolean plain = value.matches("true|false|-?(0|[1-9]\\d{0,17})");
        return plain ? value : text(value);
    }

    private static String text(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
