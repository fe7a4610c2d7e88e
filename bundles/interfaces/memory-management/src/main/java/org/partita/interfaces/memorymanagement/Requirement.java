package org.partita.interfaces.memorymanagement;

import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/** A requirement that FF-A 11.1 to 11.4 state each for its own function: a rule for each. */
final class Requirement {
    private final Rule[] rules = new Rule[Operation.values().length];

    /**
     * @param suffix follows the section in both the requirement's id and the section: {@code .1.2-4}
     * @param field what breaks it
     * @param text the rule and the way out
     */
    Requirement(Status status, String suffix, String field, String text) {
        for (Operation operation : Operation.values()) {
            String item = operation.section() + suffix.replace("-", " item ");
            rules[operation.ordinal()] =
                    new Rule("FFA-" + operation.section() + suffix, status, "FF-A " + item, field, text);
        }
    }

    Rule of(Operation operation) {
        return rules[operation.ordinal()];
    }
}
