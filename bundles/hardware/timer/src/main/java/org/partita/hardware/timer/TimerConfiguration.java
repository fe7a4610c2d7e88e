package org.partita.hardware.timer;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How fast the system counter counts. */
@ObjectClassDefinition(
        name = "Partita Generic Timer",
        description = "The system counter of the platform, and the timers of its PEs and execution contexts.")
public @interface TimerConfiguration {
    /** PID of the configuration. */
    String PID = "org.partita.hardware.timer";

    /** Counts a second. */
    @AttributeDefinition(name = "Frequency", description = "of the system counter in Hz (CNTFRQ_EL0), 1 to 1000000000")
    long frequency() default 62_500_000;
}
