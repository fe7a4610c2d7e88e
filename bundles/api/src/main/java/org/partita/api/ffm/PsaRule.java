package org.partita.api.ffm;

/**
 * A rule of FF-M that a call can break, made once and kept in a constant, so that refusing a call allocates nothing.
 *
 * @param id stable identity of the requirement, for example {@code FFM-API-18}
 * @param status what a Non-secure caller gets, and a Secure one that does not panic
 * @param section where the rule stands
 * @param field argument or field that breaks the rule
 * @param text the rule in one sentence, and what to do
 */
public record PsaRule(String id, PsaStatus status, String section, String field, String text) {}
