package org.partita.hardware.gic;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How large the interrupt controller is; it has as many Redistributors as the platform has PEs. */
@ObjectClassDefinition(
        name = "Partita GIC",
        description = "The interrupt controller of the platform: a Distributor, and a Redistributor for each PE.")
public @interface GicConfiguration {
    /** PID of the configuration. */
    String PID = "org.partita.hardware.gic";

    /** Number of shared interrupts. */
    @AttributeDefinition(
            name = "SPIs",
            description = "shared peripheral interrupts, IDs from 32 (GICD_TYPER.ITLinesNumber):"
                    + " a multiple of 32 from 32 to 960, or 988")
    int spis() default 256;
}
