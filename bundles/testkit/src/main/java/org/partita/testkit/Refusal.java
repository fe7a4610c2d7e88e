package org.partita.testkit;

import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/**
 * How a call was refused: what the caller sees, and why. A test that asserts a refusal shows the rule that refused, so it
 * carries the rule's id in {@link Shows}; one that does not fails when it ends:
 *
 * <pre>{@code
 * @Test
 * @Shows("FFA-8.6-26")
 * void aFullBufferIsBusy() {
 *     ...
 *     Refusal.of(status, rule).is(Status.BUSY, "FFA-8.6-26");
 * }
 * }</pre>
 *
 * @param status name of the status code, empty if the call was not refused
 * @param rule id of the rule: a requirement, or a word for a rule of Partita's own; empty if there is none
 */
public record Refusal(String status, String rule) {
    /**
     * What was found.
     *
     * @param status the status code, null if the call was not refused
     * @param rule id of the rule, null if there is none
     */
    public static Refusal of(@Nullable Enum<?> status, @Nullable String rule) {
        return new Refusal(status == null ? "" : status.name(), rule == null ? "" : rule);
    }

    /**
     * A refusal in words.
     *
     * @param words status and rule, separated by a space: {@code BUSY FFA-8.6-26}
     */
    public static Refusal of(String words) {
        int space = words.indexOf(' ');
        return space < 0 ? new Refusal(words, "") : new Refusal(words.substring(0, space), words.substring(space + 1));
    }

    /**
     * Asserts that this is the expected refusal. If its rule is a requirement, the running test has to show it.
     *
     * @param expectedStatus the status code
     * @param expectedRule id of the rule
     * @throws AssertionError if another status or rule was found, or no test that carries {@link Shows} is running
     */
    public void is(Enum<?> expectedStatus, String expectedRule) {
        is(new Refusal(expectedStatus.name(), expectedRule));
    }

    /**
     * As {@link #is(Enum, String)}, in words.
     *
     * @param expected status and rule, separated by a space: {@code BUSY FFA-8.6-26}
     */
    public void is(String expected) {
        is(of(expected));
    }

    private void is(Refusal expected) {
        if (!equals(expected)) {
            throw new AssertionFailedError("refused with [" + this + "], expected [" + expected + "]", expected, this);
        }
        AssertedRules.add(rule);
    }

    /** Status and rule, separated by a space. */
    @Override
    public String toString() {
        return (status + " " + rule).strip();
    }
}
