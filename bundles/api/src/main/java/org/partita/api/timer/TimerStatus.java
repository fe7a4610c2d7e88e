package org.partita.api.timer;

/**
 * A timer that is enabled or not as after reset.
 *
 * @param id which
 * @param control CTL without ISTATUS
 * @param compare CVAL
 */
public record TimerStatus(TimerId id, int control, long compare) {}
