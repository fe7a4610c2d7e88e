package org.partita.api.timer;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.provider.Stateful;

/**
 * Fills hardware/timer: the system counter and the timers of all PEs. It has no time of its own: core says with each call
 * what platform time it is, real or virtual, and asks when it has to look again. Core calls it from one thread at a time.
 */
@ConsumerType
public interface GenericTimer extends Stateful<TimerState> {
    /** What {@link #next} says if no timer will fire. */
    long NEVER = Long.MAX_VALUE;

    /** Counts a second, CNTFRQ_EL0. */
    long frequency();

    /** The system counter, CNTPCT_EL0. */
    long count(long nanos);

    /**
     * Reads a register of a timer.
     *
     * @param nanos platform time
     */
    long read(TimerId timer, TimerRegister register, long nanos);

    /** Writes a register of a timer; ISTATUS is not written. */
    void write(TimerId timer, TimerRegister register, long value, long nanos);

    /** Whether the timer asserts its interrupt: ENABLE, not IMASK, condition met. */
    boolean asserted(TimerId timer, long nanos);

    /** The timers that assert their interrupt, in order. */
    List<TimerId> asserted(long nanos);

    /**
     * Platform time at which a timer that does not assert its interrupt now will do so.
     *
     * @param nanos platform time
     * @return in nanoseconds, the earliest of all timers; {@link #NEVER} if none will
     */
    long next(long nanos);

    /** As {@link #next(long)}, for one timer; {@code nanos} if it asserts its interrupt now. */
    long next(TimerId timer, long nanos);

    /** Forgets a timer whose execution context is gone. */
    void forget(TimerId timer);

    /** Timers that are not as after reset, in order. */
    List<TimerStatus> timers();
}
