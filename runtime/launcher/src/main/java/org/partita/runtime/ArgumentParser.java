package org.partita.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.runtime.Arguments.Action;
import org.partita.runtime.session.Script;
import org.partita.runtime.session.Session.Log;

/** Reads the command line: options in any order, at most one word that is no option. */
final class ArgumentParser {
    private static final String OPTIONS = "--exec CMD, --script FILE, --set KEY=VALUE, --seed N, --quiet, --help";

    private final Deque<String> rest;
    private final List<Script> scripts = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private Action action = Action.RUN;
    private Log log = Log.INFO;
    private @Nullable String platform;

    private ArgumentParser(List<String> arguments) {
        rest = new ArrayDeque<>(arguments);
    }

    /**
     * Reads a command line.
     *
     * @throws UsageException if it is wrong, with the way out
     */
    static Arguments parse(String... arguments) {
        return new ArgumentParser(List.of(arguments)).parse();
    }

    private Arguments parse() {
        while (!rest.isEmpty()) {
            String word = rest.remove();
            if (word.startsWith("-")) {
                option(word);
            } else {
                word(word);
            }
        }
        String chosen = platform == null ? Arguments.DEFAULT_PLATFORM : platform;
        return new Arguments(action, chosen, List.copyOf(scripts), Map.copyOf(settings), log);
    }

    private void word(String word) {
        switch (word) {
            case "platforms" -> action = Action.PLATFORMS;
            case "conformance" -> throw new UsageException("conformance is not part of this version");
            case "assemble", "bench" ->
                throw new UsageException(word + " must be the first word: launch/partita " + word + " ...");
            default -> {
                if (platform != null) {
                    throw new UsageException(
                            "one platform at a time: both " + platform + " and " + word + " are given");
                }
                platform = word;
            }
        }
    }

    private void option(String word) {
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        String name = equals < 0 ? word : word.substring(0, equals);
        if (equals >= 0) {
            rest.push(word.substring(equals + 1));
        }
        switch (name) {
            case "--exec" -> scripts.add(Script.command(value(name, "a command")));
            case "--script" -> scripts.add(Script.file(file(value(name, "a file"))));
            case "--set" -> set(value(name, "KEY=VALUE"));
            case "--seed" -> seeded(seed(value(name, "a number")));
            case "--quiet", "--help", "-h" -> flag(name, equals >= 0);
            case "--web" -> throw new UsageException("--web is not part of this version");
            default -> throw new UsageException("unknown option " + name + "; there are " + OPTIONS);
        }
    }

    private void flag(String name, boolean value) {
        if (value) {
            throw new UsageException(name + " takes no value");
        }
        if (name.equals("--quiet")) {
            log = Log.ERROR;
        } else {
            action = Action.HELP;
        }
    }

    private String value(String option, String what) {
        String value = rest.poll();
        if (value == null) {
            throw new UsageException(option + " needs " + what);
        }
        return value;
    }

    private static Path file(String name) {
        Path file = Path.of(name);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new UsageException("--script " + name + ": no such file, or it can't be read");
        }
        return file;
    }

    private void set(String setting) {
        int equals = setting.indexOf('=');
        if (equals < 1) {
            throw new UsageException("--set " + setting + ": expecting KEY=VALUE, for example --set pes=8");
        }
        String key = setting.substring(0, equals);
        String value = setting.substring(equals + 1);
        switch (key) {
            case "log" -> log = level(value);
            case "seed" -> settings.put(key, seed(value));
            default -> settings.put(key, value);
        }
    }

    private static Log level(String value) {
        for (Log level : Log.values()) {
            if (level.name().toLowerCase(Locale.ROOT).equals(value)) {
                return level;
            }
        }
        throw new UsageException("--set log=" + value + ": expecting error, warn, info or debug");
    }

    /** A seed is of no use in the other mode; who names a mode gets that. */
    private void seeded(String seed) {
        settings.put("seed", seed);
        settings.putIfAbsent("mode", "deterministic");
    }

    private static String seed(String value) {
        try {
            return Long.toString(Long.decode(value));
        } catch (NumberFormatException e) {
            throw new UsageException("seed " + value + ": expecting a 64-bit number, decimal or 0x...");
        }
    }
}
