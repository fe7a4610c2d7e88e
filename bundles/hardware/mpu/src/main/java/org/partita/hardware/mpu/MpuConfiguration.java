package org.partita.hardware.mpu;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How many regions the MPU has. */
@ObjectClassDefinition(
        name = "Partita MPU",
        description = "The Memory Protection Unit of the platform's processor in Secure state.")
public @interface MpuConfiguration {
    /** PID of the configuration. */
    String PID = "org.partita.hardware.mpu";

    /** Number of regions. */
    @AttributeDefinition(name = "Regions", description = "how many regions there are (MPU_TYPE.DREGION), 1 to 16")
    int regions() default 8;
}
