package org.partita.admin.shell.text;

/**
 * What a command prints.
 *
 * @param text for people; lines end with a line feed, the last may do without
 * @param json the same for programs
 */
public record Answer(String text, Json json) {
    /** What is printed for these arguments. */
    String printed(Arguments arguments) {
        return arguments.has(Option.JSON) ? json.toString() : text.stripTrailing();
    }
}
