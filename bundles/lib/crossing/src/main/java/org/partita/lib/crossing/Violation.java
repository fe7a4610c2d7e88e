package org.partita.lib.crossing;

/**
 * Why a platform can't be assembled.
 *
 * @param requirement id of the requirement
 * @param text what was asked, the table that stands against it, what to choose instead
 */
public record Violation(String requirement, String text) {}
