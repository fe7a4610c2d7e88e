package org.partita.api.ffa;

/**
 * A rule of the specification that a call can break, made once and kept in a constant, so that refusing a call
 * allocates nothing. A status code travels with its rule: the ABI returns the status, people and tests see the rule.
 *
 * @param id stable identity of the requirement, for example {@code FFA-10.2.1.2.1-2}
 * @param status what the ABI answers
 * @param section section or table of the specification
 * @param field register or field that breaks the rule, for example {@code w1[15:0]}
 * @param text the rule in one sentence, and what to do
 */
public record Rule(String id, Status status, String section, String field, String text) {}
