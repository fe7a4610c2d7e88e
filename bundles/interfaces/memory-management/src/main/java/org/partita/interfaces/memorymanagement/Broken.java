package org.partita.interfaces.memorymanagement;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.Rule;

/** A rule that a call breaks, on its way to where the call is refused. Never leaves this bundle. */
final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Rule rule;
    private final long found;
    private final long offset;

    /** A rule about a register, or about what no field says. */
    Broken(Rule rule, long found) {
        this(rule, found, -1);
    }

    /** @param offset byte offset of the field in the descriptor */
    Broken(Rule rule, long found, long offset) {
        super(rule.text(), null, false, false);
        this.rule = rule;
        this.found = found;
        this.offset = offset;
    }

    Rule rule() {
        return rule;
    }

    long found() {
        return found;
    }

    long offset() {
        return offset;
    }

    /** The thing, if there is one. */
    static <T> T known(@Nullable T thing, Rule rule, long found) {
        return known(thing, rule, found, -1);
    }

    static <T> T known(@Nullable T thing, Rule rule, long found, long offset) {
        if (thing == null) {
            throw new Broken(rule, found, offset);
        }
        return thing;
    }

    static void unless(boolean holds, Rule rule, long found) {
        unless(holds, rule, found, -1);
    }

    static void unless(boolean holds, Rule rule, long found, long offset) {
        if (!holds) {
            throw new Broken(rule, found, offset);
        }
    }
}
