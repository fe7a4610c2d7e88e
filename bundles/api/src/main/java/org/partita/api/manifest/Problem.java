package org.partita.api.manifest;

/**
 * What is wrong in a manifest.
 *
 * @param at where
 * @param rule the rule with its section or table, for example {@code FF-A Table 3.1}
 * @param message what was found, what is expected, and the way out
 * @param error false for a warning
 */
public record Problem(Position at, String rule, String message, boolean error) {
    @Override
    public String toString() {
        return at + ": " + message + " (" + rule + ")";
    }
}
