package org.partita.admin.shell.text;

/**
 * An option of a command.
 *
 * @param name with its two hyphens
 * @param value name of its value in the usage line, empty for a flag
 * @param meaning for help
 * @param repeatable whether it may be given more than once, each time with a value; of others the last counts
 */
public record Option(String name, String value, String meaning, boolean repeatable) {
    /** Taken by every command that shows something. */
    public static final Option JSON = new Option("--json", "", "print one JSON document instead of text");

    /** An option that counts once. */
    public Option(String name, String value, String meaning) {
        this(name, value, meaning, false);
    }

    /** As the usage line has it. */
    public String usage() {
        return "[" + title() + "]" + (repeatable ? "..." : "");
    }

    /** The name and the value that it takes. */
    public String title() {
        return takesValue() ? name + " " + value : name;
    }

    boolean takesValue() {
        return !value.isEmpty();
    }
}
