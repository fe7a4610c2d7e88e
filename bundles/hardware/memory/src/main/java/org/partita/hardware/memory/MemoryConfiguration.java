package org.partita.hardware.memory;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What physical memory there is. */
@ObjectClassDefinition(
        name = "Partita physical memory",
        description = "The physical address map: each range belongs to the Secure or to the Non-secure address space.")
public @interface MemoryConfiguration {
    /** PID of the configuration. */
    String PID = "org.partita.hardware.memory";

    /**
     * The ranges, each "name base size secure|nonsecure [device]"; numbers are hexadecimal (0x) or decimal and may end
     * in K, M or G.
     */
    @AttributeDefinition(
            name = "Ranges",
            description = "name base size secure|nonsecure [device], for example: sram 0x4000000 256K secure")
    String[] ranges();
}
