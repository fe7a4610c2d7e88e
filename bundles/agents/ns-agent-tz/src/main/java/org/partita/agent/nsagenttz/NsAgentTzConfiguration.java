package org.partita.agent.nsagenttz;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Which client ids threads of the Non-secure processing environment have. */
@ObjectClassDefinition(
        name = "Partita TrustZone agent",
        description = "The agent through which Non-secure clients behind TrustZone call the SPM of FF-M.")
public @interface NsAgentTzConfiguration {
    /** PID of the configuration. */
    String PID = "org.partita.agent.nsagenttz";

    /** The lowest client id. */
    @AttributeDefinition(name = "Base", description = "the lowest client id, negative")
    int client_id_base() default Integer.MIN_VALUE;

    /** The highest client id, which is the first thread's. */
    @AttributeDefinition(
            name = "Limit",
            description =
                    "the highest client id, negative: that of the first thread; those of the others follow downwards")
    int client_id_limit() default -1;
}
