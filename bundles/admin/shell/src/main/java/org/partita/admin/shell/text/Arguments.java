package org.partita.admin.shell.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words after a command, checked against its usage. Options begin with two hyphens and stand anywhere; {@code --}
 * ends them; a word with one hyphen is an argument, because negative numbers are.
 */
public final class Arguments {
    private final Usage usage;
    private final List<String> positional = new ArrayList<>();
    private final Map<String, List<String>> options = new HashMap<>();

    private Arguments(Usage usage) {
        this.usage = usage;
    }

    /**
     * Takes the words apart.
     *
     * @throws CommandException naming the word that is wrong or missing, and the usage line
     */
    public static Arguments parse(Usage usage, List<String> words) {
        Arguments arguments = new Arguments(usage);
        boolean optionsEnded = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (optionsEnded || !word.startsWith("--")) {
                arguments.positional.add(word);
            } else if (word.equals("--")) {
                optionsEnded = true;
            } else {
                i += arguments.option(word, i + 1 < words.size() ? words.get(i + 1) : null);
            }
        }
        arguments.checkCount();
        return arguments;
    }

    /** Returns how many words after the option belong to it. */
    private int option(String word, @Nullable String next) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Option option = usage.option(name);
        if (option == null) {
            throw usage.wrong("there is no option " + name);
        }
        if (!option.takesValue()) {
            if (equals >= 0) {
                throw usage.wrong("option " + name + " takes no value");
            }
            given(name, "");
            return 0;
        }
        String value = equals < 0 ? next : word.substring(equals + 1);
        if (value == null || value.isEmpty()) {
            throw usage.wrong("option " + name + " needs a value: " + option.title());
        }
        given(name, value);
        return equals < 0 ? 1 : 0;
    }

    private void given(String name, String value) {
        options.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    private void checkCount() {
        if (positional.size() < usage.least()) {
            throw usage.wrong(usage.argument(positional.size()) + " is missing");
        }
        if (positional.size() > usage.most()) {
            throw usage.wrong("\"" + positional.get(usage.most()) + "\" is one argument too many");
        }
    }

    /** How many arguments there are, options not counted. */
    public int count() {
        return positional.size();
    }

    /** The argument at this position, from 0. */
    public String at(int position) {
        return positional.get(position);
    }

    /** The argument at this position, or the given one if there are fewer. */
    public String at(int position, String otherwise) {
        return position < positional.size() ? positional.get(position) : otherwise;
    }

    /** The arguments from this position on. */
    public List<String> from(int position) {
        return position < positional.size() ? List.copyOf(positional.subList(position, positional.size())) : List.of();
    }

    public boolean has(Option option) {
        return options.containsKey(option.name());
    }

    /** The value of an option, or null if it was not given. */
    public @Nullable String value(Option option) {
        List<String> values = options.get(option.name());
        return values == null ? null : values.getLast();
    }

    /** The values of an option that may be repeated, in the order typed. */
    public List<String> values(Option option) {
        return List.copyOf(options.getOrDefault(option.name(), List.of()));
    }

    /** Wrong usage: what is wrong, and the usage line. */
    public CommandException wrong(String what) {
        return usage.wrong(what);
    }
}
