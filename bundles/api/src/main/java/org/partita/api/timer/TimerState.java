package org.partita.api.timer;

import java.util.List;

/**
 * What a timer model hands to its successor.
 *
 * @param schema {@code org.partita.timer}
 * @param version 1
 * @param frequency counts a second, CNTFRQ_EL0: compare values are in these
 * @param timers all timers that are not as after reset, in order
 */
public record TimerState(String schema, int version, long frequency, List<TimerStatus> timers) {
    /** Name of the schema. */
    public static final String SCHEMA = "org.partita.timer";

    public TimerState {
        timers = List.copyOf(timers);
    }
}
