package org.partita.admin.shell.view;

import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;

/**
 * Why a call of the PSA API was refused.
 *
 * @param rule that the call has broken
 * @param found what was found where it expects something else
 */
public record PsaReason(PsaRule rule, long found) {
    /** That of a client's last call, or null if no rule has refused it. */
    public static @Nullable PsaReason of(PsaSession session) {
        PsaRule rule = session.rule();
        return rule == null ? null : new PsaReason(rule, session.found());
    }

    public String line() {
        String value = value();
        return "reason: " + rule.id() + ", " + rule.section()
                + (value == null ? "" : ", " + rule.field() + " is " + value) + ": " + rule.text();
    }

    public Json json() {
        return new Json()
                .put("rule", rule.id())
                .put("status", rule.status().name())
                .put("section", rule.section())
                .put("field", rule.field())
                .put("found", value())
                .put("text", rule.text());
    }

    /** What was found, in the words of its field; null if the field has no value. */
    private @Nullable String value() {
        Conduit[] conduits = Conduit.values();
        return switch (rule.field()) {
            case "role", "provider", "platform" -> null;
            case "conduit" -> found >= 0 && found < conduits.length ? conduits[(int) found].name() : Numbers.hex(found);
            case "status" -> PsaStatus.format((int) found);
            default -> number(found);
        };
    }

    /** A negative number in both ways of writing it: it may be a client id, or a pattern of bits. */
    private static String number(long value) {
        boolean negative = value < 0 && value >= Integer.MIN_VALUE;
        return negative ? Numbers.hex32((int) value) + " (" + value + ")" : Numbers.hex(value);
    }
}
