package org.partita.hardware.timer;

import org.partita.api.timer.GenericTimer;

/**
 * Platform time as counts: exact in 64 bits, as there is no more than one count a nanosecond.
 *
 * @param frequency counts a second
 */
record SystemCounter(long frequency) {
    private static final long SECOND = 1_000_000_000L;

    /** @throws IllegalArgumentException naming the key, what is wrong and what is possible */
    static SystemCounter of(TimerConfiguration configuration) {
        long frequency = configuration.frequency();
        if (frequency < 1 || frequency > SECOND) {
            throw new IllegalArgumentException(
                    TimerConfiguration.PID + " frequency: found " + frequency + "; it has to be 1 to " + SECOND);
        }
        return new SystemCounter(frequency);
    }

    /** Whole counts since platform time 0. */
    long count(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("platform time " + nanos + " ns is before the platform");
        }
        return nanos / SECOND * frequency + nanos % SECOND * frequency / SECOND;
    }

    /** First nanosecond with this count or a greater one, {@link GenericTimer#NEVER} if none has. */
    long nanos(long count) {
        // compare values are unsigned: those from 2^63 on are not reached within 292 years
        if (count < 0 || count / frequency > GenericTimer.NEVER / SECOND) {
            return GenericTimer.NEVER;
        }
        long seconds = count / frequency * SECOND;
        long rest = (count % frequency * SECOND + frequency - 1) / frequency;
        return rest > GenericTimer.NEVER - seconds ? GenericTimer.NEVER : seconds + rest;
    }
}
