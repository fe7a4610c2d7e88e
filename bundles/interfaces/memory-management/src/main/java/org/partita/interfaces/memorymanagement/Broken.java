package org.partita.interfaces.memorymanagement;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.Rule;

/** A rule that a call breaks, on its way to where the call is refused. Never leaves this bundle. */
final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Rule rule;
    private final long found;

    Broken(Rule rule, long found) {
        super(rule.text(), null, false, false);
        this.rule = rule;
        this.found = found;
    }

    Rule rule() {
        return rule;
    }

    long found() {
        return found;
    }

    /** The thing, if there is one. */
    static <T> T known(@Nullable T thing, Rule rule, long found) {
        if (thing == null) {
            throw new Broken(rule, found);
        }
        return thing;
    }

    static void unless(boolean holds, Rule rule, long found) {
        if (!holds) {
            throw new Broken(rule, found);
        }
    }
}
