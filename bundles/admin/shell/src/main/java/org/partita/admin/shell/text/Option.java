package org.partita.admin.shell.text;

/**
 * An option of a command.
 *
 * @param name with its two hyphens
 * @param value name of its value in the usage line, empty for a flag
 * @param meaning for help
 */
public record Option(String name, String value, String meaning) {
    /** Taken by every command that shows something. */
    public static final Option JSON = new Option("--json", "", "print one JSON document instead of text");

    /** As the usage line has it. */
    public String usage() {
        return "[" + title() + "]";
    }

    /** The name and the value that it takes. */
    public String title() {
        return takesValue() ? name + " " + value : name;
    }

    boolean takesValue() {
        return !value.isEmpty();
    }
}
