package org.partita.api.gic;

/**
 * An interrupt as it is now.
 *
 * @param line how it is set up
 * @param pending whether it is pending, by its wire too if it is level-sensitive
 * @param active whether a PE has acknowledged and not deactivated it
 * @param asserted whether its wire is asserted
 */
public record InterruptStatus(InterruptLine line, boolean pending, boolean active, boolean asserted) {}
