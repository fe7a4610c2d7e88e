package org.partita.hardware.smmu;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Which SMMUs there are, and how large their tables and queues are. An underscore stands for a dot in the key. */
@ObjectClassDefinition(
        name = "Partita SMMU",
        description = "The SMMUs of the platform, each with a Secure and a Non-secure programming interface.")
public @interface SmmuConfiguration {
    /** PID of the configuration. */
    String PID = "org.partita.hardware.smmu";

    /** IDs of the instances. */
    @AttributeDefinition(
            name = "Instances",
            description = "IDs of the SMMU instances, as manifests name them in smmu-id, 0 or more each")
    int[] instances() default {0};

    /** Size of stream IDs. */
    @AttributeDefinition(
            name = "Stream ID bits",
            description = "a stream table has 2^n entries (SMMU_STRTAB_BASE_CFG.LOG2SIZE), 0 to 32")
    int stream_bits() default 16;

    /** Size of event queues. */
    @AttributeDefinition(
            name = "Event queue bits",
            description = "an event queue holds 2^n events (SMMU_EVENTQ_BASE.LOG2SIZE), 0 to 19")
    int event_bits() default 7;
}
