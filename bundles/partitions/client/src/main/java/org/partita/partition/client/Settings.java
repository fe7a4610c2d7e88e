package org.partita.partition.client;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the client VMs do when they are allocated cycles. */
@ObjectClassDefinition(name = "Partita client VMs", description = "Whether the two sample VMs make traffic.")
public @interface Settings {
    /** PID of the configuration. */
    String PID = "org.partita.partition.client";

    /** {@code on}: send requests in a loop; {@code off}: wait. */
    @AttributeDefinition(name = "Traffic", description = "on: send requests to the echo and digest services in a loop")
    String traffic() default "off";
}
