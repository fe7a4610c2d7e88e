package org.partita.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a platform configures: {@code configuration.json} in the format of the OSGi Configurator specification (chapter
 * 150), then {@code --set}.
 */
final class Configurations {
    /** PID of {@code --set KEY=VALUE} unless the platform configures the key elsewhere; {@code PID/KEY} names another. */
    static final String CORE = "org.partita.core";

    private final Map<String, Map<String, Object>> byPid = new LinkedHashMap<>();

    private Configurations() {}

    /**
     * Reads a platform's configuration and overrides it.
     *
     * @param platform folder; without a configuration.json everything has its default
     * @param settings keys and values of {@code --set}
     * @throws BootException naming file, PID and key
     */
    static Map<String, Map<String, Object>> of(PlatformFolder platform, Map<String, String> settings) {
        Configurations configurations = new Configurations();
        try {
            if (Files.exists(platform.configuration())) {
                configurations.read(Files.readString(platform.configuration()));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new BootException(platform.configuration() + ": " + e.getMessage(), e);
        }
        settings.forEach(configurations::override);
        configurations.manifests(platform);
        return configurations.byPid;
    }

    private void read(String text) {
        if (!(JsonReader.read(text) instanceof Map<?, ?> root)) {
            throw new IllegalArgumentException("expecting an object with a member for each PID");
        }
        root.forEach((pid, properties) -> {
            if (pid.toString().startsWith(":")) {
                return; // the Configurator's own keys, for instance :configurator:resource-version
            }
            if (!(properties instanceof Map<?, ?> members)) {
                throw new IllegalArgumentException(pid + ": expecting an object");
            }
            members.forEach((key, value) -> add(pid.toString(), key.toString(), value));
        });
    }

    private void add(String pid, String key, @Nullable Object value) {
        int colon = key.indexOf(':');
        if (colon == 0) {
            return;
        }
        if (value == null) {
            throw new IllegalArgumentException(pid + " " + key + ": null is no value; leave the key out");
        }
        String name = colon < 0 ? key : key.substring(0, colon);
        String type = colon < 0 ? "" : key.substring(colon + 1);
        Object typed = value instanceof List<?> list ? array(pid, key, type, list) : scalar(pid, key, type, value);
        properties(pid).put(name, typed);
    }

    /** Arrays: of strings, or of whole numbers. */
    private static Object array(String pid, String key, String type, List<?> list) {
        List<Long> numbers = new ArrayList<>();
        List<String> strings = new ArrayList<>();
        for (Object value : list) {
            if (value instanceof Long number) {
                numbers.add(number);
            }
            strings.add(String.valueOf(value));
        }
        return switch (type) {
            case "", "String[]", "Long[]", "long[]" -> {
                boolean whole = !type.equals("String[]") && !numbers.isEmpty() && numbers.size() == list.size();
                yield whole ? numbers.toArray(Long[]::new) : strings.toArray(String[]::new);
            }
            default -> throw type(pid, key, type);
        };
    }

    private static Object scalar(String pid, String key, String type, Object value) {
        String text = value.toString();
        try {
            return switch (type) {
                case "" -> value;
                case "String" -> text;
                case "Integer", "int" -> Integer.decode(text);
                case "Long", "long" -> Long.decode(text);
                case "Boolean", "boolean" -> Boolean.valueOf(text);
                case "Double", "double" -> Double.valueOf(text);
                case "String[]" -> new String[] {text};
                default -> throw type(pid, key, type);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(pid + " " + key + ": " + text + " is no " + type, e);
        }
    }

    private static IllegalArgumentException type(String pid, String key, String type) {
        return new IllegalArgumentException(pid + " " + key + ": unknown type " + type
                + "; there are String, Integer, Long, Double, Boolean, String[] and Long[]");
    }

    private void override(String key, String value) {
        int slash = key.indexOf('/');
        String name = key.substring(slash + 1);
        Map<String, Object> properties = properties(slash < 0 ? owner(key) : key.substring(0, slash));
        properties.put(name, properties.get(name) instanceof Object[] ? value.split(",") : plain(value));
    }

    /** A key alone is core's, unless core has no such key in this platform and one other PID has. */
    private String owner(String key) {
        List<String> owners = List.copyOf(byPid.keySet()).stream()
                .filter(pid -> properties(pid).containsKey(key))
                .toList();
        return owners.size() == 1 && !properties(CORE).containsKey(key) ? owners.getFirst() : CORE;
    }

    /** The type that the same text has in JSON; hexadecimal numbers too. */
    private static Object plain(String value) {
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        return value.matches("-?(0[xX][0-9a-fA-F]{1,15}|\\d{1,18})") ? (Object) number(value) : value;
    }

    /** Not {@link Long#decode}: a leading zero does not mean octal here. */
    private static Long number(String value) {
        return value.contains("x") || value.contains("X") ? Long.decode(value) : Long.valueOf(value);
    }

    /** Core is told an absolute path, wherever the platform was started from. */
    private void manifests(PlatformFolder platform) {
        Object named = properties(CORE).getOrDefault("manifests", "manifests");
        properties(CORE)
                .put(
                        "manifests",
                        platform.folder().resolve(named.toString()).normalize().toString());
        properties(CORE).putIfAbsent("name", platform.name());
    }

    private Map<String, Object> properties(String pid) {
        return byPid.computeIfAbsent(pid, p -> new LinkedHashMap<>());
    }
}
